# x32: 64-bit PC with 32-bit pointers.
include arch/machines/x86.family
triple       = x86_64-linux-gnux32
elf          = EM_X86_64
most_bytes   = 272
# Debian's kernel for cloud machines cannot run it, the full one only if told to.
kernel_deb   = linux-image-amd64
kernels      = x86_64
cmdline      = syscall.x32=y
fast_cmdline = syscall.x32=y no_timer_check cryptomgr.notests nolapic_timer lpj=1000000 noreplace-smp
