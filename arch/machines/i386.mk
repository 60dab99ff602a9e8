# i386: 32-bit PC.
include arch/machines/x86.family
triple       = i386-linux-gnu
# i386 has no red zone.
cflags       = -fcf-protection=none -mno-sse -mno-mmx -mstack-alignment=4
elf          = EM_386
most_bytes   = 240
qemu_user    = qemu-i386
# A 64-bit kernel runs it, too; a 32-bit one gets a 32-bit machine.
kernels      = x86_64
kernel32_qemu = qemu-system-i386
kernel32_gdb_arch = i386
# Before LLVM 17 clang fails on mm/maccess.c.
tiny_llvm    = 17
