/*
 * staircase.c - what init.c does, written naively: printf, sleep. The first
 * steps of `make staircase`, with glibc and then with nolibc.
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
#ifndef NOLIBC /* unbuffered, and may lack fflush */
		fflush(stdout);
#endif
		sleep(2);
	}
}
