# ppc64le: 64-bit POWER, little endian.
include arch/machines/powerpc.family
triple       = powerpc64le-linux-gnu
elf          = EM_PPC64
most_bytes   = 448
kernel_deb   = linux-image-powerpc64le
kernel_arch  = ppc64el
kernel_suite = bookworm
kernel_file  = boot/vmlinux-*
page_size    = 65536
qemu         = qemu-system-ppc64
qemu_args    = -machine pseries
qemu_user    = qemu-ppc64le
gdb_arch     = powerpc:common64
console      = hvc0
