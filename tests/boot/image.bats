# image.bats - what arch/image tells of a kernel, and which images are refused before
# QEMU is started.

load ../common
load image

setup() { export INITRAMFS=; }

# told NAME LINE...: of the image NAME arch/image prints these lines
told() {
	image "$1" >"$BATS_TEST_TMPDIR/$1"
	run -0 --separate-stderr arch/image "$BATS_TEST_TMPDIR/$1"
	shift
	diff <(printf '%s\n' "$@") <(echo "$output")
}

@test "arch/image knows the formats of each architecture" {
	told bzImage 'x86_64 bzImage'
	told bzImage32 'i386 bzImage'
	told bzImage36 'x86_64 bzImage' 'i386 bzImage' # before 3.8 it did not tell
	told zImage 'arm zImage'
	told zImagebe 'armeb zImage'
	told Image64 'arm64 Image'
	told Image64be 'arm64be Image'
	told rv64 'riscv64 Image'
	told rv32 'riscv32 Image'
	told s390x 's390x bzImage'
	told zboot 'arm64 zboot'
	told loong 'loongarch64 EFI'
	told elf_o32 'mips32le vmlinux' # for a 64-bit CPU
	for name in x86_64 x32 i386 mips32le mips32be mips64le mips64be mipsn32le ppc ppc64 \
		ppc64le s390x riscv32 riscv64 loongarch64 sparc64 arm arm64 arm64be; do
		told "elf_$name" "$name vmlinux"
	done
}

@test "arch/image looks into gzip, and knows other compressions" {
	image Image64 | gzip >"$BATS_TEST_TMPDIR/Image.gz"
	[ "$(arch/image "$BATS_TEST_TMPDIR/Image.gz")" = 'arm64 Image.gz' ]
	image Image64 | xz >"$BATS_TEST_TMPDIR/Image.xz"
	run -1 arch/image "$BATS_TEST_TMPDIR/Image.xz"
	[ "$output" = "image: '$BATS_TEST_TMPDIR/Image.xz' is compressed by xz, which QEMU does not undo: decompress it first" ]
}

@test "an image of any length, cut off or not, never makes arch/image fail otherwise" {
	for name in bzImage Image64 zboot elf_ppc64 s390x; do
		image "$name" >"$BATS_TEST_TMPDIR/whole"
		for length in 1 3 7 63 64 65 80 100 515 520 700 4000; do
			head -c "$length" "$BATS_TEST_TMPDIR/whole" >"$BATS_TEST_TMPDIR/part"
			run --separate-stderr arch/image "$BATS_TEST_TMPDIR/part"
			[ "$status $stderr" = '0 ' ] ||
				like "$status $stderr" "1 image: '$BATS_TEST_TMPDIR/part' is cut off: it has ..."
		done
	done
}

@test "Debian's kernel is told, and refused if its last kilobytes are missing" {
	kernel=$(arch/fetch kernel)
	read -r name format < <(arch/image "$kernel")
	[[ " $ARCH $(fact kernels) " = *" $name "* ]]
	[[ " $(fact formats) " = *" $format "* ]]
	[ "$ARCH" != s390x ] || skip 'a bzImage for s390x does not tell its size'
	head -c -20000 "$kernel" >"$BATS_TEST_TMPDIR/part"
	judged 125 "image: '$BATS_TEST_TMPDIR/part' is cut off: it has ..." "$BATS_TEST_TMPDIR/part"
}

# judged_as STATUS VERDICT NAME: smoke is given the image NAME, which is %s in VERDICT
judged_as() {
	image "$3" >"$BATS_TEST_TMPDIR/image"
	judged "$1" "${2//%s/"'$BATS_TEST_TMPDIR/image'"}" "$BATS_TEST_TMPDIR/image"
}

@test "status 125: an image that is empty, for another architecture, or in a format that QEMU does not boot" {
	: >"$BATS_TEST_TMPDIR/empty"
	judged 125 "image: '$BATS_TEST_TMPDIR/empty' is empty" "$BATS_TEST_TMPDIR/empty"
	export ARCH=x86_64
	judged_as 125 'kernel: %s is for s390x, ARCH is x86_64: set ARCH=s390x, or leave it unset' s390x
	run -125 arch/qemu "$BATS_TEST_TMPDIR/image" ''
	judged_as 125 'kernel: %s is for sparc64, ARCH is x86_64: ...' elf_sparc64
	ARCH=arm64
	judged_as 125 'kernel: %s is a vmlinux, which QEMU does not boot for arm64: ...' elf_arm64
	stand_in qemu-system-aarch64 'echo version 7.2'
	judged_as 125 'qemu: qemu-system-aarch64 is version 7, this kernel for arm64 needs 8' zboot
}

@test "ARCH may be the kernel's own name; without it smoke takes that of the image, and says if it may be two" {
	for name in s390x x86_64 i386; do
		stand_in qemu-system-$name "echo 'is $name' >&2; exit 1"
	done
	ARCH=s390 judged_as 125 'is s390x' s390x
	ARCH=riscv judged_as 125 "unknown architecture 'riscv': set ARCH to one of ... riscv32 riscv64 ..." s390x
	unset ARCH
	judged_as 125 'is s390x' s390x
	[ "$stderr" = '' ]
	judged_as 125 'is x86_64' bzImage36
	[ "$stderr" = "smoke: '$BATS_TEST_TMPDIR/image' could also be for i386: ARCH=i386" ]
	ARCH=i386 judged_as 125 'is i386' bzImage36
	[ "$stderr" = '' ]
	echo nothing >"$BATS_TEST_TMPDIR/image"
	judged 125 "'$BATS_TEST_TMPDIR/image' is not a kernel image that we know: if it is one, set ARCH=" "$BATS_TEST_TMPDIR/image"
}
