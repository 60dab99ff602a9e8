# mipsn32le: 64-bit MIPS with 32-bit pointers, little endian.
include arch/machines/mips64.family
triple       = mips64el-linux-gnuabin32
most_bytes   = 384
qemu_user    = qemu-mipsn32el
# The same 64-bit kernel runs it.
kernels      = mips64le
