# mips64le: 64-bit MIPS, little endian.
include arch/machines/mips64.family
triple       = mips64el-linux-gnuabi64
qemu_user    = qemu-mips64el
