# riscv32: 32-bit RISC-V. Debian has no kernel for it.
triple       = riscv32-linux-gnu
cflags       = -march=rv32imac -mabi=ilp32
srcarch      = riscv
elf          = EM_RISCV
llvm         = 14
objdump      = --mattr=+m,+a,+c
nolibc       = 6.12
most_bytes   = 332
qemu         = qemu-system-riscv32
qemu_args    = -machine virt
qemu_deb     = qemu-system-riscv32 opensbi
qemu_user    = qemu-riscv32
gdb_arch     = riscv:rv32
console      = ttyS0
