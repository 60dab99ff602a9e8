# mips32le: 32-bit MIPS, little endian.
include arch/machines/mips.family
triple       = mipsel-linux-gnu
kernel_deb   = linux-image-4kc-malta
kernel_arch  = mipsel
kernel_suite = bookworm
kernel_file  = boot/vmlinuz-*
qemu         = qemu-system-mipsel
qemu_user    = qemu-mipsel
