# mips64be: 64-bit MIPS, big endian. Neither Debian nor we have a kernel for it.
include arch/machines/mips64.family
triple       = mips64-linux-gnuabi64
kernel_deb   =
qemu         =
qemu_deb     =
qemu_user    = qemu-mips64
