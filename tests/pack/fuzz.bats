# fuzz.bats - `make fuzz` reports and keeps input that breaks a program, and fails.

load ../common

setup() {
	# a checkout with one fuzzer, which the test writes
	mkdir -p "$BATS_TEST_TMPDIR/tests/pack/corpus/odd"
	cp tests/pack/fuzz "$BATS_TEST_TMPDIR/tests/pack"
	cp -r Makefile pack arch "$BATS_TEST_TMPDIR"
	cd "$BATS_TEST_TMPDIR" || exit
	export O=out FUZZ_SECONDS=1
	echo seed >tests/pack/corpus/odd/seed
}

# fuzzer BODY: the program under test is one expression
fuzzer() {
	cat >tests/pack/fuzz-odd.c <<-END
		#include <stdint.h>
		#include <stdlib.h>
		#include <string.h>
		#include <time.h>
		int spin(int seconds);
		int spin(int seconds)
		{
			time_t end = time(NULL) + seconds;
			while (time(NULL) < end)
				continue;
			return 0;
		}
		int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
		int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
		{
			char copy[8] = {0};
			memcpy(copy, data, size < 8 ? size : 7);
			return $1;
		}
		_Noreturn void fail(const char *where, unsigned line, const char *text, ...);
		_Noreturn void fail(const char *where, unsigned line, const char *text, ...)
		{
			(void)where, (void)line, (void)text;
			abort();
		}
	END
}

@test "a fuzzer that finds nothing succeeds, and leaves the seeds alone" {
	fuzzer 0
	run -0 tests/pack/fuzz
	grep -qE '^fuzz: odd: nothing found in [0-9]+ runs$' <<<"$output"
	[ "$(ls tests/pack/corpus/odd)" = seed ]
}

@test "an input that breaks the program is kept, told and fails" {
	fuzzer '!strcmp(copy, "seed\n") ? copy[size + 4] : 0'
	run -1 tests/pack/fuzz odd
	grep -qE '^fuzz: odd: BROKEN by out/fuzz/odd-crash-[0-9a-f]+ \(SUMMARY: ' <<<"$output"
	cmp tests/pack/corpus/odd/seed out/fuzz/odd-crash-*
}

@test "an input that takes the program longer than 10 s is a finding" {
	fuzzer '!strcmp(copy, "seed\n") && spin(20)'
	FUZZ_SECONDS=5 run -1 tests/pack/fuzz odd
	grep -qE '^fuzz: odd: BROKEN by out/fuzz/odd-timeout-[0-9a-f]+ \(.*timeout' <<<"$output"
}

@test "a clang without libFuzzer is told to run make deps-test" {
	fuzzer 0
	# shellcheck disable=SC2016 # the stand-in's own variables
	stand_in no-fuzzer 'echo "ld: cannot find libclang_rt.fuzzer" >&2; exit 1'
	CC=no-fuzzer run -1 tests/pack/fuzz
	[ "$output" = "fuzz: no-fuzzer cannot link libFuzzer (ld: cannot find libclang_rt.fuzzer): run 'make deps-test'" ]
}

@test "a fuzzer that does not build fails, and so does a wrong FUZZ_SECONDS" {
	fuzzer 'nothing'
	run -1 tests/pack/fuzz
	grep -qx 'fuzz: tests/pack/fuzz-odd.c does not build' <<<"$output"
	FUZZ_SECONDS=ever run -1 tests/pack/fuzz
	[ "$output" = 'fuzz: FUZZ_SECONDS=ever: must be a whole number, at least 1' ]
}
