/*
 * riscv64.S - the same for riscv64; see x86_64.S.
 *
 *   s0  where the file is mapped: its first 128 bytes are in reach of two-byte loads
 *   s1  the next line: -2 greeting, -1 PID, from 0 on the tick
 *   a3  the word of the line
 *   a5  10: the divisor, and a newline
 */
	.text
	.ascii	"PID:tick"		/* right after the headers, from 120 on */
	.ascii	"Hello from opcode init!\n"

	.globl	init
init:
	lui	s0, 0x400
	addi	a1, s0, 128		/* "Hello ..." */
	li	a2, 24
	li	s1, -2
	li	a5, 10
	j	write
pid:
	li	a7, 172			/* __NR_getpid */
	ecall
	lw	a3, 120(s0)		/* "PID:" */
	j	line
tick:
	lw	a3, 124(s0)		/* "tick" */
	mv	a0, s1
line:
	mv	a1, sp			/* down from here, from the line's end */
	addi	a1, a1, -1
	sb	a5, 0(a1)
digit:
	remu	a4, a0, a5
	divu	a0, a0, a5
	ori	a4, a4, '0'
	addi	a1, a1, -1
	sb	a4, 0(a1)
	bnez	a0, digit
	li	a4, ' '
	sb	a4, -1(a1)
	addi	a1, a1, -5
	sw	a3, 0(a1)
	sub	a2, sp, a1
write:
	li	a7, 64			/* __NR_write */
	li	a0, 1			/* stdout */
	ecall
	addi	s1, s1, 1
	bltz	s1, pid
	beqz	s1, tick		/* no sleep between PID and tick 0 */
	li	a7, 101			/* __NR_nanosleep */
	addi	a0, s0, 88		/* two_seconds */
	ecall
	beqz	a0, tick
	unimp				/* not allowed here: the trap */
