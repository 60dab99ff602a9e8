# machine.bats - what init promises on ARCH: the file, its system calls, what it does
# as an ordinary process and as PID 1 of a real kernel. `make test` runs it for each
# architecture: tests/tap riscv64:tests/init/machine.bats

# bats file_tags=optional

load ../common

setup_file() {
	make --no-print-directory tiny "$O/on-terminal" >/dev/null
}

# needs_kernel: skips unless ARCH can be booted
needs_kernel() {
	[ -n "$(fact qemu)" ] || skip "arch/machines/ names no QEMU machine"
	needs "$(fact qemu)"
	arch/kernel path >/dev/null 2>"$BATS_TEST_TMPDIR/fetched" ||
		skip_unfetched # a mirror may be out of sync
}

# needs_emulator: skips unless init can run as a process
needs_emulator() {
	native && return
	[ -n "$(fact qemu_user)" ] || skip "neither the host nor QEMU runs $ARCH processes"
	needs "$(fact qemu_user)"
}

# booted: boots once for all the tests that read its console, $log, with parameters
# that no kernel knows, and Debian's kernel with the gzipped initramfs
booted() {
	needs_kernel
	log=$BATS_FILE_TMPDIR/log
	[ -e "$BATS_FILE_TMPDIR/verdict" ] ||
		INITRAMFS=$B/initramfs.cpio$([ -z "$(fact kernel_deb)" ] || echo .gz) \
			APPEND='strange words=here tick' LOG=$log arch/smoke \
			>"$BATS_FILE_TMPDIR/verdict" 2>&1 || :
	cat "$BATS_FILE_TMPDIR/verdict"
	grep -q '^smoke: ok' "$BATS_FILE_TMPDIR/verdict"
}

# native: can the host's kernel execute it?
native() { arch/run --native "$B/init"; }

# start COMMAND...: in the background, with its PID in $pid and what it prints in $out
start() {
	out=$BATS_TEST_TMPDIR/out
	"$@" >"$out" 3>&- &
	pid=$!
	disown # no message when it is killed
}

teardown() {
	[ -z "${pid-}" ] || kill -KILL "$pid" 2>/dev/null || :
}

@test "init is a program of this architecture: one read+execute segment, the whole file" {
	run -0 "$READELF" --file-header --program-headers "$B/init"
	grep -q "Type: *EXEC" <<<"$output"
	grep -q 'Number of program headers: *1$' <<<"$output"
	grep -q 'Number of section headers: *0' <<<"$output"
	grep -q 'Start of section headers: *0 ' <<<"$output"
	grep -q '^  LOAD .* R E ' <<<"$output"
	read -r offset address file memory < <(awk '$1 == "LOAD" { print $2, $3, $5, $6 }' <<<"$output")
	[ $((offset)) -eq 0 ]
	[ $((file)) -eq "$(stat -c %s "$B/init")" ]
	[ $((memory)) -eq $((file)) ]
	[ $((address)) -gt 0 ]
	[ $((address % 65536)) -eq 0 ] # the largest page
	"$READELF" --elf-output-style=LLVM --file-headers "$B/init" | grep -q "Machine: $(fact elf) "
}

@test "init is no larger than most_bytes, and each archive is a sector if init leaves room" {
	bytes=$(stat -c %s "$B/init")
	[ "$bytes" -le "$(fact most_bytes)" ]
	# header and name, init, header and name, each padded to 4
	sector=$((116 + (bytes + 3) / 4 * 4 + 124))
	[ "$bytes" -gt 272 ] || sector=512
	[ "$(stat -c %s "$B/sector.cpio")" -eq "$sector" ]
	[ "$(stat -c %s "$B/initramfs.cpio.gz")" -le 512 ]
	gzip -dc "$B/initramfs.cpio.gz" | cmp - "$B/initramfs.cpio"
}

@test "the assembly does what init does, in fewer bytes" {
	needs_emulator
	[ -e "tests/inits/asm/$ARCH.S" ] || skip "there is none for $ARCH"
	make --no-print-directory "$B/assembly"
	"$O/on-terminal" 120 'tick 1' sh -c 'echo "PID: $$"; exec arch/run "$0"' "$B/assembly" \
		>"$BATS_TEST_TMPDIR/out"
	sed 1d "$BATS_TEST_TMPDIR/out" | diff - <(
		echo 'Hello from opcode init!'
		head -n 1 "$BATS_TEST_TMPDIR/out"
		printf 'tick 0\ntick 1\n'
	)
	[ "$(stat -c %s "$B/assembly")" -lt "$(stat -c %s "$B/init")" ]
}

@test "init makes only its three system calls, from exec to tick 1" {
	needs_emulator
	trace=$BATS_TEST_TMPDIR/trace
	if native; then
		start strace -o "$trace" "$B/init"
	else
		start "$(fact qemu_user)" -strace "$B/init" 2>"$trace"
	fi
	eventually grep -q '^tick 1' "$out"
	number=$(sed -n 's/^PID: //p' "$out")
	pid=$number # strace ends with what it traces
	asleep() { [ "$(grep -cE 'nanosleep|Unknown syscall 407' "$trace")" -ge 2 ]; }
	eventually asleep
	kill -KILL "$pid"
	sed -nE 's/^([0-9]+ )?write\(1,.*, *([0-9]+)\) *= ([0-9]+)$/write \2 = \3/p
		s/^([0-9]+ )?getpid\(\) *= ([0-9]+)$/getpid = \2/p
		s/^([0-9]+ )?nanosleep\(.*/nanosleep/p
		s/^([0-9]+ )?(clock_nanosleep_time64\(.*|Unknown syscall 407$)/nanosleep/p' \
		"$trace" >"$BATS_TEST_TMPDIR/calls"
	# 407 is clock_nanosleep_time64, unknown to older emulators
	run -1 grep -vE '^([0-9]+ )?(execve|write|getpid|nanosleep|clock_nanosleep_time64)\(|^[0-9]+ Unknown syscall 407$|^[^a-z]*(---|\+\+\+|strace:)' "$trace"
	length=$((6 + ${#number}))
	# on a busy host it may tick on before it is killed
	grep -m 7 . "$BATS_TEST_TMPDIR/calls" | diff <(cat <<-END
		write 24 = 24
		getpid = $number
		write $length = $length
		write 7 = 7
		nanosleep
		write 7 = 7
		nanosleep
	END
	) -
}

@test "run by hand init prints its own PID, and ticks on after SIGSTOP and SIGCONT" {
	needs_emulator
	start arch/run "$B/init"
	eventually grep -q 'tick 0' "$out"
	kill -STOP "$pid"
	sleep 0.2
	kill -CONT "$pid"
	eventually grep -q 'tick 1' "$out"
	head -n 4 "$out" | diff <(cat <<-END
		Hello from nolibc init!
		PID: $pid
		tick 0
		tick 1
	END
	) -
	[ "$pid" -ne 1 ]
}

@test "init keeps running with stdout closed, full or read-only" {
	needs_emulator
	local jobs=()
	for redirection in '>&-' '>/dev/full' '</dev/null 1<&0'; do
		eval "timeout 3 arch/run $B/init $redirection 3>&- &"
		jobs+=($!)
	done
	for job in "${jobs[@]}"; do
		wait "$job" && status=0 || status=$?
		[ "$status" -eq 124 ] # only timeout ended it
	done
}

@test "init traps, not spins, if it cannot sleep" {
	native || skip "strace cannot inject faults under the emulator"
	# shellcheck disable=SC2016 # bash's own
	run bash -c 'strace -qq -o /dev/null -e inject=nanosleep:error=ENOSYS "$0" | head -n 9; exit "${PIPESTATUS[0]}"' "$B/init"
	[ "$status" -eq 132 ] # SIGILL
	[ "${lines[2]}" = 'tick 0' ]
	[ "${#lines[@]}" -eq 3 ]
}

@test "after tick 4294967295 comes tick 0" {
	needs_emulator
	edited 's/ticks = -1/ticks = 4294967294/'
	make --no-print-directory "build/$ARCH/init"
	"$built/on-terminal" 120 'tick 0' arch/run "build/$ARCH/init" | tail -n 2 | diff - <(printf 'tick 4294967295\ntick 0\n')
}

@test "init lives under a seccomp filter for its three system calls, none of which starts a process" {
	for_host || skip "the filter is built for the host's architecture"
	# shellcheck disable=SC2086 # may be a command with arguments
	$CC -std=c11 -O1 -D_GNU_SOURCE -o "$BATS_TEST_TMPDIR/three-calls" tests/init/three-calls.c
	"$O/on-terminal" 120 'tick 1' "$BATS_TEST_TMPDIR/three-calls" "$B/init"
	run "$BATS_TEST_TMPDIR/three-calls" /bin/true
	[ "$status" -eq 159 ] # SIGSYS
	# a second execve is killed, not just failed
	edited 's/ticks = -1;/& __nolibc_syscall3(__NR_execve, 0, 0, 0);/'
	make --no-print-directory "build/$ARCH/init"
	run ./three-calls "build/$ARCH/init"
	[ "$status" -eq 159 ]
	[ "$output" = '' ]
}

@test "init ticks on a stack of 8 kB" {
	native || skip "the limit would apply to the emulator"
	setarch -R true 2>/dev/null || skip "no permission to turn off address randomization"
	# of which the environment and randomization would take their part
	start env -i setarch -R sh -c 'ulimit -s 8 && exec "$0"' "$B/init"
	eventually grep -q 'tick 1' "$out"
	grep -q '^Max stack size  *8192  *8192 ' "/proc/$pid/limits"
}

@test "init.c builds with the nolibc of Linux 6.1, and of the newest Linux" {
	needs_emulator
	[ "$(fact nolibc)" = 6.1 ] && suites='bookworm sid' || suites=sid
	init=$BATS_TEST_TMPDIR/build/$ARCH/init
	for suite in $suites; do
		tree=$CACHE/linux-source-$suite
		[ -d "$tree" ] || skip "not downloaded: arch/fetch source $suite"
		quiet_make NOLIBC="$tree/tools/include/nolibc" "$init"
		"$O/on-terminal" 120 'tick 0' arch/run "$init"
	done
}

# greeted LOG: after Run /init there is init's output as PID 1, and nothing else
greeted() {
	grep -q 'Run /init as init process' "$1"
	sed '1,/Run \/init as init process/d' "$1" >"$BATS_TEST_TMPDIR/user"
	user_lines "$BATS_TEST_TMPDIR/user" | diff - <(
		echo 'Hello from nolibc init!'
		echo 'PID: 1'
		echo 'tick 0'
		echo 'tick 1'
	)
}

@test "the kernel runs init as PID 1, whatever its parameters; its page size is page_size" {
	booted
	greeted "$log"
	grep -q 'strange words=here' "$log"
	# the first hash table has 2^order pages
	read -r order bytes < <(sed -nE \
		's/.*Dentry cache hash .*order: ([0-9]+), ([0-9]+) bytes.*/\1 \2/p' "$log")
	[ $((bytes >> order)) -eq "$(fact page_size)" ]
}

@test "our kernel runs init as PID 1, from sector.cpio" {
	ours
	needs "$(fact qemu)"
	INITRAMFS=$B/sector.cpio LOG=$BATS_TEST_TMPDIR/log run -0 arch/smoke tiny
	greeted "$BATS_TEST_TMPDIR/log"
}
