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

/* Bytes: larger files are moved inside the kernel. */
#define OUTPUT_LARGE (256 * 1024)

/*
 * Opens the output: `path`, or standard output if it is NULL. A regular file
 * has a temporary name in the same directory until output_close().
 */
void output_open(const char *path);

void output_write(const void *bytes, size_t size);

/* Writes up to 4096 zeros. */
void output_zeros(size_t count);

/* How many zeros `more` bytes will lack to a multiple of `align`, a power of
 * two. */
size_t output_gap(unsigned align, size_t more);

/* Pads with zeros to a multiple of `align` bytes, a power of two up to 4096. */
void output_align(unsigned align);

/*
 * Copies a whole file of `size` bytes; if `share` is set, and the file system
 * can do it, the archive shares its blocks. Returns NULL, or what is wrong with
 * the file: it cannot be read, or has another size. `fd` stays the caller's.
 */
const char *output_copy(int fd, uint32_t size, int share);

/* Flushes the buffer, syncs if asked to, and gives the output its name. */
void output_close(int sync);

/* Removes the temporary file, if any. Async-signal-safe. */
void output_discard(void);

#endif
