/*
 * keep.h - memory that is held until the program exits.
 *
 * Both fail (see fail.h) instead of returning NULL.
 */
#ifndef KEEP_H
#define KEEP_H

#include <stddef.h>

/* A copy of `size` bytes, aligned for any of our structures. */
void *keep(const void *bytes, size_t size);

/* The string `head` followed by the string `tail`. */
char *join(const char *head, const char *tail);

#endif
