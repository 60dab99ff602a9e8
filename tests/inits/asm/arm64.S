/*
 * arm64.S - the same for arm64; see x86_64.S.
 *
 *   w3  the word of the line
 *   w4  the next line: -2 greeting, -1 PID, from 0 on the tick
 *   w5  10: the divisor, and a newline
 */
	.text
	.globl	init
init:
	adr	x1, hello
	mov	w2, #hello_end - hello
	mov	w4, #-2
	mov	w5, #10
	b	write
pid:
	mov	w8, #172		/* __NR_getpid */
	svc	#0
	ldr	w3, word_pid
	b	line
tick:
	ldr	w3, word_tick
	mov	w0, w4
line:
	mov	x1, sp			/* down from here, from the line's end */
	strb	w5, [x1, #-1]!
digit:
	udiv	w6, w0, w5
	msub	w0, w6, w5, w0
	orr	w0, w0, #'0'
	strb	w0, [x1, #-1]!
	mov	w0, w6
	cbnz	w0, digit
	mov	w0, #' '
	strb	w0, [x1, #-1]!
	str	w3, [x1, #-4]!
	sub	x2, sp, x1
write:
	mov	w8, #64			/* __NR_write */
	mov	w0, #1			/* stdout */
	svc	#0
	adds	w4, w4, #1
	b.mi	pid
	b.eq	tick			/* no sleep between PID and tick 0 */
	mov	w8, #101		/* __NR_nanosleep */
	adr	x0, two_seconds
	svc	#0
	cbz	w0, tick
	udf	#0			/* not allowed here: the trap */

word_pid:
	.ascii	"PID:"
word_tick:
	.ascii	"tick"
hello:	.ascii	"Hello from opcode init!\n"
hello_end:
