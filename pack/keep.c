/*
 * keep.c - cuts small pieces from large ones: a tree of 86,000 files needs
 * 170,000 of them, and malloc's own bytes would be a quarter of the memory.
 */
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "keep.h"

#define PIECE (64 * 1024)

void *
keep(const void *head, size_t head_size, const void *tail, size_t tail_size)
{
	static char *piece;
	static size_t left;
	size_t size = (head_size + tail_size + 7) & ~(size_t)7;
	char *kept;

	if (!piece || size > left) {
		left = size > PIECE ? size : PIECE;
		piece = malloc(left);
		if (!piece)
			fail("memory", 0, "there is not enough of it");
	}
	kept = piece;
	piece += size;
	left -= size;
	memcpy(kept, head, head_size);
	memcpy(kept + head_size, tail, tail_size);
	return kept;
}
