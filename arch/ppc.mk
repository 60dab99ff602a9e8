# ppc: 32-bit PowerPC. Debian has no kernel for it.
triple       = powerpc-linux-gnu
srcarch      = powerpc
elf          = EM_PPC
llvm         = 14
nolibc       = 6.12
most_bytes   = 392
qemu         = qemu-system-ppc
qemu_args    = -machine g3beige
qemu_deb     = qemu-system-ppc
qemu_user    = qemu-ppc
gdb_arch     = powerpc:common
console      = ttyPZ0
