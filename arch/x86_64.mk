# x86_64: 64-bit PC.
triple     = x86_64-linux-gnu
# No SSE: the stack at the entry point is not aligned as a call leaves it.
# No red zone: small constants then load in three bytes, not ten.
# No hoisting out of loops: a constant is smaller than a register kept for it.
cflags     = -mno-sse -mno-mmx -mno-red-zone -mstack-alignment=8 -mllvm -disable-machine-licm
srcarch    = x86
elf        = EM_X86_64
llvm       = 14
most_bytes = 300
kernel_deb = linux-image-cloud-amd64
kernel     = boot/vmlinuz-*
qemu       = qemu-system-x86_64
qemu_args  = -machine pc
qemu_user  = qemu-x86_64
gdb_arch   = i386:x86-64
kvm_hosts  = x86_64
kvm_flags  = vmx|svm
console    = ttyS0
# An emulated timer on a busy host can fail the check, and the kernel panics.
cmdline    = no_timer_check
