/*
 * tree.h - walks a directory.
 */
#ifndef TREE_H
#define TREE_H

#include "entry.h"

/*
 * Adds the open directory, as the entry `at` ("" is the root), what is missing
 * above that, and everything below the directory that the policy does not
 * exclude to the table: names sorted by bytes, the contents of a directory
 * right after it. Symbolic links are not followed. `path` is the directory's
 * name for messages; it, `at` and `dirfd` must live as long as the table.
 */
void tree_read(int dirfd, const char *path, const char *at, struct table *table,
	const struct policy *policy);

#endif
