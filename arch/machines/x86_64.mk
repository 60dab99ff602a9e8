# x86_64: 64-bit PC.
triple       = x86_64-linux-gnu
# No SSE: the stack at the entry point is not aligned as a call leaves it.
# No red zone: small constants then load in three bytes, not ten.
cflags       = -fcf-protection=none -mno-sse -mno-mmx -mno-red-zone -mstack-alignment=8
srcarch      = x86
elf          = EM_X86_64
llvm         = 14
nolibc       = 6.1
most_bytes   = 300
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
qemu_user    = qemu-x86_64
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
# Our own kernel: what is built, what boots, and of how many objects.
tiny_image   = arch/x86/boot/bzImage
tiny_boots   = vmlinux
tiny_objects = 628
# qboot finds vmlinux's PVH entry. The timer is the old one, which needs no
# calibration.
tiny_qemu_args = -machine microvm,pit=on,pic=on -bios qboot.rom
tiny_cmdline = no_timer_check nolapic_timer lpj=1000000
soak_machine = microvm
# The target for which tests/measure/floor.S is assembled.
floor        = i386-linux-gnu
