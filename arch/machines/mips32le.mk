# mips32le: 32-bit MIPS, little endian.
triple       = mipsel-linux-gnu
# Addresses are known, so nothing goes through $gp.
cflags       = -mno-abicalls -G0
srcarch      = mips
elf          = EM_MIPS
llvm         = 14
nolibc       = 6.1
most_bytes   = 388
kernel_deb   = linux-image-4kc-malta
kernel_arch  = mipsel
kernel_suite = bookworm
kernel       = boot/vmlinuz-*
page_size    = 4096
qemu         = qemu-system-mipsel
qemu_args    = -machine malta
qemu_deb     = qemu-system-mips
qemu_user    = qemu-mipsel
gdb_arch     = mips
console      = ttyS0
# Our own kernel: what is built, what boots, and of how many objects.
tiny_image   = vmlinux
tiny_boots   = vmlinux
tiny_objects = 552
