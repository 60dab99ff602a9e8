# arm64be: 64-bit ARM, big endian. Debian has no kernel for it.
triple       = aarch64_be-linux-gnu
# No vectors.
cflags       = -mgeneral-regs-only
srcarch      = arm64
elf          = EM_AARCH64
llvm         = 14
nolibc       = 6.12
most_bytes   = 324
qemu_user    = qemu-aarch64_be
