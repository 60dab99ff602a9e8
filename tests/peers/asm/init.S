/*
 * init.S - our init by hand: what C is measured against. For x86_64.
 *
 * The same three system calls in the same order, the same well-formed ELF
 * from the same linker script, and the same end when the pause is refused.
 * Every line takes one path through `line`: %eax is its number, %ebx its word.
 */
	.section .rodata
hello:	.ascii	"Hello from asm init!\n"
	.set	hello_size, . - hello
	.ascii	"PID: "		/* right behind hello: see %ebx */
	.ascii	"tick "		/* right behind that: see add below */

	.section .text.init, "ax"	/* .text would be padded to 4 */
	.globl	init
init:
	push	$0		/* on the stack, for ever: struct timespec */
	push	$2		/* of two seconds */
	mov	$hello, %esi
	push	$hello_size
	pop	%rdx
	push	$1		/* stdout */
	pop	%rdi
	mov	%edi, %eax	/* 1 is also the number of write */
	syscall
	lea	(%rsi,%rdx), %ebx	/* the word behind hello */
	or	$-1, %ebp	/* the tick before the first */
	push	$39		/* getpid */
	pop	%rax
	syscall

line:	/* written from its end, which is the stack pointer, downwards */
	push	$10		/* the base, and a newline */
	pop	%rcx
	mov	%rsp, %rdi
	dec	%rdi
	mov	%cl, (%rdi)
digit:	cltd
	div	%ecx
	add	$'0', %dl
	dec	%rdi
	mov	%dl, (%rdi)
	test	%eax, %eax
	jnz	digit
	mov	%ebx, %esi
	sub	$5, %rdi
	movsl			/* the five characters of the word */
	movsb
	lea	-5(%rdi), %rsi
	mov	%esp, %edx
	sub	%esi, %edx
	lea	-9(%rcx), %edi	/* stdout is 1 */
	mov	%edi, %eax	/* and so is write */
	syscall

	inc	%ebp
	jnz	pause
	add	$5, %ebx	/* it was the PID's line: on to the ticks */
tick:	mov	%ebp, %eax
	jmp	line
pause:	push	$35		/* nanosleep */
	pop	%rax
	mov	%rsp, %rdi
	xor	%esi, %esi
	syscall
	test	%eax, %eax
	jz	tick
	ud2
