/*
 * decompress.h - the compression methods that a kernel can unpack, as streams.
 *
 * One member is decompressed at a time. The rules are those of the kernel's
 * lib/decompress*.c, which are narrower than those of the tools: comments in
 * decompress.c say where.
 */
#ifndef DECOMPRESS_H
#define DECOMPRESS_H

#include <stddef.h>

/* The bytes that a step may read and write. The caller owns the buffers. */
struct flow {
	const unsigned char *in;
	size_t in_left;
	int in_ends; /* nothing follows these bytes */
	unsigned char *out;
	size_t out_left;
	int ended; /* set by a step: the member is complete */
};

struct method {
	const char *name; /* in the kernel's messages and CONFIG_RD_... */
	unsigned char magic[2];
	void (*start)(void); /* before the first byte of a member */

	/*
	 * Decompresses what it can, and moves the flow's pointers. Returns
	 * NULL, or what is wrong with the member: then nothing after what was
	 * written so far can be read. It reads nothing that follows the member.
	 */
	const char *(*step)(struct flow *flow);
};

/* All of them; the last has no name. */
extern const struct method decompress_methods[];

/* The method with this magic, or NULL. */
const struct method *decompress_method(const unsigned char magic[2]);

#endif
