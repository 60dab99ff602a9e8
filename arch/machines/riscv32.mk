# riscv32: 32-bit RISC-V. Debian has no kernel for it.
triple       = riscv32-linux-gnu
cflags       = -march=rv32imac -mabi=ilp32
srcarch      = riscv
elf          = EM_RISCV
llvm         = 14
objdump      = --mattr=+m,+a,+c
nolibc       = 6.12
most_bytes   = 332
page_size    = 4096
qemu         = qemu-system-riscv32
qemu_args    = -machine virt
qemu_deb     = qemu-system-riscv32
qemu_user    = qemu-riscv32
gdb_arch     = riscv:rv32
console      = ttyS0
# The firmware, of which Debian 12 has the 64-bit one alone.
bios_deb     = opensbi
bios_suite   = trixie
bios         = usr/lib/riscv32-linux-gnu/opensbi/generic/fw_dynamic.bin
# Our own kernel: what is built, what boots, and of how many objects.
tiny_image   = arch/riscv/boot/Image
tiny_boots   = arch/riscv/boot/Image
tiny_objects = 534
