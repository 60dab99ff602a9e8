# i386: 32-bit PC. The kernel is the 64-bit one, which runs 32-bit programs.
triple     = i386-linux-gnu
# No SSE: the stack at the entry point is not aligned as a call leaves it.
cflags     = -mno-sse -mno-mmx -mstack-alignment=4
srcarch    = x86
elf        = EM_386
llvm       = 14
most_bytes = 272
kernel_deb = linux-image-cloud-amd64
kernel     = boot/vmlinuz-*
qemu       = qemu-system-x86_64
qemu_args  = -machine pc
qemu_user  = qemu-i386
gdb_arch   = i386:x86-64
kvm_hosts  = x86_64
kvm_flags  = vmx|svm
console    = ttyS0
# An emulated timer on a busy host can fail the check, and the kernel panics.
cmdline    = no_timer_check
