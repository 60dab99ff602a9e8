# ppc64le: 64-bit POWER, little endian.
include arch/machines/powerpc.family
triple       = powerpc64le-linux-gnu
kernel_deb   = linux-image-powerpc64le
kernel_arch  = ppc64el
kernel_suite = bookworm
kernel_file  = boot/vmlinux-*
page_size    = 65536
qemu_user    = qemu-ppc64le
