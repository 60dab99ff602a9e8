# ppc64: 64-bit POWER, big endian. Debian has no kernel for it.
include arch/machines/powerpc.family
triple       = powerpc64-linux-gnu
# The entry point is code, not the address of a function descriptor.
cflags       = -mabi=elfv2
elf          = EM_PPC64
most_bytes   = 448
qemu         = qemu-system-ppc64
qemu_args    = -machine pseries
qemu_user    = qemu-ppc64
gdb_arch     = powerpc:common64
console      = hvc0
