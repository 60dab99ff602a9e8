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
typedef struct __kernel_old_timespec timespec;
#define SLEEP() __nolibc_syscall2(__NR_nanosleep, &two_seconds, 0)
#else /* architectures without 32-bit time_t system calls */
typedef struct __kernel_timespec timespec;
#define SLEEP()                                                            \
	__nolibc_syscall4(__NR_clock_nanosleep_time64, CLOCK_MONOTONIC, 0, \
		&two_seconds, 0)
#endif
#ifdef __LP64__ /* linker.ld has room for it in the program header */
extern const timespec two_seconds __attribute__((visibility("hidden")));
#else
static const timespec two_seconds = {2, 0};
#endif

/* clang aligns an array of 16 bytes or more to 16 */
#define UNALIGNED __attribute__((aligned(1)))
static const char greeting[24] UNALIGNED = "Hello from nolibc init!\n";

/* No instruction, but clang no longer knows the value of x, from which it would
 * make larger code. */
#define FORGET(x) __asm__("" : "+r"(x))

__attribute__((noreturn)) void
init(void)
{
	char word[4] = "PID:"; /* kept in a register */
	char line[sizeof(word) + 1 + 10 + 1] UNALIGNED;
	char *const end = line + sizeof(line);
	unsigned int number, ticks = -1; /* none yet */

	__nolibc_syscall3(__NR_write, 1, greeting, sizeof(greeting));
	number = __nolibc_syscall0(__NR_getpid);
	for (;;) {
		/* filled from its end: newline, digits, space, word */
		char *start = end;
		*--start = '\n';
		do {
			*--start = '0' + number % 10;
			number /= 10;
			FORGET(number);
		} while (number);
		*--start = ' ';
		start -= sizeof(word);
		FORGET(start);
		__builtin_memcpy(start, word, sizeof(word));
		__nolibc_syscall3(
			__NR_write, 1, start, (unsigned)(end - start));

		/* tick 0 follows the PID at once */
		if (++ticks && (int)SLEEP())
			__builtin_trap(); /* better than a flooded console */
		__builtin_memcpy(word, "tick", sizeof(word));
		number = ticks;
		FORGET(number);
	}
}
