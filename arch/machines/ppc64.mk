# ppc64: 64-bit POWER, big endian. Debian has no kernel for it.
include arch/machines/powerpc.family
triple       = powerpc64-linux-gnu
qemu_user    = qemu-ppc64
