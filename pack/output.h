/*
 * output.h - where the archive goes: a file, complete or not at all, or a
 * stream.
 *
 * There is one output. Every function fails (see fail.h) on an error, names
 * the output in it, and leaves the counting of bytes to this file.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stdint.h>
#include <sys/types.h>

/*
 * Opens the output: `path`, or the standard output when it is NULL. A path is
 * written under a temporary name in its directory, until output_close().
 */
void output_open(const char *path);

void output_write(const void *bytes, size_t size);

/* Writes zeros up to a multiple of `align` bytes (a power of two). */
void output_align(unsigned align);

/*
 * Copies a whole file from its descriptor. Returns NULL, or what was wrong
 * with the file: it cannot be read, or its size is not `size`.
 */
const char *output_copy(int fd, uint32_t size);

/* Writes what is buffered and gives the output its name. */
void output_close(int sync);

/* Removes the temporary file. Safe in a signal handler. */
void output_discard(void);

#endif
