/*
 * floppy.S - a whole floppy disk: a boot sector that loads Linux, the kernel
 * KERNEL (a bzImage), and the initramfs INITRAMFS.
 *
 *	clang --target=i386 -c -DKERNEL='"..."' -DINITRAMFS='"..."' \
 *		-DCMDLINE='"..."' -o floppy.o floppy.S
 *	ld.lld --oformat=binary -Ttext=0x7c00 -o floppy.img floppy.o
 *
 * The BIOS reads the first sector to 0x7c00 and jumps there. All else is read
 * to where the kernel's Documentation/arch/x86/boot.rst wants it; the names
 * of the header's fields are those used there.
 */
#define TRACK 0x20000	/* a track: the BIOS cannot read across 64 KiB */
#define SETUP 0x10000	/* the kernel's real-mode part, its heap and stack */
#define STACK 0xe000	/* where that ends */

	.code16
	.globl	_start
_start:	ljmp	$0, $1f			/* some BIOSes jump to 0x7c0:0 */
1:	xor	%ax, %ax
	mov	%ax, %ds
	mov	%ax, %es
	mov	%ax, %ss
	mov	$0x7c00, %sp
	cld
	mov	%dl, drive

	call	read_track
	movw	$512, from		/* behind this sector */
	mov	$TRACK >> 4, %ax
	mov	%ax, %fs
	movzbw	%fs:512 + 0x1f1, %cx	/* setup_sects */
	inc	%cx
	mov	$(initrd - kernel) / 512, %bp
	sub	%cx, %bp
	mov	$SETUP >> 16, %al
	call	load
	mov	$0x100000 >> 16, %al
	mov	%bp, %cx
	call	load

	/* the first 64 KiB that the kernel does not unpack itself to */
	mov	$SETUP >> 4, %ax
	mov	%ax, %fs
	mov	%fs:0x258, %eax		/* pref_address */
	add	%fs:0x260, %eax		/* init_size */
	add	$0xffff, %eax
	xor	%ax, %ax
	mov	%eax, %fs:0x218		/* ramdisk_image */
	shr	$16, %eax
	mov	$(disk_end - initrd) / 512, %cx
	call	load

	mov	$0x3f2, %dx
	xor	%al, %al
	out	%al, %dx		/* the drive's motor stops */
	mov	$started, %si
	call	print
	mov	$SETUP >> 4, %ax
	mov	%ax, %ds
	mov	%ax, %es
	mov	%ax, %ss
	mov	$STACK, %sp
	movb	$0xff, 0x210		/* type_of_loader: one without a number */
	orb	$0x80, 0x211		/* loadflags: heap_end_ptr is valid */
	movl	$initrd_end - initrd, 0x21c	/* ramdisk_size */
	movw	$STACK - 0x200, 0x224	/* heap_end_ptr */
	movl	$cmdline, 0x228		/* cmd_line_ptr */
	ljmp	$(SETUP >> 4) + 0x20, $0

/* load: the next CX sectors of the disk to AL << 16 */
load:	movw	$0, to
	mov	%al, to + 2
1:	cmpw	$18 * 512, from
	jb	2f
	call	read_track
2:	push	%cx
	mov	$copy, %si
	mov	$512 / 2, %cx
	mov	$0x87, %ah
	int	$0x15			/* copies beyond 1 MiB, too */
	pop	%cx
	jc	fail
	addw	$512, from
	addw	$512, to
	adcb	$0, to + 2
	loop	1b
	ret

/* read_track: the next one to TRACK; a drive may need several attempts */
read_track:
	pusha
	push	%es
	mov	$TRACK >> 4, %ax
	mov	%ax, %es
	mov	$5, %di
1:	mov	drive, %dl
	mov	track, %ax
	shr	%ax
	mov	%al, %ch		/* the cylinder */
	mov	$1, %cl			/* its first sector */
	setc	%dh			/* the head */
	xor	%bx, %bx
	mov	$0x0212, %ax
	int	$0x13			/* reads 18 sectors to ES:BX */
	jnc	2f
	xor	%ah, %ah
	int	$0x13			/* resets the drive */
	dec	%di
	jnz	1b
	jmp	fail
2:	incw	track
	movw	$0, from
	mov	$dot, %si
	call	print
	pop	%es
	popa
	ret

fail:	mov	$failed, %si
	call	print
1:	hlt
	jmp	1b

/* print: the string at SI */
1:	mov	$0x0e, %ah
	mov	$7, %bx
	int	$0x10
print:	lodsb
	test	%al, %al
	jnz	1b
	ret

drive:	.byte	0
track:	.word	0			/* the next one to read */
dot:	.asciz	"."
failed:	.asciz	" The BIOS cannot read this disk.\r\n"
started: .asciz	" The console is the first serial port.\r\n"
cmdline: .asciz	CMDLINE
copy:	.quad	0, 0			/* what int $0x15 wants: descriptors */
	.word	0xffff
from:	.long	0x93000000 | TRACK
	.word	0
	.word	0xffff
to:	.long	0x93000000
	.word	0
	.quad	0, 0
	.org	510
	.word	0xaa55

kernel:	.incbin	KERNEL
	.balign	512
initrd:	.incbin	INITRAMFS
initrd_end:
	.balign	512
disk_end:
	.org	1474560
