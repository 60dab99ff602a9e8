/*
 * list.h - reads a list of entries in the language of gen_init_cpio.
 */
#ifndef LIST_H
#define LIST_H

#include <stdio.h>

#include "entry.h"

/* Bytes of a line, without its newline: room for 255 of the longest names. */
#define LIST_LINE_MAX (1024 * 1024)

/*
 * Adds the list's entries to the table, in their order. `path` is the list's
 * name for messages; it must live as long as the table. Fails with the name
 * and the line where the line is no entry, or longer than LIST_LINE_MAX, and
 * with the name where the file cannot be read to its end.
 */
void list_read(FILE *file, const char *path, struct table *table,
	const struct policy *policy);

#endif
