/* returns.c - an init that ends, as PID 1 must not. */
#include "nolibc.h"

int
main(void)
{
	return 42;
}
