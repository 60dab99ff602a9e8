# fuzz.bats - `make fuzz` reports and keeps input that breaks a program, and fails.

load ../common

# fuzzer NAME RESULT: the program under test is an expression; its seed is "seed"
fuzzer() {
	mkdir -p "tests/pack/corpus/$1"
	printf seed >"tests/pack/corpus/$1/seed"
	cat >"tests/pack/fuzz-$1.c" <<-END
		#include <string.h>
		#include <unistd.h>
		#include "fail.h"
		void fail(const char *where, unsigned line, const char *text, ...)
		{
			_exit(*where + *text + (int)line);
		}
		int LLVMFuzzerTestOneInput(const char *data, size_t size)
		{
			int seed = size == 4 && !memcmp(data, "seed", 4);
			return $2;
		}
	END
}

setup() {
	# a checkout without fuzzers
	mkdir -p "$BATS_TEST_TMPDIR/tests/pack"
	cp tests/pack/fuzz "$BATS_TEST_TMPDIR/tests/pack"
	cp -r Makefile pack arch "$BATS_TEST_TMPDIR"
	cd "$BATS_TEST_TMPDIR" || exit
	export O=out FUZZ_SECONDS=1
}

@test "make fuzz runs every fuzzer, and keeps and tells what breaks a program or takes it over 10 s" {
	fuzzer good 'seed && !size'
	fuzzer crash 'seed && data[size]'
	fuzzer slow 'seed && ({ unsigned left = 20; while (left) left = sleep(left); 1; })' # idly
	run -1 tests/pack/fuzz
	echo "$output"
	grep -qE '^fuzz: good: nothing found in [0-9]+ runs$' <<<"$output"
	grep -qE '^fuzz: crash: BROKEN by out/fuzz/crash-crash-[0-9a-f]+ \(.*ERROR: AddressSanitizer' <<<"$output"
	grep -qE '^fuzz: slow: BROKEN by out/fuzz/slow-timeout-[0-9a-f]+ \(.*timeout' <<<"$output"
	cmp tests/pack/corpus/crash/seed out/fuzz/crash-crash-*
	[ "$(ls tests/pack/corpus/good)" = seed ]
}

@test "make fuzz fails if a fuzzer does not build, without libFuzzer, for a wrong FUZZ_SECONDS" {
	fuzzer odd 'nothing'
	run -1 tests/pack/fuzz
	grep -qx 'fuzz: tests/pack/fuzz-odd.c does not build' <<<"$output"
	FUZZ_SECONDS=ever run -1 tests/pack/fuzz
	[ "$output" = 'fuzz: FUZZ_SECONDS=ever: must be a whole number, at least 1' ]
	stand_in no-fuzzer 'echo "ld: cannot find libclang_rt.fuzzer" >&2; exit 1'
	CC=no-fuzzer run -1 tests/pack/fuzz
	[ "$output" = "fuzz: no-fuzzer cannot link libFuzzer (ld: cannot find libclang_rt.fuzzer): run 'make deps-test'" ]
}
