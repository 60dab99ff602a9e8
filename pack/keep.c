/*
 * keep.c - cuts small pieces from large ones: a tree of 86,000 files needs
 * 170,000 of them, and malloc's overhead would be a quarter of the memory.
 */
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "keep.h"

#define PIECE (64 * 1024)

static char *
cut(size_t size)
{
	static char *piece;
	static size_t left;

	size = (size + 7) & ~(size_t)7;
	if (!piece || size > left) {
		left = size > PIECE ? size : PIECE;
		piece = malloc(left);
		if (!piece)
			fail("out of memory", 0, "%zu bytes needed", left);
	}
	piece += size;
	left -= size;
	return piece - size;
}

void *
keep(const void *bytes, size_t size)
{
	return memcpy(cut(size), bytes, size);
}

char *
join(const char *head, const char *tail)
{
	size_t length = strlen(head), more = strlen(tail) + 1;
	char *both = cut(length + more);

	memcpy(both, head, length);
	memcpy(both + length, tail, more);
	return both;
}
