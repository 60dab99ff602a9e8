/* crashes.c - an init that writes to address 0. */
#include "nolibc.h"

int
main(void)
{
	/* cppcheck-suppress nullPointer */
	*(volatile int *)0 = 42;
	return 0;
}
