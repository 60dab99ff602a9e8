/*
 * list.h - reads a list of entries in the language of gen_init_cpio.
 */
#ifndef LIST_H
#define LIST_H

#include <stdio.h>

#include "entry.h"

/* Bytes of a line, without the newline: 255 of the longest names fit. */
#define LIST_LINE_MAX (1024 * 1024)

/*
 * Adds the entries of a list to the table, in order. `path` is the list's name
 * for messages and must live as long as the table. Fails, with path and line,
 * on a line that is not an entry or longer than LIST_LINE_MAX; with path on a
 * read error.
 */
void list_read(FILE *file, const char *path, struct table *table,
	const struct policy *policy);

#endif
