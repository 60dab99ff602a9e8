# arm64: 64-bit ARM.
include arch/machines/arm.family
triple       = aarch64-linux-gnu
# No vectors.
cflags       = -mgeneral-regs-only
srcarch      = arm64
elf          = EM_AARCH64
nolibc       = 6.1
most_bytes   = 324
qemu_user    = qemu-aarch64
# Our own kernel.
tiny_image   = arch/arm64/boot/Image.gz
tiny_boots   = arch/arm64/boot/Image
