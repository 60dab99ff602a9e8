# mipsn32le: 64-bit MIPS with 32-bit pointers, little endian.
include arch/machines/mips64.family
triple       = mips64el-linux-gnuabin32
kernel_deb   = linux-image-5kc-malta
kernel_arch  = mips64el
kernel_suite = bookworm
kernel_file  = boot/vmlinuz-*
qemu         = qemu-system-mips64el
qemu_deb     = qemu-system-mips
most_bytes   = 392
qemu_user    = qemu-mipsn32el
# The same 64-bit kernel runs it.
kernels      = mips64le
