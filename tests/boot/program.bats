# program.bats - smoke with a program of one's own as the first process: what it prints,
# and its exit status as the verdict.

load ../common

setup_file() {
	make --no-print-directory tiny >/dev/null
	$CC -O1 -static -o "$BATS_FILE_TMPDIR/program" -x c - <<-'END'
		#include <stdio.h>
		#include <stdlib.h>
		#include <string.h>
		/* Prints its arguments or the files that follow -c, then exits with the
		 * number in its first argument, or crashes. */
		int main(int count, char **arguments)
		{
			const char *first = count > 1 ? arguments[1] : "";
			for (int i = 1; i < count; i++)
				printf("(%s)", arguments[i]);
			printf("\n");
			for (int i = 2; i < count && !strcmp(first, "-c"); i++) {
				FILE *file = fopen(arguments[i], "r");
				for (int c; (c = fgetc(file)) != EOF;)
					putchar(c);
			}
			for (int line = 0; !strcmp(first, "crash") && line < 500; line++)
				printf("line %d of a long output\n", line);
			fflush(stdout);
			if (!strcmp(first, "crash"))
				*(volatile int *)0 = 1;
			return atoi(first);
		}
	END
}

setup() {
	[ "$ARCH" = "$(uname -m)" ] || skip "the programs are for $(uname -m), ARCH is $ARCH"
	export LOG=$BATS_TEST_TMPDIR/log TMPDIR=$BATS_TEST_TMPDIR/tmp
	mkdir "$TMPDIR"
	program=$BATS_FILE_TMPDIR/program
}

# judges STATUS OUTPUT CONSOLE [COMMANDS]: what smoke prints of the guest CONSOLE (see says)
# is like OUTPUT: the program's and the verdict
judges() {
	says "$3" "${4-}"
	run --separate-stderr arch/smoke default "$program"
	like "$status $output" "$1 $2"
}

@test "status 0: the program exited with 0; arguments arrive as they are; with -v on stderr" {
	# blanks, empty ones, what looks like a parameter
	judged 0 "ok, '$program' exited with 0; Run /init after ... ms, ended after ... ms; $ARCH, vmlinu...; console: $LOG" \
		-v default "$program" 0 'a b' '' x=1 'y=1 2' -v panic=5 "it's" voilà
	grep -q 'Linux version' <<<"$stderr"
	grep -qxF "(0)(a b)()(x=1)(y=1 2)(-v)(panic=5)(it's)(voilà)" <<<"$stderr"
	[ -z "$(ls "$TMPDIR")" ]
}

@test "status 1: a crash is named by its signal; a long output is whole, though it ends at once" {
	run -1 --separate-stderr arch/smoke default "$program" crash
	diff <(echo '(crash)' && seq -f 'line %g of a long output' 0 499) <(sed '$d' <<<"$output")
	like "${lines[-1]}" "smoke: '$program' was killed, signal 11; ..."
}

panic='Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000300'

@test "what the guest prints is the program's output or decides the verdict" {
	TIMEOUT=2 judges 124 $'(hang)\nsmoke: timeout (2 s); Run /init after ... ms, ended never; ...' "$timed(hang)\n"
	failed=$'\n'"smoke: '$program' failed, exit 3; Run /init ..."
	# its last line needs no newline, with and without time stamps
	judges 1 "its last words$failed" "${timed}its last words[    0.300000] $panic\n"
	judges 1 "its last words$failed" "Linux version 9\nRun /init as init process\nits last words$panic\n"
	# a quiet kernel hides nothing
	judges 1 "(4)${failed/Run*/Run \/init never...}" "(4)\n[    0.300000] $panic\n"
	# the kernel's log, of which tiny keeps 4 kB, has lost what came first
	judges 1 "(3)(two words)$failed" "** 1 printk messages dropped **\n[    0.000000] KERNEL supported cpus:\n$(
	)[    0.200000] Run /init as init process\n(3)(two words)\n[    0.300000] $panic\n"
	# the first of MARKER and the end decides
	MARKER=wanted judges 0 $'wanted\nsmoke: ok, ...' "${timed}wanted\n[    0.300000] $panic\n"
	MARKER=wanted judges 1 "...$failed" "${timed}[    0.300000] $panic\nwanted\n"
	# after its panic the guest prints on and on
	judges 1 "...${failed#?}" "${timed}[    0.300000] $panic\n" \
		'while sleep 0.1; do echo "[    0.400000] on and on"; done'
}

@test "the verdict stands if nobody reads what the program prints" {
	says "$timed" "seq 100000; echo '[    0.300000] $panic'; exec sleep 100"
	run -0 bash -c 'arch/smoke default "$0" | head -n 1; exit $((PIPESTATUS[0] - 1))' "$program"
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

@test "-f puts files at their path, with their directories; INITRAMFS is unpacked first" {
	mkdir -p "$BATS_TEST_TMPDIR/some dir/deep"
	echo 'one file' >"$BATS_TEST_TMPDIR/some dir/one"
	echo 'another' >"$BATS_TEST_TMPDIR/some dir/deep/two"
	echo kept >"$BATS_TEST_TMPDIR/text"
	smoke=$ROOT/arch/smoke
	O=$(realpath "$O") CACHE=$(realpath "$CACHE")
	cd "$BATS_TEST_TMPDIR"
	printf 'file /kept text 0644 0 0\n' | "$O/pack" -o more.cpio -
	printf 'file /packed text 0644 0 0\n' | "$O/pack" - | gzip >>more.cpio
	INITRAMFS=more.cpio run -0 "$smoke" -f 'some dir/one' -f "./some dir/deep/two" default "$program" \
		-c /kept /packed '/some dir/one' '/some dir/deep/two'
	[ "$(sed '1d; $d' <<<"$output")" = $'kept\nkept\none file\nanother' ]
}

@test "a dynamic program and a script run with what they need" {
	loader=$(arch/image /bin/sh | cut -d ' ' -f 3)
	[ -n "$loader" ]
	needs="needs $loader: link it statically, or add that (and its libraries) with -f"
	judged 125 "'/bin/sh' $needs" default /bin/sh -c 'exit 5'
	libraries=$(ldd /bin/sh | sed -n 's/.* => \([^ ]*\) .*/-f \1/p')
	printf '#! /bin/sh\necho heard\nexit 6\n' >"$BATS_TEST_TMPDIR/script"
	judged 125 "'$BATS_TEST_TMPDIR/script' needs /bin/sh: ..." default "$BATS_TEST_TMPDIR/script"
	judged 125 "'/bin/sh' $needs" -f /bin/sh default "$BATS_TEST_TMPDIR/script"
	run -125 sh -c "cd / && exec '$PWD/arch/smoke' -f bin/sh default '$BATS_TEST_TMPDIR/script'"
	[ "$output" = "smoke: 'bin/sh' $needs" ]
	# shellcheck disable=SC2086
	run -1 arch/smoke -f /bin/sh -f "$loader" $libraries default "$BATS_TEST_TMPDIR/script"
	like "$output" $'heard\nsmoke: ... failed, exit 6; ...'
}

@test "status 125: what is no program for this kernel, or cannot be passed on" {
	judged 125 "'README.md' is neither an ELF file nor a script" default README.md
	judged 125 "cannot read the program '/no/such/program'" default /no/such/program
	object=$BATS_TEST_TMPDIR/object part=$BATS_TEST_TMPDIR/part
	$CC -c -o "$object" -x c - <<<'int x;'
	judged 125 "'$object' is not a program: link it" default "$object"
	head -c 5000 "$program" >"$part"
	judged 125 "image: '$part' is cut off: ..." default "$part"
	make --no-print-directory tiny ARCH=arm64 >/dev/null
	judged 125 "'$O/arm64/init' is a program for arm64, the kernel is for $ARCH" default "$O/arm64/init"
	for argument in 'a"b' $'a\nb' --; do
		judged 125 "cannot pass on the argument '${argument/$'\n'/'\n'}': it must not be -- or contain \" or a newline" \
			default "$program" "$argument"
	done
	# shellcheck disable=SC2046
	judged 125 'the kernel passes 31 arguments at most' default "$program" $(seq 32)
	judged 125 'qemu: the kernel command line is 5... bytes long, the limit for ...: shorten APPEND or the arguments' \
		default "$program" "$(printf '%05000d' 0)"
	judged 125 '-f arch/../README.md: the path must not contain .., ", \ or a newline' -f arch/../README.md default "$program"
	judged 125 "-f: cannot read 'no such'" -f 'no such' default "$program"
	judged 125 '-f FILE needs a PROGRAM, too' -f README.md default
	echo >"$BATS_TEST_TMPDIR/init"
	(cd "$BATS_TEST_TMPDIR" && ! "$ROOT/arch/smoke" -f init "$ROOT/README.md" "$program") | grep -x 'smoke: -f init: /init is the program'
	INITRAMFS=/tmp judged 125 "cannot read the initramfs '/tmp'" default "$program"
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
