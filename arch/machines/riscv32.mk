# riscv32: 32-bit RISC-V. Debian has no kernel for it.
include arch/machines/riscv.family
triple       = riscv32-linux-gnu
cflags       = -march=rv32imac -mabi=ilp32
nolibc       = 6.12
most_bytes   = 306
qemu         = qemu-system-riscv32
qemu_deb     = qemu-system-riscv32
qemu_user    = qemu-riscv32
gdb_arch     = riscv:rv32
# The firmware: Debian 12 has only the 64-bit one.
bios_deb     = opensbi
bios_suite   = trixie
bios         = usr/lib/riscv32-linux-gnu/opensbi/generic/fw_dynamic.bin
