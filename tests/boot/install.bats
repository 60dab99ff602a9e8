# install.bats - what make install installs works from anywhere, without the checkout.

load ../common
load image

setup() {
	export PREFIX=/opt/tiny DESTDIR=$BATS_TEST_TMPDIR/dest
	make --no-print-directory install >/dev/null
	installed=$DESTDIR$PREFIX
	kernel=$(realpath "$(arch/fetch kernel)")
	# shellcheck disable=SC2153
	build=$O cache=$CACHE # of the checkout
	unset O CACHE LOG
	export HOME=$BATS_TEST_TMPDIR/home
	mkdir "$HOME" "$BATS_TEST_TMPDIR/here"
	cd "$BATS_TEST_TMPDIR/here" || return
}

@test "make install: programs, man pages, completion, all under DESTDIR" {
	for file in bin/smoke bin/pack bin/peek share/man/man1/smoke.1 share/man/man1/pack.1 \
		share/man/man1/peek.1 share/bash-completion/completions/smoke; do
		[ -s "$installed/$file" ]
	done
	[ "$(ls "$DESTDIR")" = opt ]
	run ! grep -rIlE "(^|[^a-z/}])$ROOT/" "$installed"
}

@test "DESTDIR may be a relative path" {
	make --no-print-directory -C "$ROOT" install O="$build" CACHE="$cache" \
		DESTDIR="$(realpath --relative-to="$ROOT" "$BATS_TEST_TMPDIR")/other/" PREFIX=usr >/dev/null
	[ -x "$BATS_TEST_TMPDIR/other/usr/lib/tinyinit/arch/smoke" ]
	[ -x "$BATS_TEST_TMPDIR/other/usr/bin/pack" ]
}

@test "the installed smoke boots a kernel without make, compiler, apt and checkout" {
	PATH=$(without make clang cc gcc ld.lld apt-get bats)
	run -0 "$installed/bin/smoke" "$kernel"
	[[ "$output" = "smoke: ok, 'tick 1' was seen; "*"; console: smoke.log" ]]
	grep -q 'tick 1' smoke.log
	[ -z "$(ls -A "$HOME")" ]
	run -0 "$installed/bin/smoke" --version
	[ "$output" = "smoke $(cat "$ROOT/VERSION")" ]
}

@test "the installed smoke works moved elsewhere, and by a symbolic link" {
	mv "$installed" moved
	ln -s moved/bin/smoke link
	run -0 ./link "$kernel"
}

@test "the installed smoke runs a program" {
	[ "$(uname -m)" = "$ARCH" ] || skip "ARCH is $ARCH"
	printf 'int main(void) { return 3; }' >three.c
	$CC -static -o three three.c
	run -1 "$installed/bin/smoke" "$kernel" ./three
	grep -q "^smoke: './three' failed, exit 3" <<<"$output"
}

@test "the installed smoke takes the architecture of the image, and names what is missing" {
	unset ARCH
	image s390x >kernel
	PATH=$(without qemu-system-s390x)
	run -125 "$installed/bin/smoke" kernel
	[ "${#lines[@]}" -eq 1 ]
}

# bats test_tags=optional
@test "installed for ARCH=all, it has an archive of each architecture" {
	cd "$ROOT"
	needs_all_architectures
	make --no-print-directory install ARCH=all O="$build" CACHE="$cache" >/dev/null
	for machine in arch/machines/*.mk; do
		[ -s "$installed/lib/tinyinit/build/$(basename "$machine" .mk)/initramfs.cpio" ]
	done
}

@test "the downloads of the installed smoke are kept in the user's cache" {
	export ARCH=riscv64
	stand_in_package
	unset CACHE
	run -0 "$installed/lib/tinyinit/arch/fetch" kernel
	[[ "$output" = *"$HOME/.cache/tinyinit/"* ]]
}

@test "bash completes the options of smoke" {
	run -0 bash -c '. "$1"; COMP_WORDS=(smoke --t) COMP_CWORD=1; _smoke; echo "${COMPREPLY[@]}"' - \
		"$installed/share/bash-completion/completions/smoke"
	[ "$output" = --tap ]
}
