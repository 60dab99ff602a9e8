/*
 * staircase.c - what init.c does, written as a beginner would: printf, sleep.
 * The first steps of `make staircase`, against glibc and then against nolibc.
 */
#ifdef NOLIBC
#define NAME "nolibc"
#else
#include <stdio.h>
#include <unistd.h>
#define NAME "glibc"
#endif

int
main(void)
{
	printf("Hello from %s init!\n", NAME);
	printf("PID: %d\n", (int)getpid());
	for (unsigned int ticks = 0;; ticks++) {
		printf("tick %u\n", ticks);
#ifndef NOLIBC /* which keeps nothing back, and may lack fflush */
		fflush(stdout);
#endif
		sleep(2);
	}
}
