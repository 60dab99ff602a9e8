# smoke.bats - what smoke promises, above all its exit status: each one in a real boot,
# and consoles that might mislead it by a stand-in for QEMU.

load ../common
load image

setup_file() {
	make --no-print-directory tiny >/dev/null
}

setup() {
	export LOG=$BATS_TEST_TMPDIR/log TMPDIR=$BATS_TEST_TMPDIR/tmp
	mkdir "$TMPDIR"
}

teardown() {
	[ -z "${smoke-}" ] || kill -KILL "$smoke" 2>/dev/null || :
}

# in_background: starts smoke, and sets $smoke to its PID and $qemu to QEMU's, which heeds
# signals by now, but does not start the guest
in_background() {
	rm -f "$BATS_TEST_TMPDIR/pid"
	QEMU_EXTRA="-S -pidfile $BATS_TEST_TMPDIR/pid" arch/smoke >"$BATS_TEST_TMPDIR/verdict" 2>&1 3>&- &
	smoke=$!
	eventually test -s "$BATS_TEST_TMPDIR/pid"
	qemu=$(cat "$BATS_TEST_TMPDIR/pid")
	heeds_sigterm() { (($(sed -n 's/^SigCgt:\t/0x/p' "/proc/$qemu/status") & 1 << 14)); }
	eventually heeds_sigterm
}

# ended STATUS SIGNAL PID: once PID has got SIGNAL, smoke in the background exits with STATUS
ended() {
	kill "-$2" "$3"
	wait "$smoke" && status=0 || status=$?
	[ "$status" -eq "$1" ]
}

# --- the statuses ----------------------------------------------------------------

@test "status 0: the marker was seen; the verdict has both times" {
	# what the kernel prints of its parameters is no panic, and nothing is left
	APPEND='x="Kernel panic - not syncing"' QEMU_EXTRA="-pidfile $BATS_TEST_TMPDIR/pid" judged 0 'ok, ...'
	[[ $output =~ ^"smoke: ok, 'tick 1' was seen; Run /init after "([0-9]+)" ms, first tick after "([0-9]+)" ms; $ARCH, vmlinu"[xz]-[^\ \;]*"; console: $LOG"$ ]]
	[ "${BASH_REMATCH[1]}" -gt 0 ]
	[ "${BASH_REMATCH[2]}" -ge "${BASH_REMATCH[1]}" ]
	[ ! -e "$BATS_TEST_TMPDIR/pid" ] # QEMU removes it when it ends
	[ -z "$(ls "$TMPDIR")" ]
}

@test "status 1: a panic, without time stamps, whatever the parameters" {
	APPEND='printk.time=0 x="Kernel panic - not syncing: no" "tick 1"' INITRAMFS='' \
		judged 1 "panic, 'not syncing: VFS: Unable to mount root fs..."
}

@test "status 2: the guest ended, with a silent kernel" {
	# the later -append wins: no console, and an immediate reboot on panic
	QEMU_EXTRA='-append panic=-1' INITRAMFS='' judged 2 "the guest ended after ... ms without 'tick 1'; ..."
	# its setup code may print, if the firmware has a serial console
	run -1 grep -vE '^(Probing EDD .*)?$' "$LOG"
}

@test "status 3: FAIL matches a kernel message" {
	MARKER='PID: 1' FAIL='tick|Run .init' judged 3 "FAIL matches 'Run /init as init process'; Run /init after ..."
	run ! grep -q 'tick 1' "$LOG"
}

@test "status 124: timeout" {
	MARKER='never said' TIMEOUT=1 judged 124 "timeout (1 s) without 'never said'; Run /init ..."
}

# status 125: what was not tested, and why, in one line

@test "status 125: the kernel, the initramfs or QEMU is missing" {
	for kernel in /no/such/kernel /dev ''; do
		judged 125 "qemu: cannot read the kernel '$kernel': KERNEL is the path of an image, or default, tiny or least" "$kernel"
	done
	for archive in /no/such/archive /tmp; do
		INITRAMFS=$archive judged 125 "qemu: cannot read the initramfs '$archive': INITRAMFS is the path of an archive; unset, ours is booted"
	done
	O=$BATS_TEST_TMPDIR judged 125 "kernel: our kernel for $ARCH is not built: run 'make kernel ARCH=$ARCH'" tiny
	stand_in qemu-system-riscv32 'echo version 99'
	O=$BATS_TEST_TMPDIR ARCH=riscv32 judged 125 \
		"kernel: Debian has no kernel for riscv32: run 'make kernel ARCH=riscv32', or name your own: KERNEL=/path..."
	O=$BATS_TEST_TMPDIR judged 125 "qemu: cannot read the initramfs '$BATS_TEST_TMPDIR/$ARCH/initramfs.cpio': run 'make tiny ARCH=$ARCH'"
	PATH=$(without "$(fact qemu)") judged 125 "qemu: $(fact qemu) is not installed: install $(fact qemu_deb | cut -d ' ' -f 1) ('make deps ARCH=$ARCH' does)"
}

@test "status 125: a variable is wrong" {
	ARCH=vax judged 125 "unknown architecture 'vax': set ARCH to one of ..." /etc/passwd
	for limit in soon 0 00 -1 1.5; do
		TIMEOUT=$limit judged 125 "TIMEOUT=$limit: must be a whole number of seconds, at least 1"
	done
	APPEND=$'one\ntick 1' judged 125 'qemu: APPEND contains a newline: a kernel command line is one line'
	FAIL='a(' judged 125 'FAIL is not a regular expression: ...'
	MEM=100000000G judged 125 'qemu...'
	QEMU_EXTRA=-no-such-option judged 125 '...-no-such-option: invalid option'
	QEMU_EXTRA=-version judged 125 '...' # ends by itself, status 0
	for LOG in /proc/none/log "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR/log/in/it"; do
		echo >"$BATS_TEST_TMPDIR/log"
		judged 125 "cannot write the console log $LOG (...): set LOG= to another"
	done
}

@test "status 125: a file that is not a kernel, with QEMU's whole message" {
	says '' 'printf "qemu: warning: x\nqemu: this is\nno kernel\n" >&2; exit 1'
	judged 125 "'/etc/passwd' is not a kernel image that we know: qemu: this is no kernel" /etc/passwd
	says ''
	TIMEOUT=1 judged 125 "'/etc/passwd' is not a kernel image that we know: it prints nothing" /etc/passwd
}

@test "status 125: QEMU is killed; it names the signal" {
	in_background
	ended 125 KILL "$qemu"
	[ "$(cat "$BATS_TEST_TMPDIR/verdict")" = 'smoke: QEMU was killed by signal 9: is the host out of memory?' ]
	in_background
	ended 125 TERM "$qemu"
	grep -q '^smoke: .*terminating on signal 15' "$BATS_TEST_TMPDIR/verdict"
}

@test "smoke --help lists every exit status" {
	run -0 arch/smoke --help
	for status in 0 1 2 3 124 125; do
		grep -qE "(^|  )$status  " <<<"$output"
	done
}

# --- the console -----------------------------------------------------------------

@test "each console in the table gets its verdict" {
	# as QEMU's monitor has it if the guest ends: fd=N is of one digit
	# shellcheck disable=SC2016 # the stand-in's own
	end='fd=${*##*fd=}; echo "{\"event\": \"SHUTDOWN\", \"data\": {\"guest\": true}}" >&"${fd%% *}"'
	while read -r row; do
		echo "$row" # on a failure the last is the one
		IFS=$'\t' read -r expected verdict console environment <<<"${row// | /$'\t'}"
		console=${console//<boot>/<linux><run>} commands=''
		console=${console//<linux>/'[    0.000000] Linux version 9\n'}
		console=${console//<run>/'[    0.200000] Run /init as init process\n'}
		[ "$expected" -ne 2 ] || commands=$end
		says "$console" "$commands"
		eval "$environment judged \$expected \"\$verdict\" /etc/passwd"
	done < <(grep '^[0-9]' tests/boot/consoles)
	[ -n "$expected" ]
}

@test "a marker without a newline is seen at once" {
	says "${timed}some host login: "
	MARKER='login: ' judged 0 "ok, 'login: ' was seen; ..." /etc/passwd
	[ "$(tail -n 1 "$LOG"; echo end)" = $'some host login: \nend' ] # a whole line
	# but not in what may be a record
	says "${timed}[    0.300000] login: " 'sleep 1; echo; exec sleep 100'
	TIMEOUT=2 MARKER='login: ' judged 124 'timeout...' /etc/passwd
}

@test "an endless line does not hide the marker, exhaust memory or lose the log" {
	says "$timed" 'head -c 150000000 /dev/zero | tr "\0" x; printf "\ntick 1\n"; exec sleep 100'
	# 100 MB of address space are enough
	run -0 sh -c 'ulimit -v 100000; exec arch/smoke /etc/passwd'
	[[ $output = 'smoke: ok, '* ]]
	[ "$(stat -c %s "$LOG")" -gt 150000000 ]
	[ "$(tail -n 1 "$LOG")" = 'tick 1' ]
	# its end may be the marker, but is not a whole line
	says "$timed" 'head -c 100000 /dev/zero | tr "\0" x; echo tick 1; exec sleep 100'
	MARKER='xtick 1' judged 0 'ok, ...' /etc/passwd
	TIMEOUT=2 judged 124 'timeout...' /etc/passwd
}

@test "-v shows the whole console, wherever stderr goes" {
	says "${timed}tick 1\n"
	arch/smoke -v /etc/passwd 2>"$BATS_TEST_TMPDIR/shown"
	cat "$BATS_TEST_TMPDIR/shown"
	grep -q '^accelerator: ' "$BATS_TEST_TMPDIR/shown"
	tail -n 3 "$BATS_TEST_TMPDIR/shown" | cmp - "$BATS_TEST_TMPDIR/said"
}

@test "a log on a full disk is reported once, and the verdict stands" {
	says "$timed" 'seq 20000; echo tick 1; exec sleep 100'
	LOG=/dev/full judged 0 'ok, ...' /etc/passwd
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
	judged 0 "ok, ...; console: $O/$ARCH/smoke.2.log" /etc/passwd
	grep -qx second "$O/$ARCH/smoke.2.log"
	LOG=$O/$ARCH/smoke.log judged 125 "another smoke is writing $O/$ARCH/smoke.log: ..." /etc/passwd
	[ "$(cat "$O/$ARCH/smoke.log")" = first ]
}

# --- processes ---------------------------------------------------------------------

@test "a download does not count towards TIMEOUT" {
	export INITRAMFS=$B/initramfs.cpio ARCH=riscv32 # which needs a firmware, too
	SECONDS_EACH=4 stand_in_package
	says "${timed}tick 1\n"
	TIMEOUT=3 judged 0 'ok, ...' /etc/passwd
	[ "$(wc -l <"$BATS_TEST_TMPDIR/downloads")" -eq 1 ]
}

@test "smoke works through a symbolic link, and with CDPATH set" {
	ln -s "$ROOT/arch/smoke" "$BATS_TEST_TMPDIR/smoke"
	says "${timed}tick 1\n"
	O=$(realpath "$O")
	cd "$BATS_TEST_TMPDIR"
	mkdir -p elsewhere/tests
	CDPATH=$PWD/elsewhere run -0 ./smoke /etc/passwd
}

@test "smoke leaves no process and no file when nobody reads and on SIGTERM, no process on SIGKILL" {
	stand_in_qemu "echo \$\$ >'$LOG.pid'; printf '${timed}tick 1\n'; exec sleep 100"
	arch/smoke /etc/passwd | true
	gone "$(cat "$LOG.pid")"
	rm "$BATS_TEST_TMPDIR/bin/$(fact qemu)"
	in_background
	ended 143 TERM "$smoke"
	gone "$qemu"
	[ ! -e "$BATS_TEST_TMPDIR/pid" ]
	[ -z "$(ls "$TMPDIR")" ]
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
		cut) head -c 1000 '$BATS_TEST_TMPDIR/image' >bzImage ;;
		broken) exit 2 ;;
		*) { cat '$BATS_TEST_TMPDIR/image'; echo; cat kind; } >bzImage ;;
		esac
	END
	rm -rf "$BATS_TEST_TMPDIR/repository"
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
	for bad in panic hang; do
		# git looks at the one in the middle first, and at the last good and first bad one
		run -0 --separate-stderr bisect good good broken good good good good good good good good broken cut \
			broken good $bad panic broken panic cut panic hang panic panic panic
		echo "$stderr"
		[ "$output" = "commit 16: $bad" ]
		[ "$bad" = panic ] && said='panic, ' || said='timeout '
		for said in 'ok, ' "$said" 'image: .* is cut off'; do grep -q "^smoke: $said" <<<"$stderr"; done
	done
}

@test "KERNEL is booted if no argument names a kernel; NAME=VALUE is refused as one" {
	says "${timed}tick 1\n"
	KERNEL=/etc/passwd judged 0 "ok, ...; $ARCH, /etc/passwd; console: $LOG"
	KERNEL=/no/such/kernel judged 0 'ok, ...' /etc/passwd
	for word in KERNEL=bzImage TIMEOUT=5; do
		told="'$word' is no file: set a variable before the command ($word smoke), or give a kernel's path"
		judged 125 "$told" "$word"
		judged 125 "$told" /etc/passwd "$word"
	done
}
