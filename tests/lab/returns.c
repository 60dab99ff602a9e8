/* returns.c - an init that exits, as PID 1 must not. */
#include "nolibc.h"

int
main(void)
{
	return 42;
}
