# arm64: 64-bit ARM.
triple       = aarch64-linux-gnu
srcarch      = arm64
elf          = EM_AARCH64
llvm         = 14
nolibc       = 6.1
most_bytes   = 372
kernel_deb   = linux-image-cloud-arm64
kernel_arch  = arm64
kernel_suite = bookworm
kernel       = boot/vmlinuz-*
page_size    = 4096
qemu         = qemu-system-aarch64
qemu_args    = -machine virt -cpu cortex-a72
qemu_deb     = qemu-system-arm
qemu_user    = qemu-aarch64
gdb_arch     = aarch64
console      = ttyAMA0
# Our own kernel: what is built, what boots, and of how many objects.
tiny_image   = arch/arm64/boot/Image.gz
tiny_boots   = arch/arm64/boot/Image
tiny_objects = 582
