# suite.bats - what `make test` and CI promise: nothing is left out without a
# word, and what is needed is what `make deps-test` installs.

load common

setup_file() {
	make --no-print-directory "$O/counter.so" "$O/on-terminal" "$B/init" >/dev/null
}

@test "CI and tests/fresh run the commands that the README begins with" {
	mapfile -t commands < <(sed -n '/^## /q; s/^    \(make [a-z -]*[a-z]\)  *#.*/\1/p' README.md)
	[ "${#commands[@]}" -eq 2 ]
	sed -n "s/^begin '\(.*\)'.*/\1/p" tests/fresh | sed -n 2,3p |
		diff - <(printf '%s\n' "${commands[@]}")
	grep -x "PATH=\$bin ${commands[1]}" .ci/run
}

@test "make test tells what was skipped, and why, before prove's own summary" {
	make -n test | grep -q 'prove --formatter Skips '
	printf '%s\n' 1..4 'ok 1 one' 'ok 2 two # skip no cat' 'ok 3 three # skip no dog' \
		'ok 4 four # skip no cat' >"$BATS_TEST_TMPDIR/some"
	run -0 env PERL5LIB=tests prove --formatter Skips --exec cat "$BATS_TEST_TMPDIR/some"
	sed -n '/^skipped: /,/^All/p' <<<"$output" | diff - <(cat <<-END
		skipped: 3 of 4 tests
		     2  no cat
		     1  no dog
		All tests successful.
	END
	)
	[ "${lines[-1]}" = 'Result: PASS' ]
}

@test "a test is skipped for each program that it lacks, and names those alone" {
	printf '%s\n' "load '$ROOT/tests/common'" '@test "one" { needs sh no-such-1 cat no-such-2; }' \
		'@test "two" { needs sh cat; }' >"$BATS_TEST_TMPDIR/some.bats"
	run -0 bats --tap "$BATS_TEST_TMPDIR/some.bats"
	diff - <(cat <<-END
		1..2
		ok 1 one # skip not installed: no-such-1 no-such-2
		ok 2 two
	END
	) <<<"$output"
}

@test "make test without its tools says what to run" {
	PATH=$(without valgrind) run make --no-print-directory test
	[ "$status" -eq 2 ]
	[ "${lines[0]}" = "test: valgrind is not installed: run 'make deps-test'" ]
	[ "$(grep -vc '^make' <<<"$output")" -eq 1 ]
}

@test "what else lacks a program says so in one line, with what installs it" {
	PATH=$(without clang-format) run -1 --separate-stderr tests/lint
	[ "$stderr" = "lint: clang-format is not installed: run 'make deps-lint'" ]
	GIT_DIR=$BATS_TEST_TMPDIR run -1 timeout 60 tests/lint
	[ "$output" = "lint: no git checkout, which tells the files: clone one" ]
	ARCH=x86_64 PATH=$(without file) run -1 tests/measure/bench-boot
	[ "$output" = "bench-boot: file is not installed: run 'make deps-test'" ]
}

@test "so does what is for programs of x86_64 alone" {
	# shellcheck disable=SC2153 # of common.bash
	[ "$ARCH" = x86_64 ] || skip "they are programs of an x86_64 host"
	PATH=$(without qemu-x86_64) run -1 tests/measure/count -u "$B/init"
	[ "$output" = "count: qemu-x86_64 is not installed: run 'make deps-test'" ]
	PATH=$(without strace) run -1 tests/inits/sizes
	[ "$output" = "sizes: strace is not installed: run 'make deps-sizes'" ]
}

@test "make deps-test installs what make deps does, and more" {
	for arch in x86_64 riscv64 all; do
		make -sn ARCH=$arch deps | xargs -n 1 | sed 1d | sort >"$BATS_TEST_TMPDIR/less"
		make -sn ARCH=$arch deps-test | xargs -n 1 | sed 1d | sort >"$BATS_TEST_TMPDIR/more"
		[ "$(comm -23 "$BATS_TEST_TMPDIR/less" "$BATS_TEST_TMPDIR/more")" = '' ]
		grep -qx bats "$BATS_TEST_TMPDIR/more"
		run ! grep -E '^(bats|valgrind|strace|gdb-multiarch)$' "$BATS_TEST_TMPDIR/less"
	done
}
