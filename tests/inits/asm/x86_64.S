/*
 * x86_64.S - what init.c does, in as few bytes of assembly as we know: the baseline
 * for the C (make staircase, make sizes, make bytes).
 *
 * The file is as well-formed as init, by the same linker.ld. It keeps state where a
 * compiler does not: in registers, flags and below the stack pointer, which no signal
 * handler overwrites, for there is none:
 *
 *   %ebx  the next line: -2 greeting, -1 PID, from 0 on the tick
 *   %ebp  the word of the line, four letters
 *   DF    set: string instructions go down, digits come from the end
 *
 * The kernel starts a program with every register 0 (ELF_PLAT_INIT); of that
 * only %rax is relied on. Ticks last for 2^31, which is 136 years. If a signal
 * interrupts a sleep, the time left overwrites the line, which was written before.
 */
	.text
	.globl	init
init:
	std
	push	$-2
	pop	%rbx
	mov	$hello, %esi
	push	$hello_end - hello
	pop	%rdx
	jmp	write
pid:
	push	$39			/* __NR_getpid */
	pop	%rax
	syscall
	mov	$0x3a444950, %ebp	/* "PID:" */
	jmp	line
tick:
	mov	$0x6b636974, %ebp	/* "tick" */
	mov	%ebx, %eax
line:
	push	$'\n'			/* stays behind as the line's end ... */
	push	%rsp
	pop	%rdi
	pop	%rcx			/* ... and is the divisor, too: 10 */
	scasb				/* %rdi -= 1 in one byte */
digit:
	cltd
	div	%ecx
	xchg	%eax, %edx
	add	$'0', %al
	stosb
	xchg	%eax, %edx
	test	%eax, %eax
	jnz	digit
	movb	$' ', (%rdi)
	scasl				/* %rdi -= 4 */
	mov	%ebp, (%rdi)
	mov	%rdi, %rsi
	lea	-7(%rsp), %edx		/* one past the newline */
	sub	%esi, %edx
write:
	inc	%eax			/* from 0 to __NR_write, and to stdout */
	mov	%eax, %edi
	syscall
	inc	%ebx
	js	pid
	jz	tick			/* no sleep between PID and tick 0 */
	push	$35			/* __NR_nanosleep */
	pop	%rax
	mov	$two_seconds, %edi
	syscall
	xchg	%eax, %ecx
	jrcxz	tick
	hlt				/* not allowed here: the trap */

hello:	.ascii	"Hello from opcode init!\n"
hello_end:
