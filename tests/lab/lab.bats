# lab.bats - every experiment of `make lab` shows on a real console what it says, ends
# by itself, and fails if the console disagrees.

load ../common

setup_file() {
	make --no-print-directory lab-pid-1 >/dev/null # builds what the others need
}

# shown NAME [PATTERN]...: runs the experiment, which fails unless it sees on the console
# what it says, in that order; each pattern matches a line of its output, too
shown() {
	run -0 timeout 600 make --no-print-directory "lab-$1"
	echo "$output"
	[[ ${lines[0]} = "$1 - "* ]]
	for pattern in "${@:2}"; do grep -qE -e "$pattern" <<<"$output"; done
}

# as_in FILE COMMAND: $output is what FILE shows of COMMAND
as_in() {
	transcript "$2" "$1" | stable >"$BATS_TEST_TMPDIR/told"
	grep -q . "$BATS_TEST_TMPDIR/told"
	stable <<<"$output" | diff -B "$BATS_TEST_TMPDIR/told" -
}

@test "make lab lists every experiment with one line, as the README does" {
	run -0 make --no-print-directory lab
	(cd tests/lab && find . -type f -perm /1 -printf '%f\n' | sort) |
		diff - <(cut -d ' ' -f 1 <<<"$output" | sort)
	as_in README.md 'make lab'
	run ! grep -vE '^[a-z0-9-]+  +[^ ].{20}' <<<"$output"
	run ! make lab-no-such
}

@test "an experiment fails if it does not see what it shows" {
	experiments=$(make --no-print-directory lab | cut -d ' ' -f 1)
	grep -qx no-root <<<"$experiments"
	for experiment in $experiments; do
		case $experiment in ordinary-process | one-file | shell) continue ;; esac # no KERNEL
		run ! env KERNEL=/etc/passwd timeout 600 "tests/lab/$experiment"
	done
	O=$BATS_TEST_TMPDIR run -1 tests/lab/one-file # without our kernel
	O=$BATS_TEST_TMPDIR run -1 tests/lab/shell
	stand_in unshare true
	run -1 tests/lab/ordinary-process
	stand_in_qemu 'echo "[    0.100000] VFS: Cannot open root device"
		echo "[    0.100000] Please append a correct \"root=\" boot option"
		echo "[    0.200000] Kernel panic - not syncing: VFS: Unable to mount root fs"
		exec sleep 100'
	tests/lab/no-root
	# another verdict, a line that never comes, lines in another order, one that must not come
	for edit in 's/boots 1/boots 0/' 's/Cannot open root/Can open root/' \
		's/VFS: Cannot open root device/Kernel panic/' '$aunseen panic'; do
		sed "$edit" tests/lab/no-root >"$BATS_TEST_TMPDIR/no-root"
		run -1 sh "$BATS_TEST_TMPDIR/no-root"
	done
}

@test "an experiment names the program it lacks, and how to install it" {
	export GDB=no-such-gdb
	for lack in strace:syscalls file:not-executable no-such-gdb:no-console; do
		PATH=$(without "${lack%:*}") run -1 "tests/lab/${lack#*:}"
		[ "${lines[-1]}" = "${lack#*:}: ${lack%:*} is not installed: run 'make deps-test'" ]
	done
}

@test "kernel-is-a-file: the version in the file is the kernel's" {
	shown kernel-is-a-file '^qemu-system-[^ ]* .* -kernel '
	file=$(sed -nE 's/^Linux kernel .*version ([^ ]*) .*/\1/p' <<<"$output")
	said=$(sed -nE 's/^    \[.*\] Linux version ([^ ]*) .*/\1/p' <<<"$output")
	[ -n "$said" ]
	[ -z "$file" ] || [ "$said" = "$file" ]
}

@test "no-root: first what to look for; then nothing to mount, and the panic" {
	shown no-root
	sed '/^\$ /q' <<<"$output" | grep -q 'Look for'
}

@test "pid-1: 'Run /init' is the border between kernel and user space" { shown pid-1; }

@test "ordinary-process: not PID 1 by hand, PID 1 in a namespace" {
	unshare --user --map-root-user --pid --fork true 2>/dev/null ||
		skip "no permission to create a PID namespace"
	shown ordinary-process
}

@test "syscalls: strace and the guest kernel see the same three" {
	shown syscalls '^(write\(1, "Hello from nolibc init!\\n"|.*write\(1,0x).*24\) += 24$' \
		'^.*getpid\(\) += [0-9]+$' '^.*nanosleep\('
}

@test "gdb: the guest stops at init's first instruction, however slow it is" {
	# stopped for longer than gdb waits by default, as soon as gdb can connect
	qemu=$(command -v "$(fact qemu)")
	# shellcheck disable=SC2016 # the stand-in's own variables
	stand_in "$(fact qemu)" '
		socket=$(printf "%s\n" "$@" | sed -n "s/^unix:\(.*\),server=on.*/\1/p")
		{
			until [ -S "$socket" ]; do kill -0 $$ && sleep 0.01 || exit; done
			kill -STOP $$
			sleep 5
			kill -CONT $$
		} &
		exec '"$qemu"' "$@"'
	shown gdb
	entry=$("$READELF" --file-header "$B/init" | awk '/Entry point/ { print tolower($NF) }')
	grep -q "^=> $entry <init>:" <<<"$output"
	run ! grep 'Cannot access memory' <<<"$output"
}

@test "no-init: the names the kernel tries, and both panics" { shown no-init; }

@test "not-executable: error -13 without x, error -8 for another architecture" { shown not-executable; }

@test "dynamic-init: error -2 though /init is there" { shown dynamic-init 'interpreter /lib/ld.so'; }

@test "init-exits: the panic tells 42 from a crash" { shown init-exits; }

@test "kill-init: both signals are sent, and init ticks on, as the README shows" {
	shown kill-init
	[ "$ARCH" != x86_64 ] || as_in tests/lab/README.md 'make lab-kill-init'
}

@test "no-console: heard without /dev/console, unheard if it is covered" {
	shown no-console '^Breakpoint 2, init \(\) at \./init\.c:'
	[ "$("$O/peek" "$B/sector.cpio")" = init ]
}

@test "cmdline: unknown parameters become arguments, with = environment" { shown cmdline; }

@test "initrd-is-many: the later init runs, in either order" { shown initrd-is-many; }

@test "no-initramfs-needed: init is PID 1 from a disk alone" {
	shown no-initramfs-needed
	run -1 grep -q 'Freeing initrd memory' "$B/lab/no-initramfs-needed.log"
}

@test "no-trailer: the kernel accepts an archive without one" {
	shown no-trailer
	run -1 grep -a 'TRAILER' "$B/lab/no-trailer.cpio"
	run -1 grep -i 'junk\|initramfs unpacking failed' "$B/lab/no-trailer.log"
}

@test "one-sector: 512 bytes of a disk are all of user space" {
	shown one-sector
	[ "$(stat -c %s "$B/lab/one-sector.cpio")" -eq 512 ]
	# the rest of the disk is empty
	dd if=/dev/zero of="$B/lab/one-sector.disk" bs=512 seek=2048 count=1 conv=notrunc status=none
	cmp "$B/lab/one-sector.disk" <(head -c 2M /dev/zero)
}

@test "one-sector: where the archive is larger, it says so" {
	ARCH=arm64 make --no-print-directory tiny >/dev/null
	ARCH=arm64 run -1 tests/lab/one-sector
	[ "${lines[-1]}" = "one-sector: for arm64 sector.cpio has $(stat -c %s "$O/arm64/sector.cpio") bytes, more than a sector: try ARCH=i386" ]
}

# bats test_tags=optional
@test "one-file: our kernel with the archive inside is a whole system" {
	ours
	shown one-file
	run ! cmp -s "$(arch/kernel path tiny)" "$B/lab/one-file.vmlinux"
	run -1 grep -q 'Freeing initrd memory' "$B/lab/one-file.log"
}

# bats test_tags=optional
@test "shell: a floppy disk boots to a shell, and init is its child" {
	ours least
	[ "$ARCH $(uname -m)" = 'x86_64 x86_64' ] || skip 'shell and boot sector are for x86_64'
	shown shell
	[ "$(stat -c %s "$B/lab/shell.img")" -eq 1474560 ]
}
