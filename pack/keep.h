/*
 * keep.h - memory that is held until the program ends.
 */
#ifndef KEEP_H
#define KEEP_H

#include <stddef.h>

/*
 * A copy of `head` with `tail` behind it, aligned for any of our structures.
 * Fails (see fail.h) instead of returning NULL.
 */
void *keep(
	const void *head, size_t head_size, const void *tail, size_t tail_size);

#endif
