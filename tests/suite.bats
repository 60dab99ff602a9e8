# suite.bats - what `make test` and CI promise: nothing is skipped silently, and what
# the tests need is what `make deps-test` installs.

load common

setup_file() {
	make --no-print-directory "$O/counter.so" "$O/on-terminal" "$B/init" >/dev/null
}

@test "CI and tests/fresh run the two commands of the README" {
	mapfile -t commands < <(sed -n '/^## /q; s/^    \(make [a-z -]*[a-z]\)  *#.*/\1/p' README.md)
	[ "${#commands[@]}" -eq 2 ]
	sed -n "s/^begin '\(.*\)'.*/\1/p" tests/fresh | sed -n 2,3p |
		diff - <(printf '%s\n' "${commands[@]}")
	grep -x "PATH=\$bin ${commands[1]}" .ci/run
}

@test "every documented command is run as it stands, or has a reason" {
	sed -n 's/^[^#\t][^\t]*\t//p' tests/documented.list | sort >"$BATS_TEST_TMPDIR/listed"
	tests/documented | cut -f 1 | sort | diff - "$BATS_TEST_TMPDIR/listed"
	sed -n 's/\t.*//; /^[^#]/p' tests/documented.list | sort -u | while read -r how; do
		case $how in
		run | 'run '[0-9]* | long | 'long '[0-9]* | 'no: '*) ;;
		*) [ -x "$how" ] || [ -s "$how" ] ;;
		esac
	done
	grep -q tests/run-documented .ci/run
}

@test "make test says what was skipped and why, before prove's summary" {
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

@test "on a terminal make test shows how many tests have been run" {
	printf '@test "one" { :; }\n@test "two" { :; }\n' >"$BATS_TEST_TMPDIR/some.bats"
	run -0 "$O/on-terminal" 60 'Result: PASS' env PERL5LIB=tests prove --formatter Skips --exec 'bats --tap' \
		"$BATS_TEST_TMPDIR/some.bats"
	grep -qE $'\r1 of 2 tests, 0 min [0-9]{2} s\r2 of 2 tests, 0 min [0-9]{2} s\r +\r' <<<"$output"
}

@test "CI runs again, with all tools, each test that may lack our kernel or an architecture" {
	awk '/^@test/ { tagged = last ~ /test_tags=optional$/; name = $0 }
		/file_tags=optional$/ { file = FILENAME }
		/^\t(ours( least)?|boots_in_little .*|needs_all_architectures)$/ { found++; if (!tagged && file != FILENAME) print FILENAME ": " name }
		{ last = $0 }
		END { print found + 0, "tests" }' tests/*/*.bats >"$BATS_TEST_TMPDIR/untagged"
	cat "$BATS_TEST_TMPDIR/untagged"
	grep -qxE '[1-9][0-9]* tests' "$BATS_TEST_TMPDIR/untagged"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/untagged")" -eq 1 ]
}

@test "a command names the program it lacks, and what installs it" {
	PATH=$(without valgrind clang-format qemu-x86_64 strace)
	run -2 make --no-print-directory test
	[ "$(grep -v '^make' <<<"$output")" = "test: valgrind is not installed: run 'make deps-test'" ]
	run -1 --separate-stderr tests/lint
	[ "$stderr" = "lint: clang-format is not installed: run 'make deps-lint'" ]
	GIT_DIR=$BATS_TEST_TMPDIR run -1 timeout 60 tests/lint
	[ "$output" = "lint: not a git checkout: clone the repository" ]
	# shellcheck disable=SC2153 # of common.bash
	[ "$ARCH" = x86_64 ] || return 0 # the rest is for programs of an x86_64 host
	run -1 tests/measure/count -u "$B/init"
	[ "$output" = "count: qemu-x86_64 is not installed: run 'make deps-test'" ]
	run -1 tests/inits/sizes
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

@test "make test TESTS= runs a file or a room" {
	tests() { make --no-print-directory -n test TESTS="$1" | sed -n '$s/^\t//p' | tr ' ' '\n'; }
	[ "$(tests tests/pack/fuzz.bats)" = tests/pack/fuzz.bats ]
	[ "$(tests 'suite lab.bats')" = $'tests/suite.bats\ntests/lab/lab.bats' ]
	tests tests/lab | grep -qx tests/lab/lab.bats
	run -2 make test TESTS=nothing
	grep -q '^test: no test file matches TESTS=nothing' <<<"$output"
}
