# ppc: 32-bit PowerPC. Debian has no kernel for it.
triple       = powerpc-linux-gnu
srcarch      = powerpc
elf          = EM_PPC
llvm         = 14
nolibc       = 6.12
most_bytes   = 392
page_size    = 4096
qemu         = qemu-system-ppc
qemu_args    = -machine g3beige
qemu_deb     = qemu-system-ppc
qemu_user    = qemu-ppc
gdb_arch     = powerpc:common
console      = ttyPZ0
# Without a screen Open Firmware names no output: the first lines would be lost.
cmdline      = sccdbg
# Our own kernel: what is built, what boots, and of how many objects.
tiny_image   = vmlinux
tiny_boots   = vmlinux
tiny_objects = 571
