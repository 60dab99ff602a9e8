# mips32be: 32-bit MIPS, big endian. Debian has no kernel for it.
include arch/machines/mips.family
triple       = mips-linux-gnu
qemu         = qemu-system-mips
qemu_user    = qemu-mips
