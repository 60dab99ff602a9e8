/*
 * load.h - the data of files: small ones are read ahead.
 */
#ifndef LOAD_H
#define LOAD_H

#include "entry.h"

/* Opens a file for reading. Returns a descriptor, the caller's, or -1. */
int load_open(const struct inode *inode);

/*
 * Begins to read ahead the data of the table's files of less than `limit`
 * bytes, at most OUTPUT_LARGE. The table must not change from now on.
 */
void load_begin(const struct table *table, uint32_t limit);

/*
 * Returns all data of a file, entry `index` of the table, if it was read ahead,
 * or NULL: then the caller reads it. To be called in the table's order, for all
 * files whose data is written and that are within the limit. The data is valid
 * until the next call.
 */
const char *load(uint32_t index);

#endif
