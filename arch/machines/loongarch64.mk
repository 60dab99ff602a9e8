# loongarch64: 64-bit LoongArch. Debian has no kernel for it.
triple       = loongarch64-linux-gnu
# No vectors, which not every CPU has.
cflags       = -mno-lsx
srcarch      = loongarch
elf          = EM_LOONGARCH
llvm         = 19
llvm_suffix  = -19
nolibc       = 6.12
most_bytes   = 356
page_size    = 4096
qemu         = qemu-system-loongarch64
qemu_args    = -machine virt
smp          = 2
formats      = vmlinux EFI
qemu_deb     = qemu-system-loongarch64
qemu_least   = 10
qemu_user    = qemu-loongarch64
gdb_arch     = Loongarch64
console      = ttyS0
cmdline_most = 4096
# Our own kernel.
tiny_image   = vmlinux
tiny_boots   = vmlinux
