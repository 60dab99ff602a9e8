/*
 * baseline.S - the least that a PVH kernel can do: prints "tick 0" on the first
 * serial port and halts. No kernel can be faster.
 */
	.section .note.pvh, "a", @note
	.long 4, 4, 18			/* name size, value size, PHYS32_ENTRY */
	.asciz "Xen"
	.long start

	.text
	.code32
	.globl start
start:
	mov $text, %esi
	mov $0x3f8, %dx			/* the data port of ttyS0 */
	mov $text_end - text, %ecx
	rep outsb
halt:
	hlt
	jmp halt
text:
	.ascii "tick 0\n"
text_end:
