# count.bats - what is counted, not timed: instructions up to tick 0, and the least
# memory that a guest needs.

load ../common

setup_file() {
	[ "$ARCH" = x86_64 ] && [ "$(uname -m)" = x86_64 ] ||
		skip "the plugin supports only x86_64"
	make --no-print-directory "$O/counter.so" "$O/on-terminal" "$B/initramfs.cpio" >/dev/null
	export INITRAMFS=$B/initramfs.cpio counted=$BATS_FILE_TMPDIR
	for i in 1 2; do tests/measure/count "$B/init" >"$counted/whole.$i"; done
}

# needs_plugin: skips unless the user-mode emulator supports plugins
needs_plugin() {
	needs qemu-x86_64
	qemu-x86_64 -help | grep -q -e -plugin || skip "this qemu-x86_64 supports no plugins"
	unshare --user --map-root-user --pid --fork true 2>/dev/null ||
		skip "no permission to create a PID namespace"
}

# events FILE: what happened, without the numbers
events() { cut -f 2- "$1" | tr '\t' ' '; }

# expected: the events of our init
expected() {
	printf '%s \n' entry call
	printf '%s\n' 'return Hello from nolibc init!' 'call ' 'return ' 'call ' 'return PID: 1' \
		'call ' 'return tick 0'
}

# between FILE: the instructions between system calls
between() {
	awk -F '\t' '$2 == "call" { c[++n] = $1 } $2 == "return" { r[++m] = $1 }
		END { print c[2] - r[1], c[3] - r[2], c[4] - r[3] }' "$1"
}

@test "init's own instructions are counted, and two runs agree" {
	needs_plugin
	for i in 1 2; do tests/measure/count -u "$B/init" >"$BATS_TEST_TMPDIR/$i"; done
	diff "$BATS_TEST_TMPDIR/1" "$BATS_TEST_TMPDIR/2"
	diff <(expected) <(events "$BATS_TEST_TMPDIR/1")
	# up to the first call: the instructions that objdump shows before it
	first=$(sed -n '2s/\t.*//p' "$BATS_TEST_TMPDIR/1")
	listed=$("llvm-objdump${LLVM-}" -d --no-show-raw-insn "$B/init.elf" |
		sed -n '/<init>:/,$p' | sed 1d | grep -n -m 1 syscall | cut -d: -f1)
	[ "$first" -eq "$listed" ]
	# between system calls they are those of a guest
	[ "$(between "$counted/whole.1")" = "$(between "$BATS_TEST_TMPDIR/1")" ]
}

@test "those of a libc are the same wherever the file is" {
	needs_plugin
	mkdir "$BATS_TEST_TMPDIR/a longer path"
	for place in "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR/a longer path"; do
		$CC -static -DNAME='"c"' -o "$place/init" tests/inits/c/init.c
		tests/measure/count -u "$place/init" >"$place/counted"
	done
	grep -q 'tick 0$' "$place/counted"
	diff "$BATS_TEST_TMPDIR/counted" "$place/counted"
}

@test "those of an i386 program are counted, too" {
	needs_plugin
	needs qemu-i386
	ARCH=i386 make --no-print-directory "$O/i386/init" >/dev/null
	ARCH=i386 tests/measure/count -u "$O/i386/init" >"$BATS_TEST_TMPDIR/1"
	diff <(expected) <(events "$BATS_TEST_TMPDIR/1")
	run -1 tests/measure/count -u "$O/i386/init"
	[ "$output" = "count: $O/i386/init is no program for x86_64" ]
}

@test "with the kernel's they are counted, and two runs agree" {
	diff "$counted/whole.1" "$counted/whole.2"
	diff <(expected) <(events "$counted/whole.1")
}

@test "what cannot be counted is one clear error" {
	run -1 tests/measure/count -u README.md
	[ "$output" = "count: README.md is not an ELF file" ]
	run -1 tests/measure/count "$B/init" /nonexistent
	[[ "$output" == "count: qemu: cannot read the kernel '/nonexistent'"* ]]
	ARCH=s390x run -1 tests/measure/count "$B/init"
	[ "$output" = "count: ARCH=s390x: only x86_64, i386 and arm64 can be counted" ]
	O=$BATS_TEST_TMPDIR run -1 tests/measure/count "$B/init"
	[[ "$output" == *"are missing: run 'make "* ]]
}

# needs_memory KIB: stands in for QEMU, with a kernel that panics with less
needs_memory() {
	stand_in_qemu 'while [ "$1" != -m ]; do shift; done
		case $2 in *M) size=$((${2%M} * 1024)) ;; *) size=${2%K} ;; esac'"
		echo '[    0.000000] Linux version 1'
		[ \$size -ge $1 ] || { echo '[    0.100000] Kernel panic - not syncing: no memory'; exit; }
		printf '[    0.100000] Run /init as init process\\ntick 0\\ntick 1\\n'
		exec sleep 60"
}

@test "the least memory is a multiple of STEP that boots" {
	kernel=$(arch/fetch kernel)
	needs_memory 71000
	run -0 --separate-stderr tests/measure/min-memory "$kernel"
	[ "$output" = 70M ]
	STEP=1000K run -0 --separate-stderr tests/measure/min-memory "$kernel"
	[ "$output" = 71000K ]
	STEP=64 MEM=128M run -0 --separate-stderr tests/measure/min-memory "$kernel"
	[ "$output" = 128M ]
}

@test "a guest that does not boot in MEM is one clear error" {
	for wrong in 12x 0 K 08M; do
		MEM=$wrong run -1 tests/measure/min-memory
		[ "$output" = "min-memory: MEM=$wrong: must be a whole number, optionally with K, M or G" ]
	done
	STEP=0 run -1 tests/measure/min-memory
	run -1 tests/measure/min-memory /nonexistent
	[[ "$output" == "min-memory: smoke: qemu: cannot read the kernel '/nonexistent'"* ]]
	needs_memory 71000
	MEM=8M run -1 tests/measure/min-memory "$(arch/fetch kernel)"
	[[ "$output" == "min-memory: 8192 KiB is not enough: smoke: panic, "*": set MEM= to more" ]]
}
