# arm: 32-bit ARM, Thumb-2. The kernel is the 64-bit one, which runs 32-bit programs.
triple       = armv7a-linux-gnueabi
# No divide instruction in every ARMv7: -Os multiplies, where -Oz would call a
# library. Addresses from memory: six bytes, not eight. r7, where the number of a
# system call goes, is not kept for a frame pointer that nobody needs.
cflags       = -mthumb -Os -mno-movt -DNOLIBC_OMIT_FRAME_POINTER
srcarch      = arm
elf          = EM_ARM
llvm         = 14
# The objdump of 14 loses its way in Thumb functions.
llvm_suffix  = -19
nolibc       = 6.12
most_bytes   = 272
kernel_deb   = linux-image-cloud-arm64
kernel_arch  = arm64
kernel_suite = bookworm
kernel       = boot/vmlinuz-*
page_size    = 4096
qemu         = qemu-system-aarch64
qemu_args    = -machine virt -cpu cortex-a72
qemu_deb     = qemu-system-arm
qemu_user    = qemu-arm
gdb_arch     = aarch64
console      = ttyAMA0
# Our own kernel: what is built, what boots, and of how many objects.
tiny_image   = arch/arm/boot/zImage
tiny_boots   = arch/arm/boot/zImage
tiny_objects = 582
tiny_qemu_args = -machine virt -cpu cortex-a15
tiny_gdb_arch = arm
# Any other 32-bit one, a zImage, wants a 32-bit CPU, too.
zimage_qemu_args = -machine virt -cpu cortex-a15
zimage_gdb_arch = arm
