# mips64le: 64-bit MIPS, little endian.
include arch/machines/mips64.family
triple       = mips64el-linux-gnuabi64
kernel_deb   = linux-image-5kc-malta
kernel_arch  = mips64el
kernel_suite = bookworm
kernel_file  = boot/vmlinuz-*
qemu         = qemu-system-mips64el
qemu_deb     = qemu-system-mips
qemu_user    = qemu-mips64el
