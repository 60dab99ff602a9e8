/*
 * init.c - PID 1 in three system calls: write, getpid, nanosleep.
 *
 * It greets, says its process id and then ticks every two seconds, for ever.
 * Built against the kernel's nolibc header alone: no libc, no start-up code.
 * The kernel jumps straight to init() below; linker.ld names it as the entry
 * point. Each line is one write, whose result is ignored on purpose: a PID 1
 * with a closed, full or read-only console has nobody left to tell.
 */
#include "nolibc.h"

/* Older nolibc calls its system call macros by other names. */
#ifndef __nolibc_syscall0
#define __nolibc_syscall0 my_syscall0
#define __nolibc_syscall2 my_syscall2
#define __nolibc_syscall3 my_syscall3
#endif

/* Constants only: linker.ld refuses anything that could be written to. */
static const struct __kernel_old_timespec two_seconds = {2, 0};

static const struct {
	char hello[24], pid[5], tick[5];
} text = {"Hello from nolibc init!\n", "PID: ", "tick "};

/* Writes one line: the word, the number in decimal, a newline. */
static void
report(const char word[5], unsigned int number)
{
	/* filled from its end; a bare array would be aligned to 16 bytes */
	struct {
		char text[5 + 10 + 1];
	} line;
	char *const end = line.text + sizeof(line.text);
	char *start = end;

	*--start = '\n';
	do {
		*--start = '0' + number % 10;
		number /= 10;
		/* hides the value: clang would compare the old one with 9 */
		__asm__("" : "+r"(number));
	} while (number);
	start -= 5;
	__builtin_memcpy(start, word, 5);
	__nolibc_syscall3(__NR_write, 1, start, end - start);
}

__attribute__((noreturn)) void
init(void)
{
	unsigned int ticks = 0;

	__nolibc_syscall3(__NR_write, 1, text.hello, sizeof(text.hello));
	report(text.pid, __nolibc_syscall0(__NR_getpid));
	do
		report(text.tick, ticks++);
	while (!(int)__nolibc_syscall2(__NR_nanosleep, &two_seconds, 0));

	/* No pause to be had: a dead PID 1 is better than a flooded console. */
	__builtin_trap();
}
