# ppc64: 64-bit POWER, big endian. Debian has no kernel for it.
triple       = powerpc64-linux-gnu
# An entry point that is code, not the address of a descriptor.
cflags       = -mabi=elfv2
srcarch      = powerpc
elf          = EM_PPC64
llvm         = 14
nolibc       = 6.12
most_bytes   = 448
page_size    = 4096
qemu         = qemu-system-ppc64
qemu_args    = -machine pseries
qemu_deb     = qemu-system-ppc
qemu_user    = qemu-ppc64
gdb_arch     = powerpc:common64
console      = hvc0
# Our own kernel: what is built, what boots, and of how many objects.
tiny_image   = vmlinux
tiny_boots   = vmlinux
tiny_objects = 661
