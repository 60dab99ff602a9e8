/*
 * list.h - reads a list of entries in the language of gen_init_cpio.
 */
#ifndef LIST_H
#define LIST_H

#include <stdio.h>

#include "entry.h"

/*
 * Adds the list's entries to the table, in their order. `path` is the list's
 * name for messages; it must live as long as the table. Fails with the name
 * and the line.
 */
void list_read(FILE *file, const char *path, struct table *table,
	const struct policy *policy);

#endif
