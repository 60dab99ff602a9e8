# boot.bats - the ways to start the guest, and what each prints.

load ../common

setup_file() {
	make --no-print-directory tiny "$O/on-terminal" >/dev/null
}

setup() {
	export LOG=$BATS_TEST_TMPDIR/log
}

@test "ticks come two seconds apart" {
	# by the guest's clock, which counts instructions: however busy the host is
	KVM=0 QEMU_EXTRA='-icount shift=4,sleep=off' MARKER='tick 4' \
		APPEND='tp_printk trace_event=syscalls:sys_enter_nanosleep' arch/smoke
	mapfile -t at < <(sed -nE 's/^.*\[ *([0-9]+)\.([0-9]{3})[0-9]*\] sys_nanosleep\(.*/\1\2/p' "$LOG")
	[ "${#at[@]}" -ge 4 ]
	for i in 1 2 3; do
		gap=$((at[i] - at[i - 1]))
		echo "the gap before tick $((i + 1)): $gap ms"
		[ "$gap" -ge 2000 ] && [ "$gap" -le 2008 ] # a timer may be late by two jiffies
	done
}

@test "make smoke fails if smoke does" {
	says 'Kernel panic - not syncing: x\n'
	run -2 make smoke
	grep -q "^smoke: panic, 'not syncing: x'" <<<"$output"
}

# shows COMMAND: stdin, its output, has every line that the README shows, in that order
# (it shows x86_64)
shows() {
	[ "$ARCH" = x86_64 ] || return 0
	transcript "$1" | stable | grep -vxE '(\.\.\.)?' >"$BATS_TEST_TMPDIR/told"
	grep -q . "$BATS_TEST_TMPDIR/told"
	stable | awk 'BEGIN { seen = 0 }
		NR == FNR { told[count++] = $0; next }
		$0 == told[seen] { seen++ }
		END { if (seen < count) { print "not printed: " told[seen]; exit 1 } }' \
		"$BATS_TEST_TMPDIR/told" -
}

@test "make qemu prints accelerator, command line and how to leave; Ctrl-A X leaves" {
	out=$BATS_TEST_TMPDIR/out keys=$BATS_TEST_TMPDIR/keys
	mkfifo "$keys"
	timeout 300 make --no-print-directory qemu <>"$keys" >"$out" 2>&1 3>&- &
	eventually grep -q 'tick 2' "$out"
	printf '\001x' >"$keys"
	wait $!
	grep -oE -e '^accelerator: .*\(' -e '^qemu-system.* -kernel .* -initrd ' \
		-e '^to leave QEMU: Ctrl-A X' -e 'Hello from' "$out" |
		cut -c 1-5 | diff <(printf '%s\n' accel qemu- 'to le' Hello) -
	tr -d '\r' <"$out" | shows 'make qemu'
}

@test "make run prints a PID that is not 1" {
	"$O/on-terminal" 120 'tick 1' make --no-print-directory run >"$BATS_TEST_TMPDIR/out"
	grep -qx 'Hello from nolibc init!' "$BATS_TEST_TMPDIR/out"
	grep -qE '^PID: [0-9]+$' "$BATS_TEST_TMPDIR/out"
	run ! grep -qx 'PID: 1' "$BATS_TEST_TMPDIR/out"
	sed 's/^PID: .*/PID: 2886/' "$BATS_TEST_TMPDIR/out" | shows 'make run'
}

@test "make gdb stops at init's first instruction" {
	run -0 timeout 300 make --no-print-directory gdb GDB='gdb -batch'
	entry=$("$READELF" --file-header "$B/init" | awk '/Entry point/ { print $NF }')
	grep -qi "breakpoint 1 at $entry" <<<"$output"
	grep -q '^Breakpoint 1, init ()' <<<"$output"
}

@test "make gdb without gdb is one clear line" {
	run -2 make --no-print-directory gdb GDB='no-such-gdb -batch'
	[ "$(grep -v '^make' <<<"$output")" = "gdb: no-such-gdb is not installed: run 'make deps-test', or name another with GDB=" ]
}

@test "KVM=0 selects TCG, and says so; what speeds up emulation is left out with KVM" {
	stand_in_qemu :
	KVM=0 run -0 arch/qemu default ''
	grep -qx 'accelerator: tcg (KVM=0)' <<<"$output"
	grep -qF -- " $(fact fast_tcg_args) -accel tcg " <<<"$output"
	if [ -r /dev/kvm ] && [ -w /dev/kvm ]; then
		KVM=1 run -0 arch/qemu default ''
		grep -qF -- " $(fact_of default qemu_args) -accel kvm " <<<"$output"
	else
		KVM=1 run -125 arch/qemu default ''
		grep -q '^qemu: KVM=1, but .*/dev/kvm' <<<"$output"
	fi
	stand_in uname 'echo vax'
	KVM=1 run -125 arch/qemu default ''
	[ "$output" = "qemu: KVM=1, but KVM on vax cannot run this $ARCH kernel" ]
}

@test "make, make smoke and smoke without an initramfs print what the README shows" {
	[ "$ARCH" = x86_64 ] || skip 'it shows x86_64'
	unset LOG
	make --no-print-directory | shows make
	make --no-print-directory smoke | shows 'make smoke'
	# shellcheck disable=SC1007 # as the README has it
	{ INITRAMFS= arch/smoke || :; } | shows 'INITRAMFS= arch/smoke'
}

@test "make qemu and make gdb boot the archive of INITRAMFS, or none" {
	stand_in_qemu 'exit 1'
	echo >"$BATS_TEST_TMPDIR/mine"
	for target in qemu gdb; do
		run make --no-print-directory $target GDB=true INITRAMFS="$BATS_TEST_TMPDIR/mine"
		grep -q -- "^qemu-.* -initrd $BATS_TEST_TMPDIR/mine " <<<"$output"
		run make --no-print-directory $target GDB=true INITRAMFS=
		grep -q '^qemu-' <<<"$output"
		run ! grep -e -initrd <<<"$output"
	done
}
