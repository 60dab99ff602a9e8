# mips64be: 64-bit MIPS, big endian. Debian has no kernel for it.
include arch/machines/mips64.family
triple       = mips64-linux-gnuabi64
qemu_user    = qemu-mips64
