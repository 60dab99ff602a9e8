/*
 * list.h - reads a list of entries in the language of gen_init_cpio.
 */
#ifndef LIST_H
#define LIST_H

#include "entry.h"

/*
 * Adds the entries of the list at `path` ("-" is the standard input) to the
 * table, in their order. Fails with the list's name and line.
 */
void list_read(
	const char *path, struct table *table, const struct policy *policy);

#endif
