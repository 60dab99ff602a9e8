# boot.bats - the ways to start the guest, and what each prints.

load ../common

setup_file() {
	make --no-print-directory tiny "$O/on-terminal" >/dev/null
	printf '# no init here\ndir /dev 0755 0 0\n' |
		"$O/pack" -o "$BATS_FILE_TMPDIR/no-init.cpio" -
}

setup() {
	export LOG=$BATS_TEST_TMPDIR/log
}

@test "ticks come two seconds apart" {
	# not by awk: mawk reads a pipe in blocks
	mapfile -t at < <(tests/measure/watch default "$B/initramfs.cpio" 2>/dev/null |
		grep -m 5 $'\ttick [0-9]*$' | cut -f 1)
	[ "${#at[@]}" -eq 5 ]
	total=$((at[4] - at[0])) # a busy host delays what we see, either way
	echo "four gaps of $total ms"
	[ "$total" -ge 7500 ] && [ "$total" -lt 12000 ]
}

@test "make smoke fails if the kernel does" {
	INITRAMFS=$BATS_FILE_TMPDIR/no-init.cpio run make smoke
	[ "$status" -ne 0 ]
}

# in_qemu: make qemu, left with Ctrl-A X after tick 2; its output is $BATS_TEST_TMPDIR/out
in_qemu() {
	mkfifo "$BATS_TEST_TMPDIR/keys"
	timeout 300 make --no-print-directory qemu <>"$BATS_TEST_TMPDIR/keys" \
		>"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
	make=$!
	eventually grep -q 'tick 2' "$BATS_TEST_TMPDIR/out"
	printf '\001x' >"$BATS_TEST_TMPDIR/keys"
	wait "$make"
}

@test "make qemu prints how to leave, accelerator and command line; Ctrl-A X leaves" {
	in_qemu
	grep -n -e 'to leave QEMU: Ctrl-A X' -e '^accelerator: .*(.*)' \
		-e '^qemu-system.* -kernel .* -initrd ' -e 'Hello from' \
		"$BATS_TEST_TMPDIR/out" | cut -d: -f1 | sort -nc
	[ "$(grep -c -e 'Ctrl-A X' -e '^accelerator' -e '^qemu-system' "$BATS_TEST_TMPDIR/out")" -ge 3 ]
}

@test "make run prints a PID that is not 1" {
	"$O/on-terminal" 120 'tick 0' make --no-print-directory run >"$BATS_TEST_TMPDIR/out"
	grep -qx 'Hello from nolibc init!' "$BATS_TEST_TMPDIR/out"
	grep -qE '^PID: [0-9]+$' "$BATS_TEST_TMPDIR/out"
	run ! grep -qx 'PID: 1' "$BATS_TEST_TMPDIR/out"
}

@test "make gdb stops at init's first instruction" {
	run -0 timeout 300 make --no-print-directory gdb GDB='gdb -batch'
	entry=$("$READELF" --file-header "$B/init" | awk '/Entry point/ { print $NF }')
	grep -qi "breakpoint 1 at $entry" <<<"$output"
	grep -q '^Breakpoint 1, init ()' <<<"$output"
}

@test "make gdb without gdb is one clear line" {
	run make --no-print-directory gdb GDB='no-such-gdb -batch'
	[ "$status" -ne 0 ]
	[ "$(grep -vc '^make' <<<"$output")" -eq 1 ]
	grep -qx "gdb: no-such-gdb is not installed: run 'make deps-test', or name another with GDB=" <<<"$output"
}

@test "KVM=0 selects TCG, and says so" {
	stand_in "$(fact qemu)" 'echo version 99'
	KVM=0 run -0 arch/qemu default ''
	grep -qx 'accelerator: tcg (KVM=0)' <<<"$output"
}

@test "what speeds up emulation is left out with KVM" {
	[ -n "$(fact fast_tcg_args)" ] || skip "arch/machines/$ARCH.mk has no fast_tcg_args"
	[ -r /dev/kvm ] && [ -w /dev/kvm ] || skip 'no permission to open /dev/kvm'
	stand_in "$(fact qemu)" 'echo version 99'
	KVM=0 run -0 arch/qemu default ''
	grep -qF -- " $(fact fast_tcg_args) -accel tcg " <<<"$output"
	KVM=1 run -0 arch/qemu default ''
	grep -qF -- " $(fact_of default qemu_args) -accel kvm " <<<"$output"
}

@test "KVM=1 fails if /dev/kvm cannot be used" {
	[ ! -w /dev/kvm ] || skip "this host has /dev/kvm"
	KVM=1 run -125 arch/qemu default ''
	grep -q '^qemu: KVM=1, but .*/dev/kvm' <<<"$output"
}

# shows COMMAND: stdin, its output, has every line that the README shows, in that order
shows() {
	transcript "$1" | stable | grep -vxE '(\.\.\.)?' >"$BATS_TEST_TMPDIR/told"
	grep -q . "$BATS_TEST_TMPDIR/told"
	stable | awk 'BEGIN { seen = 0 }
		NR == FNR { told[count++] = $0; next }
		$0 == told[seen] { seen++ }
		END { if (seen < count) { print "not printed: " told[seen]; exit 1 } }' \
		"$BATS_TEST_TMPDIR/told" -
}

@test "the README's transcripts are what the commands print" {
	export ARCH=x86_64
	unset LOG
	make --no-print-directory smoke | shows 'make smoke'
	# shellcheck disable=SC1007 # as the README has it
	{ INITRAMFS= arch/smoke || :; } | shows 'INITRAMFS= arch/smoke'
	in_qemu
	tr -d '\r' <"$BATS_TEST_TMPDIR/out" | shows 'make qemu'
	make --no-print-directory | shows make
	"$O/on-terminal" 120 'tick 1' make run | sed 's/^PID: .*/PID: 2886/' | shows 'make run'
}
