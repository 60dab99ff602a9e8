/* crashes.c - an init that writes where it may not. */
#include "nolibc.h"

int
main(void)
{
	/* cppcheck-suppress nullPointer */
	*(volatile int *)0 = 42;
	return 0;
}
