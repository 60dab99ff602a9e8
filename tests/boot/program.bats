# program.bats - smoke with a program of one's own as the first process: what it prints,
# and its exit status as the verdict.

load ../common

setup_file() {
	make --no-print-directory tiny >/dev/null
	cat >"$BATS_FILE_TMPDIR/program.c" <<-'END'
		#include <stdio.h>
		#include <stdlib.h>
		#include <string.h>
		/* Prints its arguments or the files that follow -c, then exits with the
		 * number in its first argument, or crashes. */
		int main(int count, char **arguments)
		{
			char text[100];
			int i, line;

			for (i = 1; i < count; i++)
				printf("(%s)", arguments[i]);
			printf("\n");
			if (count < 2)
				return 0;
			for (i = 2; i < count && !strcmp(arguments[1], "-c"); i++) {
				FILE *file = fopen(arguments[i], "r");
				if (!file)
					return 9;
				while (fgets(text, sizeof text, file))
					fputs(text, stdout);
			}
			for (line = 0; !strcmp(arguments[1], "crash") && line < 500; line++)
				printf("line %d of a long output\n", line);
			fflush(stdout);
			if (!strcmp(arguments[1], "crash"))
				*(volatile int *)0 = 1;
			return atoi(arguments[1]);
		}
	END
	$CC -O1 -static -o "$BATS_FILE_TMPDIR/program" "$BATS_FILE_TMPDIR/program.c"
}

setup() {
	[ "$ARCH" = "$(uname -m)" ] || skip "the programs are for $(uname -m), ARCH is $ARCH"
	export LOG=$BATS_TEST_TMPDIR/log TMPDIR=$BATS_TEST_TMPDIR/tmp
	mkdir "$TMPDIR"
	program=$BATS_FILE_TMPDIR/program
}

@test "status 0: the program exited with 0; arguments arrive as they are; with -v on stderr" {
	# blanks, empty ones, what looks like a parameter
	run -0 --separate-stderr arch/smoke -v default "$program" 0 'a b' '' x=1 'y=1 2' -v panic=5 "it's" voilà
	[[ "$output" =~ ^"smoke: ok, '$program' exited with 0; Run /init after "[0-9]+" ms, ended after "[0-9]+" ms; $ARCH, "vmlinu[xz]-[^\ ]+"; console: $LOG"$ ]]
	grep -q 'Linux version' <<<"$stderr"
	grep -qxF "(0)(a b)()(x=1)(y=1 2)(-v)(panic=5)(it's)(voilà)" <<<"$stderr"
	[ -z "$(ls "$TMPDIR")" ]
}

@test "status 1: a crash is named by its signal; a long output is whole, though it ends at once" {
	run -1 --separate-stderr arch/smoke default "$program" crash
	[ "${#lines[@]}" -eq 502 ]
	[ "${lines[0]}" = '(crash)' ]
	diff <(seq -f 'line %g of a long output' 0 499) <(sed '1d; $d' <<<"$output")
	[[ "${lines[501]}" = "smoke: '$program' was killed, signal 11; "* ]]
}

# guest COMMANDS: a stand-in for QEMU, whose guest has started the program and then does
# what COMMANDS print
guest() {
	stand_in_qemu 'echo "[    0.000000] Linux version 9"
		echo "[    0.200000] Run /init as init process"
		'"$1"
}
exited='not syncing: Attempted to kill init! exitcode=0x00000300'

@test "status 124: the program does not end" {
	guest 'echo "(hang)"; exec sleep 100'
	TIMEOUT=2 run -124 --separate-stderr arch/smoke default "$program" hang
	[ "${lines[0]}" = '(hang)' ]
	[[ "${lines[1]}" = "smoke: timeout (2 s); Run /init after "*" ms, ended never; "* ]]
}

@test "a guest that prints on and on after its panic does not keep smoke" {
	guest "echo '[    0.300000] Kernel panic - $exited'
		while sleep 0.1; do echo '[    0.400000] on and on'; done"
	run -1 timeout 100 arch/smoke default "$program"
	[[ "$output" = *"failed, exit 3; "* ]]
}

@test "what the program prints last needs no newline" {
	guest "printf 'its last words[    0.300000] Kernel panic - $exited\n'; exec sleep 100"
	run -1 arch/smoke default "$program"
	[ "${lines[0]}" = 'its last words' ]
	[[ "${lines[1]}" = *"failed, exit 3; "* ]]
	# without time stamps
	stand_in_qemu "printf 'Linux version 9\nRun /init as init process\nits last wordsKernel panic - $exited\n'
		exec sleep 100"
	run -1 arch/smoke default "$program"
	[ "${lines[0]}" = 'its last words' ]
	[[ "${lines[1]}" = *"failed, exit 3; "* ]]
}

@test "with MARKER and a program, the first of the two decides" {
	guest "printf 'wanted\n[    0.300000] Kernel panic - $exited\n'; exec sleep 100"
	MARKER=wanted run -0 arch/smoke default "$program"
	guest "printf '[    0.300000] Kernel panic - $exited\nwanted\n'; exec sleep 100"
	MARKER=wanted run -1 arch/smoke default "$program"
}

@test "the verdict stands if nobody reads what the program prints" {
	guest "seq 100000; echo '[    0.300000] Kernel panic - $exited'; exec sleep 100"
	run -0 bash -c 'arch/smoke default "$0" | head -n 1; exit $((PIPESTATUS[0] - 1))' "$program"
}

@test "status 125: arguments that the kernel cannot pass on" {
	for argument in 'a"b' $'a\nb' --; do
		run -125 --separate-stderr arch/smoke default "$program" "$argument"
		[ "$output" = "smoke: cannot pass on the argument '$argument': it must not be -- or contain \" or a newline" ]
	done
	# shellcheck disable=SC2046
	run -125 arch/smoke default "$program" $(seq 32)
	[ "$output" = 'smoke: the kernel passes 31 arguments at most' ]
	run -125 arch/smoke default "$program" "$(printf '%05000d' 0)"
	[[ "$output" = 'smoke: qemu: the kernel command line is 5'*' bytes long, the limit for '*': shorten APPEND or the arguments' ]]
}

@test "the README shows what a program prints, and its verdict" {
	cp "$program" "$BATS_TEST_TMPDIR/program"
	smoke=$ROOT/arch/smoke
	O=$(realpath "$O") CACHE=$(realpath "$CACHE")
	shown=$(transcript "smoke bzImage ./program 3 'two words'" arch/README.md | stable)
	[ "$(wc -l <<<"$shown")" -ge 2 ]
	ln -s "$(realpath "$(arch/fetch kernel)")" "$BATS_TEST_TMPDIR/bzImage"
	cd "$BATS_TEST_TMPDIR"
	LOG=smoke.log run -1 "$smoke" bzImage ./program 3 'two words'
	diff <(echo "$shown" | sed '/^$/d') <(stable <<<"$output")
}

@test "a quiet kernel hides nothing of the program's" {
	APPEND=quiet run -1 arch/smoke default "$program" 4
	grep -qx '(4)' <<<"$output"
	grep -q "^smoke: '$program' failed, exit 4; Run /init never" <<<"$output"
}

@test "-f puts files at their path, with their directories; INITRAMFS is unpacked first" {
	mkdir -p "$BATS_TEST_TMPDIR/some dir/deep"
	echo 'one file' >"$BATS_TEST_TMPDIR/some dir/one"
	echo 'another' >"$BATS_TEST_TMPDIR/some dir/deep/two"
	echo kept >"$BATS_TEST_TMPDIR/text"
	smoke=$ROOT/arch/smoke
	O=$(realpath "$O") CACHE=$(realpath "$CACHE")
	cd "$BATS_TEST_TMPDIR"
	printf 'file /kept text 0644 0 0\n' | "$O/pack" -o more.cpio -
	gzip -k more.cpio
	for archive in more.cpio more.cpio.gz; do
		INITRAMFS=$archive run -0 "$smoke" -f 'some dir/one' -f "./some dir/deep/two" default "$program" \
			-c /kept '/some dir/one' '/some dir/deep/two'
		[ "${lines[1]}, ${lines[2]}, ${lines[3]}" = 'kept, one file, another' ]
	done
	run -125 "$smoke" -f ../x default "$program"
	run -125 "$smoke" -f 'no such' default "$program"
	[ "$output" = "smoke: -f: cannot read 'no such'" ]
	run -125 "$smoke" -f one default
	echo >init
	run -125 "$smoke" -f init default "$program"
	[ "$output" = 'smoke: -f init: /init is the program' ]
	INITRAMFS=/tmp run -125 "$smoke" default "$program"
	[ "$output" = "smoke: cannot read the initramfs '/tmp'" ]
}

@test "a dynamic program and a script run with what they need" {
	loader=$(arch/image /bin/sh | cut -d ' ' -f 3)
	[ -n "$loader" ]
	run -125 arch/smoke default /bin/sh -c 'exit 5'
	[ "$output" = "smoke: '/bin/sh' needs $loader: link it statically, or add that (and its libraries) with -f" ]
	libraries=$(ldd /bin/sh | sed -n 's/.* => \([^ ]*\) .*/-f \1/p')
	printf '#! /bin/sh\necho heard\nexit 6\n' >"$BATS_TEST_TMPDIR/script"
	run -125 arch/smoke default "$BATS_TEST_TMPDIR/script"
	run -125 arch/smoke -f /bin/sh default "$BATS_TEST_TMPDIR/script"
	[[ "$output" = "smoke: '/bin/sh' needs $loader: "* ]]
	(cd / && ! LOG=$LOG "$OLDPWD/arch/smoke" -f bin/sh default "$BATS_TEST_TMPDIR/script") >"$BATS_TEST_TMPDIR/said"
	grep -q "'bin/sh' needs $loader: " "$BATS_TEST_TMPDIR/said"
	# shellcheck disable=SC2086
	run -1 arch/smoke -f /bin/sh -f "$loader" $libraries default "$BATS_TEST_TMPDIR/script"
	[ "${lines[0]}" = heard ]
	grep -q "failed, exit 6" <<<"$output"
}

@test "status 125: what is no program for this kernel" {
	run -125 arch/smoke default README.md
	[ "$output" = "smoke: 'README.md' is neither an ELF file nor a script" ]
	run -125 arch/smoke default /no/such/program
	[ "$output" = "smoke: cannot read the program '/no/such/program'" ]
	$CC -c -o "$BATS_TEST_TMPDIR/object" -x c - <<<'int x;'
	run -125 arch/smoke default "$BATS_TEST_TMPDIR/object"
	[ "$output" = "smoke: '$BATS_TEST_TMPDIR/object' is not a program: link it" ]
	head -c 5000 "$program" >"$BATS_TEST_TMPDIR/part"
	run -125 arch/smoke default "$BATS_TEST_TMPDIR/part"
	grep -q 'is cut off' <<<"$output"
	make --no-print-directory tiny ARCH=arm64 >/dev/null
	run -125 arch/smoke default "$O/arm64/init"
	[ "$output" = "smoke: '$O/arm64/init' is a program for arm64, the kernel is for $ARCH" ]
}

# bats test_tags=optional
@test "three of the kernel's own self-tests pass" {
	ours
	# whose source is in the cache
	tar -C "$BATS_TEST_TMPDIR" --strip-components=4 -xJf "$(arch/fetch tarball)" --wildcards \
		'*/tools/testing/selftests/size/get_size.c' \
		'*/tools/testing/selftests/sigaltstack' \
		'*/tools/testing/selftests/timers/nanosleep.c' \
		'*/tools/testing/selftests/kselftest*.h'
	for test in size/get_size sigaltstack/sas timers/nanosleep; do
		[ "$test" = size/get_size ] && flags='-ffreestanding -nostartfiles' || flags=''
		# shellcheck disable=SC2086 # several flags, or none
		$CC -static -O2 -w -D_GNU_SOURCE -I"$BATS_TEST_TMPDIR" \
			$flags -o "$BATS_TEST_TMPDIR/test" "$BATS_TEST_TMPDIR/$test.c"
		run -0 arch/smoke default "$BATS_TEST_TMPDIR/test"
		echo "$output"
		grep -q '^ok 1 ' <<<"$output"
	done
}

@test "what the kernel lost of its log is not taken for the program's output" {
	# as recorded from tiny, whose log has 4 kB
	stand_in_qemu "printf '** 1 printk messages dropped **\n[    0.000000] KERNEL supported cpus:\n'
		printf '[    0.200000] Run /init as init process\n(3)(two words)\n[    0.300000] Kernel panic - $exited\n'
		exec sleep 100"
	run -1 arch/smoke default "$program" 3 'two words'
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[0]}" = '(3)(two words)' ]
}
