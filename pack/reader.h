/*
 * reader.h - reads many small files at once.
 *
 * With io_uring it takes a few system calls for all of them, and the kernel may
 * read several at a time. Where the system has none or, as in many containers,
 * forbids it, each file is opened, read and closed: the result is the same.
 */
#ifndef READER_H
#define READER_H

#include <stdint.h>

#define READER_FILES 64 /* at once */

/* A file to be read: all of it, if it has the expected size. */
struct reading {
	int dirfd; /* as in openat(2) */
	const char *path;
	int flags;     /* for opening, without O_CLOEXEC */
	uint32_t size; /* expected, in bytes */
	char *to;      /* room for one byte more than that; the caller's */
	int complete;  /* set: the file was read and had this size */
};

/* Reads up to READER_FILES files. Any thread may do this. */
void reader_read(struct reading *files, unsigned count);

#endif
