# riscv64: 64-bit RISC-V.
triple       = riscv64-linux-gnu
cflags       = -march=rv64imac -mabi=lp64
srcarch      = riscv
elf          = EM_RISCV
llvm         = 14
objdump      = --mattr=+m,+a,+c
nolibc       = 6.1
most_bytes   = 388
kernel_deb   = linux-image-riscv64
kernel_arch  = riscv64
kernel_suite = trixie
kernel       = boot/vmlinux-*
page_size    = 4096
qemu         = qemu-system-riscv64
qemu_args    = -machine virt
qemu_deb     = qemu-system-riscv64 opensbi
qemu_user    = qemu-riscv64
gdb_arch     = riscv:rv64
console      = ttyS0
# Our own kernel: what is built, what boots, and of how many objects.
tiny_image   = arch/riscv/boot/Image
tiny_boots   = arch/riscv/boot/Image
tiny_objects = 640
