# ppc64: 64-bit POWER, big endian. Debian has no kernel for it.
include arch/machines/powerpc.family
triple       = powerpc64-linux-gnu
# The entry point is code, not the address of a function descriptor.
cflags       = -mabi=elfv2
qemu_user    = qemu-ppc64
