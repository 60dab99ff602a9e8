# riscv64: 64-bit RISC-V.
include arch/machines/riscv.family
triple       = riscv64-linux-gnu
cflags       = -march=rv64imac -mabi=lp64
nolibc       = 6.1
most_bytes   = 344
kernel_deb   = linux-image-riscv64
kernel_arch  = riscv64
kernel_suite = trixie
kernel_file  = boot/vmlinux-*
qemu         = qemu-system-riscv64
qemu_deb     = qemu-system-riscv64 opensbi
qemu_user    = qemu-riscv64
gdb_arch     = riscv:rv64
