# arm: 32-bit ARM, Thumb-2.
include arch/machines/arm.family
triple       = armv7a-linux-gnueabi
# Not every ARMv7 can divide: -Os multiplies, where -Oz would call a library.
# Addresses are loaded from memory: six bytes instead of eight. No frame pointer in
# r7, which holds the system call number. No vectors.
cflags       = -mthumb -Os -mfpu=none -mno-movt -DNOLIBC_OMIT_FRAME_POINTER
srcarch      = arm
elf          = EM_ARM
# LLVM 14 builds it, but its objdump loses track in Thumb functions.
llvm_suffix  = -19
nolibc       = 6.12
most_bytes   = 250
qemu_user    = qemu-arm
# Our own kernel, a 32-bit one.
tiny_image   = arch/arm/boot/zImage
tiny_boots   = arch/arm/boot/zImage
# A 64-bit kernel runs it, too; a 32-bit one needs a 32-bit CPU.
kernels      = arm64
kernel32_qemu_args = -machine virt -cpu cortex-a15
kernel32_gdb_arch = arm
kernel32_cmdline_most = 1024
kernel32_hint = QEMU's board was "virt": for a kernel of another board set MACHINE=
