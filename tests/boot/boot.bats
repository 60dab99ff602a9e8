# boot.bats - the ways to start the machine, and what each says.

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
	mkfifo "$BATS_TEST_TMPDIR/console"
	timeout 300 arch/qemu default "$B/initramfs.cpio" -serial stdio \
		-monitor none </dev/null >"$BATS_TEST_TMPDIR/console" 2>/dev/null 3>&- &
	qemu=$! last=
	while IFS= read -r line; do
		case $line in
		*'tick '[0-9]*)
			now=$(date +%s%3N)
			# a busy host delays what we see, either way
			[ -z "$last" ] || echo $((now - last)) >>"$BATS_TEST_TMPDIR/gaps"
			last=$now
			;;
		esac
		case $line in *'tick 4'*) break ;; esac
	done <"$BATS_TEST_TMPDIR/console"
	kill "$qemu"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/gaps")" -eq 4 ]
	total=$(awk '{ s += $1 } END { print s }' "$BATS_TEST_TMPDIR/gaps")
	echo "four gaps of $total ms"
	[ "$total" -ge 7500 ] && [ "$total" -lt 12000 ]
}

@test "make panic ends in the kernel's panic and succeeds" {
	run -0 make --no-print-directory panic
	grep -q '^smoke: panic' <<<"$output"
	grep -q 'Kernel panic - not syncing: VFS: Unable to mount root fs' <<<"$output"
}

@test "make smoke fails when the kernel does" {
	INITRAMFS=$BATS_FILE_TMPDIR/no-init.cpio run make smoke
	[ "$status" -ne 0 ]
}

@test "make qemu says accelerator, command line and how to leave; Ctrl-A X leaves" {
	mkfifo "$BATS_TEST_TMPDIR/keys"
	timeout 300 make --no-print-directory qemu <>"$BATS_TEST_TMPDIR/keys" \
		>"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
	make=$!
	eventually grep -q 'tick 0' "$BATS_TEST_TMPDIR/out"
	printf '\001x' >"$BATS_TEST_TMPDIR/keys"
	wait "$make"
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

@test "KVM=0 takes TCG and says so" {
	stand_in "$(fact qemu)" 'echo version 99'
	KVM=0 run -0 arch/qemu default ''
	grep -qx 'accelerator: tcg (KVM=0)' <<<"$output"
}

@test "what makes emulation quick is left out with KVM" {
	[ -n "$(fact tcg_args)" ] || skip "arch/machines/$ARCH.mk has nothing of the kind"
	[ -r /dev/kvm ] && [ -w /dev/kvm ] || skip '/dev/kvm is not ours to use'
	stand_in "$(fact qemu)" 'echo version 99'
	KVM=0 run -0 arch/qemu /etc/passwd ''
	grep -qF -- " $(fact tcg_args) -accel tcg " <<<"$output"
	KVM=1 run -0 arch/qemu /etc/passwd ''
	grep -qF -- " $(fact qemu_args) -accel kvm " <<<"$output"
}

@test "KVM=1 is refused where /dev/kvm can't be used" {
	[ ! -w /dev/kvm ] || skip "this host has a /dev/kvm"
	KVM=1 run -125 arch/qemu default ''
	grep -q '^qemu: KVM=1, but .*/dev/kvm' <<<"$output"
}

# shows COMMAND: what it prints, which is on stdin, has every line that the
# README shows of it, in that order
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
	make --no-print-directory panic 2>&1 | tr -d '\r' | shows 'make panic'
	make --no-print-directory ARCH=i386 | shows 'make ARCH=i386'
	"$O/on-terminal" 120 'tick 1' make run | sed 's/^PID: .*/PID: 2886/' | shows 'make run'
}
