/*
 * memory.c - see memory.h.
 */
#include <stdio.h>
#include <stdlib.h>

#include "memory.h"

void *
checked(void *memory)
{
	if (memory)
		return memory;
	fputs("peek: out of memory\n", stderr);
	exit(2);
}
