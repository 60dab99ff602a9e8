# recipes.bats - the CI recipes github.yml and gitlab.yml, as far as they can be checked
# without their service; tests/fresh runs their commands.

load ../common

@test "both CI recipes build and boot a kernel by the same commands" {
	for recipe in github gitlab; do
		tests/boot/steps "tests/boot/$recipe.yml" | sed '/^$/d; s/^sudo //' |
			sed -n '/^git clone/,$p' >"$BATS_TEST_TMPDIR/$recipe"
	done
	diff "$BATS_TEST_TMPDIR/github" "$BATS_TEST_TMPDIR/gitlab"
	[ "$(tail -n 1 "$BATS_TEST_TMPDIR/github")" = 'smoke arch/x86/boot/bzImage' ]
	for package in $(make -sn deps-kernel | sed 's/^arch.deps //'); do
		for recipe in github gitlab; do
			tests/boot/steps "tests/boot/$recipe.yml" | grep -qw -e "$package"
		done
	done
}

# bats test_tags=optional
@test "the commands of the CI recipes are correct shell" {
	needs shellcheck
	for recipe in github gitlab; do
		tests/boot/steps "tests/boot/$recipe.yml" | shellcheck -s sh -
	done
}

@test "a CI recipe keeps what its environment sets" {
	steps=$(CONFIG=other sh -c "$(tests/boot/steps tests/boot/gitlab.yml | grep '^export')
		echo \$CONFIG \$TINYINIT")
	[ "$steps" = 'other https://gitlab.com/OWNER/tinyinit.git' ]
}

@test "udev accepts the rule for /dev/kvm" {
	udevadm verify --help >/dev/null 2>&1 || skip 'this udevadm has no verify'
	tests/boot/steps tests/boot/github.yml | sed -n "s/^echo '\(KERNEL.*\)' .*/\1/p" \
		>"$BATS_TEST_TMPDIR/99-kvm.rules"
	[ -s "$BATS_TEST_TMPDIR/99-kvm.rules" ]
	udevadm verify "$BATS_TEST_TMPDIR/99-kvm.rules"
}
