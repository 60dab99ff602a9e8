# s390x: 64-bit IBM Z.
triple       = s390x-linux-gnu
# No vectors and no floating point.
cflags       = -mno-vx -msoft-float
srcarch      = s390
elf          = EM_S390
llvm         = 19
llvm_suffix  = -19
objdump      = --mcpu=z13
nolibc       = 6.12
most_bytes   = 308
kernel_deb   = linux-image-s390x
kernel_arch  = s390x
kernel_suite = bookworm
kernel_file  = boot/vmlinuz-*
page_size    = 4096
qemu         = qemu-system-s390x
qemu_args    = -machine s390-ccw-virtio
smp          = 2
formats      = bzImage vmlinux
qemu_deb     = qemu-system-s390x
qemu_user    = qemu-s390x
gdb_arch     = s390:64-bit
console      = ttysclp0
cmdline_most = 4096
# Our own kernel.
tiny_image   = arch/s390/boot/bzImage
tiny_boots   = arch/s390/boot/bzImage
