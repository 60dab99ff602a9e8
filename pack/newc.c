/*
 * newc.c - writes the header, name and padding of one entry.
 *
 * It knows nothing of file systems: the caller fills in the fields (except
 * namesize), writes the data after the header, and aligns the output.
 */
#include <string.h>

#include "newc.h"
#include "output.h"

void
newc_header(const uint32_t field[NEWC_FIELDS], const char *name, uint32_t nuls)
{
	static const char digit[16] = "0123456789ABCDEF";
	char header[NEWC_HEADER_SIZE] = NEWC_MAGIC, *p;
	size_t namesize = strlen(name) + 1;
	uint32_t value;
	int i, d;

	for (i = 0, p = header + NEWC_MAGIC_SIZE; i < NEWC_FIELDS; i++) {
		value = i == NEWC_NAMESIZE ? (uint32_t)namesize + nuls
					   : field[i];
		for (d = NEWC_DIGITS; d-- > 0; value >>= 4)
			p[d] = digit[value & 15];
		p += NEWC_DIGITS;
	}
	output_write(header, sizeof(header));
	output_write(name, namesize);
	output_zeros(nuls);
	output_align(NEWC_ALIGN);
}

void
newc_trailer(unsigned align)
{
	newc_header((uint32_t[NEWC_FIELDS]){[NEWC_NLINK] = 1}, NEWC_TRAILER, 0);
	output_align(align);
}
