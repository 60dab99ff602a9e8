/*
 * tree.h - walks a directory.
 */
#ifndef TREE_H
#define TREE_H

#include "entry.h"

/*
 * Adds the open directory, as the entry ".", and all below it to the table:
 * in each directory by bytes of the names, what is in a directory right
 * behind it. No symbolic link is followed. `path` is the directory's name for
 * messages; it must live as long as the table, as must `dirfd`.
 */
void tree_read(int dirfd, const char *path, struct table *table,
	const struct policy *policy);

#endif
