/*
 * init.c - our init as C has it on any libc; every C peer is built from it.
 * NAME, the peer's, comes from the command line.
 */
#include <stdio.h>
#include <unistd.h>

#ifndef NAME
#define NAME "c"
#endif

int
main(void)
{
	int tick;

	printf("Hello from " NAME " init!\n");
	printf("PID: %d\n", getpid());
	for (tick = 0;; tick++) {
		printf("tick %d\n", tick);
		sleep(2);
	}
}
