# ppc: 32-bit PowerPC. Debian has no kernel for it.
include arch/machines/powerpc.family
triple       = powerpc-linux-gnu
# No floating point.
cflags       = -msoft-float
elf          = EM_PPC
most_bytes   = 372
qemu         = qemu-system-ppc
qemu_args    = -machine g3beige
smp          = 1
qemu_user    = qemu-ppc
gdb_arch     = powerpc:common
console      = ttyPZ0
# Without a screen Open Firmware names no output, and the first lines would be lost.
cmdline      = sccdbg
