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
qemu_args    = -machine pc
qemu_deb     = qemu-system-x86
qemu_user    = qemu-i386
gdb_arch     = i386:x86-64
kvm_hosts    = x86_64
kvm_flags    = vmx|svm
console      = ttyS0
# An emulated timer on a busy host can fail the check, and the kernel panics.
# The rest is time saved: no cipher tests itself, and no second timer is tuned.
cmdline      = no_timer_check cryptomgr.notests nolapic_timer
# Where the firmware talks, and how the kernel does so from its first moment.
firmware     = isa-debugcon,iobase=0x402
early        = earlyprintk=ttyS0
