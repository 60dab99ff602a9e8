/*
 * init.c - PID 1 in three system calls: write, getpid, nanosleep.
 *
 * It prints a greeting, its process id, and a tick every two seconds, forever.
 * Built against the kernel's nolibc header only: no libc, no start-up code. The
 * kernel jumps straight to init() below, the entry point in linker.ld. Each
 * line is one write, whose result is ignored on purpose: a PID 1 with a closed,
 * full or read-only console has nobody left to tell.
 */
#include "nolibc.h"

/* Older versions of nolibc name their system call macros differently. */
#ifndef __nolibc_syscall0
#define __nolibc_syscall0 my_syscall0
#define __nolibc_syscall2 my_syscall2
#define __nolibc_syscall3 my_syscall3
#define __nolibc_syscall4 my_syscall4
#endif

/* Constants only: linker.ld rejects anything writable. */
#ifdef __NR_nanosleep
static const struct __kernel_old_timespec two_seconds = {2, 0};
#define SLEEP() __nolibc_syscall2(__NR_nanosleep, &two_seconds, 0)
#else /* architectures without 32-bit time_t system calls */
static const struct __kernel_timespec two_seconds = {2, 0};
#define SLEEP()                                                            \
	__nolibc_syscall4(__NR_clock_nanosleep_time64, CLOCK_MONOTONIC, 0, \
		&two_seconds, 0)
#endif

/* a bare array would be aligned to 16 bytes */
static const struct {
	char text[24];
} greeting = {"Hello from nolibc init!\n"};

/* fits a register, so it is passed as an immediate operand */
struct word {
	char text[4];
};

/* Writes one line: the word, a space, the number in decimal, a newline. */
static void
report(struct word word, unsigned int number)
{
	/* filled from the end */
	struct {
		char text[sizeof(word) + 1 + 10 + 1];
	} line;
	char *const end = line.text + sizeof(line.text);
	char *start = end;

	*--start = '\n';
	do {
		*--start = '0' + number % 10;
		number /= 10;
		/* hide the value: clang would compare the old one with 9 */
		__asm__("" : "+r"(number));
	} while (number);
	*--start = ' ';
	start -= sizeof(word);
	__builtin_memcpy(start, &word, sizeof(word));
	__nolibc_syscall3(__NR_write, 1, start, end - start);
}

__attribute__((noreturn)) void
init(void)
{
	unsigned int ticks = 0;

	__nolibc_syscall3(__NR_write, 1, &greeting, sizeof(greeting));
	report((struct word){"PID:"}, __nolibc_syscall0(__NR_getpid));
	do
		report((struct word){"tick"}, ticks++);
	while (!(int)SLEEP());

	/* It cannot sleep: a dead PID 1 is better than a flooded console. */
	__builtin_trap();
}
