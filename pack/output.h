/*
 * output.h - where the archive goes: a file, written completely or not at all,
 * or a stream.
 *
 * There is one output. On an error every function fails (see fail.h) with its
 * name, and what was written to a temporary file is removed at exit.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stdint.h>
#include <sys/types.h>

/*
 * Opens the output: `path`, or standard output if it is NULL. A regular file
 * has a temporary name in the same directory until output_close().
 */
void output_open(const char *path);

void output_write(const void *bytes, size_t size);

/* Pads with zeros to a multiple of `align` bytes, a power of two up to 512. */
void output_align(unsigned align);

/*
 * Copies a whole file of `size` bytes. Returns NULL, or what is wrong with the
 * file: it cannot be read, or has another size. `fd` stays the caller's.
 */
const char *output_copy(int fd, uint32_t size);

/* Flushes the buffer, syncs if asked to, and gives the output its name. */
void output_close(int sync);

/* Removes the temporary file, if any. Async-signal-safe. */
void output_discard(void);

#endif
