# boot.bats - what smoke promises, above all its exit status, each of the five
# provoked for real; and the other ways to start the machine.

load common

setup_file() {
	make --no-print-directory tiny >/dev/null
	printf '# no init here\ndir /dev 0755 0 0\n' |
		"$O/pack" -o "$BATS_FILE_TMPDIR/no-init.cpio" -
}

setup() {
	export LOG=$BATS_TEST_TMPDIR/log
}

# alive PID: is it, and no zombie?
alive() { [ -e "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status"; }

@test "smoke exits 0 once the marker was seen, and tells both times" {
	run -0 tests/smoke
	[ "${#lines[@]}" -eq 1 ]
	grep -qE "^smoke: ok, 'tick 1' was seen; Run /init after [0-9]+ ms, first tick after [0-9]+ ms; console: $LOG\$" <<<"$output"
	read -r run tick < <(sed -E 's/[^0-9]*1[^0-9]*([0-9]+) ms[^0-9]*([0-9]+) ms.*/\1 \2/' <<<"$output")
	[ "$run" -gt 0 ]
	[ "$tick" -ge "$run" ]
}

@test "smoke waits for another marker when it is given one" {
	MARKER='tick 2' run -0 tests/smoke
	grep -qx 'tick 2' "$LOG"
	MARKER='PID: 1' run -0 tests/smoke
	run ! grep -q 'tick 1' "$LOG"
}

@test "smoke exits 1 on a panic: an archive without init" {
	INITRAMFS=$BATS_FILE_TMPDIR/no-init.cpio run -1 tests/smoke
	grep -q "^smoke: panic, 'not syncing: VFS: Unable to mount root fs" <<<"$output"
}

@test "smoke exits 1 on a panic: an init that dies" {
	printf 'exec true\n' >"$BATS_TEST_TMPDIR/text"
	echo "file init $BATS_TEST_TMPDIR/text 0755 0 0" |
		"$O/pack" -o "$BATS_TEST_TMPDIR/bad.cpio" -
	INITRAMFS=$BATS_TEST_TMPDIR/bad.cpio run -1 tests/smoke
	grep -q "^smoke: panic, 'not syncing: " <<<"$output"
}

@test "smoke exits 2 when the guest ends on a kernel that says nothing" {
	# the later -append wins: no console, and a reboot at once on panic
	QEMU_EXTRA='-append panic=-1' INITRAMFS=$BATS_FILE_TMPDIR/no-init.cpio \
		run -2 tests/smoke
	grep -qE '^smoke: the guest ended after [0-9]+ ms' <<<"$output"
	# its setup code may, where the firmware writes to the serial line
	run -1 grep -vE '^(Probing EDD .*)?$' "$LOG"
}

@test "smoke exits 2 on a file that is no kernel" {
	run -2 tests/smoke /etc/passwd
}

@test "smoke exits 124 when time runs out" {
	MARKER='never said' TIMEOUT=1 run -124 tests/smoke
	grep -q '^smoke: time ran out (1 s)' <<<"$output"
}

@test "smoke exits 125 on a host without QEMU" {
	PATH=$(without "$(fact qemu)") run -125 tests/smoke
	[ "$output" = "smoke: qemu: $(fact qemu) is not installed: run 'make deps ARCH=$ARCH'" ]
}

@test "smoke exits 125 on a kernel that is missing or can't be read" {
	for kernel in /no/such/kernel /dev ''; do
		run -125 tests/smoke "$kernel"
		[ "$output" = "smoke: qemu: cannot read the kernel '$kernel': give a kernel image, KERNEL=/path/to/vmlinuz" ]
	done
}

@test "smoke exits 125 without an initramfs, naming make tiny" {
	INITRAMFS=/no/such/archive run -125 tests/smoke
	grep -q "cannot read the initramfs '/no/such/archive': run 'make tiny" <<<"$output"
}

@test "smoke exits 125 on a machine that it does not know" {
	ARCH=vax run -125 tests/smoke /etc/passwd
	grep -q "no machine is called 'vax'" <<<"$output"
}

@test "smoke exits 125 on a TIMEOUT that is no number" {
	TIMEOUT=soon run -125 tests/smoke
}

@test "smoke --help tells every exit status" {
	run -0 tests/smoke --help
	for status in 0 1 2 124 125; do
		grep -qE "(^|  )$status  " <<<"$output"
	done
}

@test "smoke leaves no process behind, whatever the verdict, also on Ctrl-C" {
	QEMU_EXTRA="-pidfile $BATS_TEST_TMPDIR/pid" run -0 tests/smoke
	[ ! -e "$BATS_TEST_TMPDIR/pid" ] # QEMU removes it when it ends
	QEMU_EXTRA="-pidfile $BATS_TEST_TMPDIR/pid" MARKER=never tests/smoke 3>&- &
	smoke=$!
	eventually test -s "$BATS_TEST_TMPDIR/pid"
	eventually grep -q 'tick 0' "$LOG"
	qemu=$(cat "$BATS_TEST_TMPDIR/pid")
	alive "$qemu"
	kill -TERM "$smoke"
	eventually test ! -e "/proc/$smoke"
	run ! alive "$qemu"
}

@test "git bisect run finds the commit that broke the boot" {
	CACHE=$(realpath "$CACHE") O=$(realpath "$O")
	cd "$BATS_TEST_TMPDIR"
	git init -q repository
	cd repository
	git config user.email tester@localhost
	git config user.name tester
	kernel=$("$ROOT/arch/fetch" kernel)
	for commit in 1 2 3 4; do
		[ "$commit" -ge 3 ] && image=/etc/passwd || image=$kernel
		ln -sf "$image" bzImage
		git add bzImage
		echo "$commit" >number
		git add number
		git commit -qm "commit $commit"
	done
	git bisect start HEAD HEAD~3
	run -0 git bisect run "$ROOT/tests/smoke" bzImage
	grep -q 'is the first bad commit' <<<"$output"
	[ "$(git log -1 --format=%s refs/bisect/bad)" = 'commit 3' ]
}

@test "ticks come two seconds apart" {
	mkfifo "$BATS_TEST_TMPDIR/console"
	kernel=$(arch/fetch kernel)
	timeout 100 arch/qemu "$kernel" "$B/initramfs.cpio" -serial stdio \
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
	timeout 100 make --no-print-directory qemu <>"$BATS_TEST_TMPDIR/keys" \
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
	timeout 3 make --no-print-directory run >"$BATS_TEST_TMPDIR/out" || :
	grep -qx 'Hello from nolibc init!' "$BATS_TEST_TMPDIR/out"
	grep -qE '^PID: [0-9]+$' "$BATS_TEST_TMPDIR/out"
	run ! grep -qx 'PID: 1' "$BATS_TEST_TMPDIR/out"
}

@test "make gdb stops at init's first instruction" {
	run -0 timeout 100 make --no-print-directory gdb GDB='gdb -batch'
	entry=$("$READELF" --file-header "$B/init" | awk '/Entry point/ { print $NF }')
	grep -qi "breakpoint 1 at $entry" <<<"$output"
	grep -q '^Breakpoint 1, init ()' <<<"$output"
}

@test "KVM=0 takes TCG and says so" {
	KVM=0 run timeout 2 arch/qemu "$(arch/fetch kernel)" ''
	grep -qx 'accelerator: tcg (KVM=0 was given)' <<<"$output"
}

@test "what makes emulation quick is left out with KVM" {
	[ -n "$(fact tcg_args)" ] || skip "arch/$ARCH.mk has nothing of the kind"
	[ -r /dev/kvm ] && [ -w /dev/kvm ] || skip '/dev/kvm is not ours to use'
	stand_in "$(fact qemu)" 'echo version 99'
	KVM=0 run -0 arch/qemu /etc/passwd ''
	grep -qF -- " $(fact tcg_args) -accel tcg " <<<"$output"
	KVM=1 run -0 arch/qemu /etc/passwd ''
	grep -qF -- " $(fact qemu_args) -accel kvm " <<<"$output"
}

@test "KVM=1 is refused where /dev/kvm can't be used" {
	[ ! -w /dev/kvm ] || skip "this host has a /dev/kvm"
	KVM=1 run -125 arch/qemu "$(arch/fetch kernel)" ''
	grep -q '^qemu: KVM=1 was given, but .*/dev/kvm' <<<"$output"
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
	timeout 4 make run | sed 's/^PID: .*/PID: 2886/' | shows 'make run'
}
