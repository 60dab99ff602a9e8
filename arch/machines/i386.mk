# i386: 32-bit PC. The kernel is the 64-bit one, which runs 32-bit programs.
triple       = i386-linux-gnu
# No SSE: the stack at the entry point is not aligned as a call leaves it.
cflags       = -fcf-protection=none -mno-sse -mno-mmx -mstack-alignment=4
srcarch      = x86
elf          = EM_386
llvm         = 14
nolibc       = 6.1
most_bytes   = 272
kernel_deb   = linux-image-cloud-amd64
kernel_arch  = amd64
kernel_suite = bookworm
kernel       = boot/vmlinuz-*
page_size    = 4096
qemu         = qemu-system-x86_64
# qboot does what a kernel needs, and is done sooner than SeaBIOS.
qemu_args    = -machine pc -bios qboot.rom
# Without KVM: a time stamp counter that is not there needs no calibration.
tcg_args     = -cpu qemu64,-tsc
qemu_deb     = qemu-system-x86
qemu_user    = qemu-i386
gdb_arch     = i386:x86-64
kvm_hosts    = x86_64
kvm_flags    = vmx|svm
console      = ttyS0
# An emulated timer on a busy host can fail the check, and the kernel panics.
# The rest is time saved: no cipher tests itself, no second timer is tuned, delay
# loops are known beforehand, and the code is not rewritten in the thousands of
# places that could do with less on a single CPU.
cmdline      = no_timer_check cryptomgr.notests nolapic_timer lpj=1000000 noreplace-smp
# Where the firmware talks, and how the kernel does so from its first moment.
firmware     = isa-debugcon,iobase=0x402
early        = earlyprintk=ttyS0
# Our own kernel: what is built, what boots, and of how many objects. An earlier
# LLVM than 17 stops at mm/maccess.c.
tiny_image   = arch/x86/boot/bzImage
tiny_boots   = vmlinux
tiny_objects = 595
tiny_llvm    = 17
tiny_qemu_args = -machine microvm,pit=on,pic=on -bios qboot.rom
tiny_cmdline = no_timer_check nolapic_timer lpj=1000000
