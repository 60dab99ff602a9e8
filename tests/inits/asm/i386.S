/*
 * i386.S - the same for i386; see x86_64.S.
 *
 *   %ebp  the next line: -2 greeting, -1 PID, from 0 on the tick
 *   %esi  the word of the line; %esp points to {2, 0}, two seconds
 *   DF    set: string instructions go down, digits come from the end
 */
	.text
	.globl	init
init:
	std
	push	%eax			/* tv_nsec = 0 */
	push	$2			/* tv_sec */
	push	$-2
	pop	%ebp
	mov	$hello, %ecx
	push	$hello_end - hello
	pop	%edx
	jmp	write
pid:
	push	$20			/* __NR_getpid */
	pop	%eax
	int	$0x80
	mov	$0x3a444950, %esi	/* "PID:" */
	jmp	line
tick:
	mov	$0x6b636974, %esi	/* "tick" */
	mov	%ebp, %eax
line:
	push	$'\n'			/* stays behind as the line's end ... */
	push	%esp
	pop	%edi
	pop	%ecx			/* ... and is the divisor, too: 10 */
	scasb				/* %edi -= 1 in one byte */
digit:
	cltd
	div	%ecx
	xchg	%eax, %edx
	add	$'0', %al
	stosb
	xchg	%eax, %edx
	test	%eax, %eax
	jnz	digit
	movb	$' ', (%edi)
	scasl				/* %edi -= 4 */
	mov	%esi, (%edi)
	mov	%edi, %ecx
	lea	-3(%esp), %edx		/* one past the newline */
	sub	%ecx, %edx
write:
	inc	%eax			/* from 0 to stdout ... */
	mov	%eax, %ebx
	mov	$4, %al			/* ... and to __NR_write */
	int	$0x80
	inc	%ebp
	js	pid
	jz	tick			/* no sleep between PID and tick 0 */
	xor	%eax, %eax
	mov	$162, %al		/* __NR_nanosleep */
	mov	%esp, %ebx
	int	$0x80
	xchg	%eax, %ecx
	jecxz	tick
	hlt				/* not allowed here: the trap */

hello:	.ascii	"Hello from opcode init!\n"
hello_end:
