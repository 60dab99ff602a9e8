# smoke.bats - what smoke promises, above all its exit status: each one in a real boot,
# and consoles that might mislead it by a stand-in for QEMU.

load ../common
load image

setup_file() {
	make --no-print-directory tiny >/dev/null
	printf '# no init here\ndir /dev 0755 0 0\n' |
		"$O/pack" -o "$BATS_FILE_TMPDIR/no-init.cpio" -
}

setup() {
	export LOG=$BATS_TEST_TMPDIR/log TMPDIR=$BATS_TEST_TMPDIR/tmp
	mkdir "$TMPDIR"
}

teardown() {
	[ -z "${smoke-}" ] || kill -KILL "$smoke" 2>/dev/null || :
}

# says TEXT [COMMAND]: a stand-in for QEMU, whose guest prints TEXT (a format of printf)
# and then nothing more, or runs COMMAND
says() {
	# shellcheck disable=SC2059
	printf "$1" >"$BATS_TEST_TMPDIR/said"
	stand_in_qemu "cat '$BATS_TEST_TMPDIR/said'; ${2:-exec sleep 100}"
}

# judged STATUS TEXT: smoke exits with STATUS, and its verdict starts with TEXT
judged() {
	run "-$1" --separate-stderr arch/smoke /etc/passwd
	echo "$output"
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" = "smoke: $2"* ]]
}

# in_background: starts smoke, and sets $smoke to its PID and $qemu to QEMU's
in_background() {
	rm -f "$BATS_TEST_TMPDIR/pid"
	QEMU_EXTRA="-pidfile $BATS_TEST_TMPDIR/pid" MARKER=never arch/smoke \
		>"$BATS_TEST_TMPDIR/verdict" 2>&1 3>&- &
	smoke=$!
	eventually test -s "$BATS_TEST_TMPDIR/pid"
	eventually test -s "$LOG" # it has its signal handlers by now
	qemu=$(cat "$BATS_TEST_TMPDIR/pid")
	alive "$qemu"
}

timed='[    0.000000] Linux version 9\n[    0.200000] Run /init as init process\n'

# --- the statuses ----------------------------------------------------------------

@test "status 0: the marker was seen; the verdict has both times" {
	# what the kernel prints of its parameters is no panic, and nothing is left
	APPEND='x="Kernel panic - not syncing"' QEMU_EXTRA="-pidfile $BATS_TEST_TMPDIR/pid" run -0 arch/smoke
	[ "${#lines[@]}" -eq 1 ]
	grep -qE "^smoke: ok, 'tick 1' was seen; Run /init after [0-9]+ ms, first tick after [0-9]+ ms; $ARCH, vmlinu[xz]-[^ ;]*; console: $LOG\$" <<<"$output"
	read -r run tick < <(sed -E 's/[^0-9]*1[^0-9]*([0-9]+) ms[^0-9]*([0-9]+) ms.*/\1 \2/' <<<"$output")
	[ "$run" -gt 0 ]
	[ "$tick" -ge "$run" ]
	[ ! -e "$BATS_TEST_TMPDIR/pid" ] # QEMU removes it when it ends
	[ -z "$(ls "$TMPDIR")" ]
}

@test "status 1: a panic, with and without time stamps, whatever the parameters" {
	INITRAMFS=$BATS_FILE_TMPDIR/no-init.cpio run -1 arch/smoke
	[[ "$output" = "smoke: panic, 'not syncing: VFS: Unable to mount root fs"* ]]
	APPEND='printk.time=0 x="Kernel panic - not syncing: no" "tick 1"' INITRAMFS='' run -1 arch/smoke
	[[ "$output" = "smoke: panic, 'not syncing: VFS: Unable to mount root fs"* ]]
}

@test "status 2: the guest ended, with a silent kernel" {
	# the later -append wins: no console, and an immediate reboot on panic
	QEMU_EXTRA='-append panic=-1' INITRAMFS=$BATS_FILE_TMPDIR/no-init.cpio \
		run -2 arch/smoke
	grep -qE '^smoke: the guest ended after [0-9]+ ms' <<<"$output"
	# its setup code may print, if the firmware has a serial console
	run -1 grep -vE '^(Probing EDD .*)?$' "$LOG"
}

@test "status 124: timeout" {
	MARKER='never said' TIMEOUT=1 run -124 arch/smoke
	grep -q '^smoke: timeout (1 s)' <<<"$output"
}

@test "status 125: QEMU is not installed" {
	PATH=$(without "$(fact qemu)") run -125 arch/smoke
	[ "$output" = "smoke: qemu: $(fact qemu) is not installed: install $(fact qemu_deb | cut -d ' ' -f 1) ('make deps ARCH=$ARCH' does)" ]
}

@test "status 125: a kernel that does not exist or cannot be read" {
	for kernel in /no/such/kernel /dev ''; do
		run -125 arch/smoke "$kernel"
		[ "$output" = "smoke: qemu: cannot read the kernel '$kernel': KERNEL is the path of an image, or default, tiny or least" ]
	done
}

@test "status 125: a file that is not a kernel, with QEMU's whole message" {
	says '' 'printf "qemu: warning: x\nqemu: this is\nno kernel\n" >&2; exit 1'
	judged 125 "'/etc/passwd' is not a kernel image that we know: qemu: this is no kernel"
	says ''
	TIMEOUT=1 judged 125 "'/etc/passwd' is not a kernel image that we know: it prints nothing"
}

@test "status 125: no initramfs; it names make tiny for ours" {
	for archive in /no/such/archive /tmp; do
		INITRAMFS=$archive run -125 arch/smoke
		[ "$output" = "smoke: qemu: cannot read the initramfs '$archive': INITRAMFS is the path of an archive; unset, ours is booted" ]
	done
	O=$BATS_TEST_TMPDIR run -125 arch/smoke
	[ "$output" = "smoke: qemu: cannot read the initramfs '$BATS_TEST_TMPDIR/$ARCH/initramfs.cpio': run 'make tiny ARCH=$ARCH'" ]
}

@test "status 125: an unknown architecture" {
	ARCH=vax run -125 arch/smoke /etc/passwd
	[[ $output = "smoke: unknown architecture 'vax'"* ]]
}

@test "status 125: a TIMEOUT that is not a number, or 0" {
	for limit in soon 0 00 -1 1.5; do
		TIMEOUT=$limit run -125 arch/smoke
		[ "$output" = "smoke: TIMEOUT=$limit: must be a whole number of seconds, at least 1" ]
	done
}

@test "status 125: an APPEND of two lines" {
	APPEND=$'one\ntick 1' run -125 arch/smoke
	grep -q 'APPEND contains a newline' <<<"$output"
}

@test "status 125: QEMU cannot start as asked" {
	MEM=100000000G run -125 arch/smoke
	[ "${#lines[@]}" -eq 1 ]
	QEMU_EXTRA=-no-such-option run -125 arch/smoke
	[[ $output = 'smoke: '*'-no-such-option: invalid option' ]]
	QEMU_EXTRA=-version run -125 arch/smoke # ends by itself, status 0
	[ "${#lines[@]}" -eq 1 ]
}

@test "status 125: QEMU is killed; it names the signal" {
	in_background
	kill -KILL "$qemu"
	wait "$smoke" && status=0 || status=$?
	[ "$status" -eq 125 ]
	[ "$(cat "$BATS_TEST_TMPDIR/verdict")" = 'smoke: QEMU was killed by signal 9: is the host out of memory?' ]
	in_background
	kill -TERM "$qemu"
	wait "$smoke" && status=0 || status=$?
	[ "$status" -eq 125 ]
	grep -q '^smoke: .*terminating on signal 15' "$BATS_TEST_TMPDIR/verdict"
}

@test "smoke --help lists every exit status" {
	run -0 arch/smoke --help
	for status in 0 1 2 3 124 125; do
		grep -qE "(^|  )$status  " <<<"$output"
	done
}

# --- the console -----------------------------------------------------------------

@test "MARKER is what smoke waits for" {
	MARKER='PID: 1' FAIL='tick|Run .init' run -3 arch/smoke
	[[ "$output" = "smoke: FAIL matches 'Run /init as init process'; Run /init after "* ]]
	run ! grep -q 'tick 1' "$LOG"
	says "${timed}tick 1\ntick 2\ntick 3\n"
	MARKER='tick 2' judged 0 "ok, 'tick 2' was seen"
}

@test "kernel parameters are not taken for marker or panic" {
	export TIMEOUT=1
	command='Command line: console=ttyS0 x=magic "tick 1" x="Kernel panic - not syncing"'
	for stamp in '[    0.000000] ' ''; do
		says "${stamp}Linux version 9\n$stamp$command\n${stamp}Run /init as init process\n"
		judged 124 'timeout'
		MARKER=magic APPEND=x=magic judged 124 'timeout'
	done
}

@test "the default marker is a whole line of user space" {
	export TIMEOUT=2
	says "$timed"'tick 10\nxtick 1\n[    0.300000] tick 1\n'
	judged 124 "timeout (2 s) without 'tick 1'; Run /init after"
	says "[    0.000000] Linux version 9\ntick 1\n"
	judged 124 "timeout (2 s) without 'tick 1'; it came before 'Run /init'"
	says "${timed}tick 1\n"
	judged 0 "ok, 'tick 1' was seen"
}

@test "a quiet kernel need not print Run /init" {
	APPEND=quiet run -0 arch/smoke
	says 'tick 1\n'
	judged 0 "ok, 'tick 1' was seen; Run /init never"
	export TIMEOUT=1
	says 'command line: marker\n' # a firmware's
	MARKER=marker APPEND=marker judged 124 'timeout'
}

@test "a panic is a kernel log record, with or without time stamp and caller" {
	for prefix in '[    1.000000] ' '[    1.000000][    T1] ' '[    1.000000][   C12] ' \
		'' '[    T1] '; do
		says "${prefix}Linux version 9\n${prefix}Kernel panic - not syncing: x\n"
		judged 1 "panic, 'not syncing: x'"
	done
	says "${timed}PID[    1.000000] Kernel panic - not syncing: amid a line\n"
	judged 1 "panic, 'not syncing: amid a line'"
	says 'Kernel panic - not syncing: x\n' # the rest was quiet
	judged 1 "panic, 'not syncing: x'"
	# earlyprintk=... printk.time=0
	says '[    0.000000] Linux version 9\nRun /init as init process\nKernel panic - not syncing: x\n'
	judged 1 "panic, 'not syncing: x'"
}

@test "a program may print the text of a panic" {
	says "${timed}Kernel panic - not syncing: no\nit said: Kernel panic - not syncing\ntick 1\n"
	judged 0 'ok'
	says 'Linux version 9\nRun /init as init process\nI saw Kernel panic - not syncing\ntick 1\n'
	judged 0 'ok'
	says 'Linux version 9\nRun /init as init process\n[    9.000000] Kernel panic - not syncing: a log\ntick 1\n'
	judged 0 'ok'
}

@test "a record in the middle of a line of user space does not hide it" {
	says "${timed}ti[    0.300000] random: crng init done\nck 1\n"
	judged 0 'ok'
	says "${timed}tick[    0.300000][    T7] random: crng init done\n 1\n"
	judged 0 'ok'
	says "firmware: starting Linux ${timed}tick 1\n"
	judged 0 'ok'
}

@test "the times are those of the first Run and of the whole line tick 0" {
	says '[    0.000000] Linux version 9\n[    0.200000] Run /other as init process\ntick 0\ntick 1\n'
	judged 0 "ok, 'tick 1' was seen; Run /other after "
	says "${timed}tick 00\ntick 1\n"
	judged 0 "ok, 'tick 1' was seen; Run /init after "
	grep -q 'first tick never' <<<"$output"
}

@test "a marker without a newline is seen at once" {
	says "${timed}some host login: "
	MARKER='login: ' judged 0 "ok, 'login: ' was seen"
	[ "$(tail -n 1 "$LOG"; echo end)" = $'some host login: \nend' ] # a whole line
	# but not in what may be a record
	says "${timed}[    0.300000] login: " 'sleep 1; echo; exec sleep 100'
	TIMEOUT=2 MARKER='login: ' judged 124 'timeout'
}

@test "an endless line does not hide the marker, exhaust memory or lose the log" {
	says "$timed" 'head -c 300000000 /dev/zero | tr "\0" x; printf "\ntick 1\n"; exec sleep 100'
	# 100 MB of address space are enough
	run -0 sh -c 'ulimit -v 100000; exec arch/smoke /etc/passwd'
	grep -q '^smoke: ok' <<<"$output"
	[ "$(stat -c %s "$LOG")" -gt 300000000 ]
	[ "$(tail -n 1 "$LOG")" = 'tick 1' ]
}

@test "a marker at the end of an endless line is seen, but is not a whole line" {
	says "$timed" 'head -c 100000 /dev/zero | tr "\0" x; echo tick 1; exec sleep 100'
	MARKER='xtick 1' judged 0 ok
	TIMEOUT=2 judged 124 'timeout'
}

@test "-v shows the whole console, wherever stderr goes" {
	says "${timed}tick 1\n"
	arch/smoke -v /etc/passwd 2>"$BATS_TEST_TMPDIR/shown"
	cat "$BATS_TEST_TMPDIR/shown"
	grep -q '^accelerator: ' "$BATS_TEST_TMPDIR/shown"
	tail -n 3 "$BATS_TEST_TMPDIR/shown" | cmp - "$BATS_TEST_TMPDIR/said"
}

# --- more than "it came up" ---------------------------------------------------------

@test "status 3: a record matches FAIL; the verdict quotes the first" {
	says "$timed"'[    0.300000] WARNING: CPU: 0 at one\n[    0.400000] BUG: two\ntick 1\n'
	FAIL='BUG:|WARNING:' judged 3 "FAIL matches 'WARNING: CPU: 0 at one'"
	judged 0 ok
	# another verdict stays, and quotes it, too
	says "$timed"'[    0.300000] BUG: one\n[    0.400000] Kernel panic - not syncing: x\n'
	FAIL=BUG: judged 1 "panic, 'not syncing: x'; FAIL matches 'BUG: one'"
	says "$timed"'[    0.300000] BUG: one\n' 'exec sleep 100'
	TIMEOUT=2 FAIL=BUG: judged 124 "timeout (2 s) without 'tick 1'; FAIL matches 'BUG: one'"
}

@test "FAIL is for the kernel's lines, not for those of user space" {
	says "$timed"'BUG: of a program\ntick 1\n'
	FAIL='BUG:|tick' judged 0 ok
}

@test "status 125: a FAIL that is no regular expression" {
	FAIL='a(' run -125 arch/smoke
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" = 'smoke: FAIL is not a regular expression: '* ]]
}

@test "the verdict tells an oops that killed nothing" {
	for oops in 'Oops: 0000 [#1] PREEMPT SMP' 'Internal error: Oops: 96000004 [#1] SMP' \
		'Oops [#1]' 'illegal operation: 0001 ilc:1 [#1] SMP'; do
		says "${timed}[    0.300000] $oops\ntick 1\n"
		judged 0 "ok, 'tick 1' was seen; but the kernel said '$oops'; Run /init after"
	done
	says "${timed}Oops: of a program [#1]\ntick 1\n"
	judged 0 "ok, 'tick 1' was seen; Run /init"
}

# --- the log ---------------------------------------------------------------------

@test "status 125: a log that cannot be written" {
	for LOG in /proc/none/log "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR/log/in/it"; do
		echo >"$BATS_TEST_TMPDIR/log"
		run -125 arch/smoke
		[ "${#lines[@]}" -eq 1 ]
		[[ $output = "smoke: cannot write the console log $LOG "*': set LOG= to another' ]]
	done
}

@test "a log on a full disk is reported once, and the verdict stands" {
	says "$timed" 'seq 20000; echo tick 1; exec sleep 100'
	LOG=/dev/full run -0 --separate-stderr arch/smoke /etc/passwd
	[ "$stderr" = 'smoke: the console log /dev/full is incomplete: No space left on device' ]
}

@test "two smokes at once have a log each, and name it" {
	unset LOG
	cp "$B/initramfs.cpio" "$BATS_TEST_TMPDIR"
	export O=$BATS_TEST_TMPDIR INITRAMFS=$BATS_TEST_TMPDIR/initramfs.cpio
	says 'first\n'
	MARKER=never arch/smoke /etc/passwd 3>&- &
	smoke=$!
	eventually grep -qsx first "$O/$ARCH/smoke.log"
	says "${timed}second\ntick 1\n"
	judged 0 ok
	[[ $output = *"console: $O/$ARCH/smoke.2.log" ]]
	grep -qx second "$O/$ARCH/smoke.2.log"
	[ "$(cat "$O/$ARCH/smoke.log")" = first ]
	LOG=$O/$ARCH/smoke.log judged 125 "another smoke is writing $O/$ARCH/smoke.log"
	[ "$(cat "$O/$ARCH/smoke.log")" = first ]
}

# --- processes ---------------------------------------------------------------------

@test "a download does not count towards TIMEOUT" {
	export INITRAMFS=$B/initramfs.cpio ARCH=riscv32 # which needs a firmware, too
	SECONDS_EACH=4 stand_in_package
	says "${timed}tick 1\n"
	TIMEOUT=3 judged 0 ok
	[ "$(wc -l <"$BATS_TEST_TMPDIR/downloads")" -eq 1 ]
}

@test "smoke works through a symbolic link, and with CDPATH set" {
	ln -s "$ROOT/arch/smoke" "$BATS_TEST_TMPDIR/smoke"
	says "${timed}tick 1\n"
	O=$(realpath "$O")
	cd "$BATS_TEST_TMPDIR"
	mkdir -p elsewhere/tests
	run -0 ./smoke /etc/passwd
	cd "$ROOT"
	CDPATH=$BATS_TEST_TMPDIR/elsewhere run -0 arch/smoke /etc/passwd
}

@test "smoke leaves no process and no file when nobody reads, and on SIGTERM" {
	QEMU_EXTRA="-pidfile $BATS_TEST_TMPDIR/pid" arch/smoke | true
	eventually test ! -e "$BATS_TEST_TMPDIR/pid"
	in_background
	kill -TERM "$smoke"
	wait "$smoke" && status=0 || status=$?
	[ "$status" -eq 143 ]
	gone "$qemu"
	[ -z "$(ls "$TMPDIR")" ]
}

@test "QEMU ends with smoke, even on SIGKILL" {
	in_background
	kill -KILL "$smoke"
	eventually gone "$qemu"
}

# QEMU's -S never starts the guest, which would keep a CPU busy
@test "smoke dies of Ctrl-C by the signal, which stops a loop around it" {
	export QEMU_EXTRA=-S
	run -130 timeout --preserve-status -s INT 2 arch/smoke
	run timeout --preserve-status 60 sh -c 'while :; do timeout --preserve-status -s INT 1 arch/smoke; kill -INT $$; done'
	[ "$status" -eq 130 ]
}

@test "a signal in the first moments leaves nothing, 30 times" {
	name=smoke-$$-$RANDOM
	for i in $(seq 10 39); do
		QEMU_EXTRA="-S -name $name" arch/smoke >/dev/null 2>&1 3>&- &
		smoke=$!
		sleep "0.$i"
		kill -TERM "$smoke"
		wait "$smoke" || :
	done
	still() { grep -las -- "-name.$name" /proc/[0-9]*/cmdline; }
	eventually run ! still
	run ! still
	[ -z "$(ls "$TMPDIR")" ]
	[ -z "$(find "$CACHE/" -name 'fetch.*')" ]
}

# bisect KIND...: git bisect run on a repository with a commit of each kind, the last of
# which is bad; prints the subject of the commit found. What "builds" is an image of that
# kind, and QEMU a stand-in that tells by it what the console says.
bisect() {
	image bzImage >"$BATS_TEST_TMPDIR/image"
	# shellcheck disable=SC2016 # the stand-in's own
	stand_in_qemu 'while [ "$1" != -kernel ]; do shift; done
		printf "'"$timed"'"
		case $(tail -n 1 "$2") in
		good) echo tick 1 ;;
		panic) echo "[    0.300000] Kernel panic - not syncing: x" ;;
		esac
		exec sleep 100'
	cat >"$BATS_TEST_TMPDIR/build" <<-END
		case \$(cat kind) in
		cut) echo cut >bzImage ;;
		broken) exit 2 ;;
		*) { cat '$BATS_TEST_TMPDIR/image'; echo; cat kind; } >bzImage ;;
		esac
	END
	mkdir "$BATS_TEST_TMPDIR/repository"
	cd "$BATS_TEST_TMPDIR/repository" || return
	git init -q .
	git config user.email tester@localhost
	git config user.name tester
	local kind number=0
	for kind; do
		number=$((number + 1))
		echo "$kind" >kind
		git add kind
		git commit -qm "commit $number: $kind" --allow-empty
	done
	git bisect start HEAD "HEAD~$((number - 1))" >&2
	git bisect run sh -c "sh ../build || exit 125
		exec '$ROOT/arch/smoke' bzImage" >&2
	git log -1 --format=%s refs/bisect/bad
}

@test "git bisect run finds the first of 25 commits that panics or hangs, past what is not tested" {
	export TIMEOUT=2 INITRAMFS=
	unset LOG
	run -0 --separate-stderr bisect good good broken good cut good good good good broken good good \
		good good good panic panic broken panic panic cut panic panic panic panic
	[ "$output" = 'commit 16: panic' ]
	grep -q 'smoke: panic' <<<"$stderr"
	rm -rf "$BATS_TEST_TMPDIR/repository"
	run -0 --separate-stderr bisect good good good good good good good good good good good good broken \
		good good good good good cut good good good good hang hang
	[ "$output" = 'commit 24: hang' ]
	grep -q 'smoke: timeout' <<<"$stderr"
}

@test "KERNEL is booted if no argument names a kernel; NAME=VALUE is refused as one" {
	says "${timed}tick 1\n"
	run -0 env KERNEL=/etc/passwd arch/smoke
	[[ $output = *"; $ARCH, /etc/passwd; console: $LOG" ]]
	run -0 env KERNEL=/no/such/kernel arch/smoke /etc/passwd
	for word in KERNEL=bzImage TIMEOUT=5; do
		for arguments in "$word" "/etc/passwd $word"; do
			# shellcheck disable=SC2086 # two words
			run -125 arch/smoke $arguments
			[ "$output" = "smoke: '$word' is no file: set a variable before the command ($word smoke), or give a kernel's path" ]
		done
	done
}
