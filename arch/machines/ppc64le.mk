# ppc64le: 64-bit POWER, little endian.
triple       = powerpc64le-linux-gnu
srcarch      = powerpc
elf          = EM_PPC64
llvm         = 14
nolibc       = 6.12
most_bytes   = 448
kernel_deb   = linux-image-powerpc64le
kernel_arch  = ppc64el
kernel_suite = bookworm
kernel       = boot/vmlinux-*
page_size    = 65536
qemu         = qemu-system-ppc64
qemu_args    = -machine pseries
qemu_deb     = qemu-system-ppc
qemu_user    = qemu-ppc64le
gdb_arch     = powerpc:common64
console      = hvc0
# Our own kernel: what is built, what boots, and of how many objects.
tiny_image   = vmlinux
tiny_boots   = vmlinux
tiny_objects = 661
