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
# KERNEL=least has no driver for the local APIC, through which the timer's interrupts come
# if the CPU has one, under KVM, and if there are two CPUs.
least_tcg_args = -cpu qemu64,-tsc,-apic
least_kvm_hosts =
least_smp    = 1
least_smp_most = 1
