/*
 * decompress.c - the libraries of the compression methods behind one interface,
 * see decompress.h.
 *
 * lz4 and lzo are read block by block here: the kernel's lz4 format is the
 * "legacy" one, and lzop has no library for its files.
 */
#include <bzlib.h>
#include <lz4.h>
#include <lzma.h>
#include <lzo/lzo1x.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "decompress.h"
#include "memory.h"

#define SAYS	   "; the kernel stops here: "
#define LZ4_MAGIC  0x184c2102
#define LZ4_BLOCK  (8 << 20)
#define LZ4_BOUND  LZ4_COMPRESSBOUND(LZ4_BLOCK)
#define LZO_BLOCK  (256 << 10)
#define LZO_FILTER 0x800 /* flags of lzop: what the header has */
#define LZO_ADLER  0x001 /* and the checksums of a block's data: Adler-32 */
#define LZO_CRC	   0x100 /* or CRC-32, */
#define LZO_PACKED 0x202 /* and the same once more when compressed */
#define XZ_MEMORY  (256 << 20)
#define XZ_TOO_BIG "more than 256 MiB needed to decompress; peek stops here"

/* --- whole pieces: headers and blocks --- */

static struct {
	unsigned char *in; /* what is gathered, from the piece's first byte */
	size_t have;
	unsigned char *out; /* a decompressed block */
	size_t size, given;
	int header; /* the member's header was read */
} piece;

static void
piece_start(void)
{
	if (!piece.in)
		piece.in = checked(malloc(4 + LZ4_BOUND));
	piece.have = piece.size = piece.given = 0;
	piece.header = 0;
}

static void
block_start(void)
{
	piece_start();
	if (!piece.out)
		piece.out = checked(malloc(LZ4_BLOCK));
}

/* Are the first `size` bytes of the piece there? */
static int
gather(struct flow *flow, size_t size)
{
	size_t n = size > piece.have ? size - piece.have : 0;

	n = n < flow->in_left ? n : flow->in_left;
	memcpy(piece.in + piece.have, flow->in, n);
	piece.have += n;
	flow->in += n;
	flow->in_left -= n;
	return piece.have >= size;
}

/* Is a block still being written? */
static int
give(struct flow *flow)
{
	size_t n = piece.size - piece.given;

	n = n < flow->out_left ? n : flow->out_left;
	memcpy(flow->out, piece.out + piece.given, n);
	piece.given += n;
	flow->out += n;
	flow->out_left -= n;
	return piece.given < piece.size;
}

/* --- gzip --- */

static z_stream gzip;

static void
gzip_start(void)
{
	piece_start();
	if (!gzip.state && inflateInit2(&gzip, 16 + MAX_WBITS) != Z_OK)
		checked(NULL);
	inflateReset(&gzip);
}

/* Hands bytes to zlib; `left` of them remain. */
static const char *
inflate_from(const unsigned char *in, size_t *left, struct flow *flow)
{
	int result;

	gzip.next_in = (unsigned char *)(uintptr_t)in;
	gzip.avail_in = (uInt)*left;
	gzip.next_out = flow->out;
	gzip.avail_out = (uInt)flow->out_left;
	result = inflate(&gzip, Z_NO_FLUSH);
	*left = gzip.avail_in;
	flow->out = gzip.next_out;
	flow->out_left = gzip.avail_out;
	flow->ended = result == Z_STREAM_END;
	if (result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR)
		return NULL;
	return gzip.msg ? gzip.msg : "corrupt";
}

/* __gunzip(): a header of ten bytes, and perhaps a file name */
static const char *
gzip_step(struct flow *flow)
{
	size_t left = flow->in_left;
	const char *fault;

	if (!piece.header) {
		if (!gather(flow, 10))
			return NULL;
		if (piece.in[1] != 0x8b || piece.in[2] != 8)
			return "another format" SAYS "Not a gzip file";
		if (piece.in[3] & 0x16)
			return "header with optional fields" SAYS
			       "uncompression error";
		piece.header = 1;
		return inflate_from(piece.in, &piece.have, flow);
	}
	fault = inflate_from(flow->in, &left, flow);
	flow->in += flow->in_left - left;
	flow->in_left = left;
	return fault;
}

/* --- bzip2 --- */

static bz_stream bzip2;

static void
bzip2_start(void)
{
	BZ2_bzDecompressEnd(&bzip2);
	if (BZ2_bzDecompressInit(&bzip2, 0, 0) != BZ_OK)
		checked(NULL);
}

static const char *
bzip2_step(struct flow *flow)
{
	int result;

	bzip2.next_in = (char *)(uintptr_t)flow->in;
	bzip2.avail_in = (unsigned)flow->in_left;
	bzip2.next_out = (char *)flow->out;
	bzip2.avail_out = (unsigned)flow->out_left;
	result = BZ2_bzDecompress(&bzip2);
	flow->in += flow->in_left - bzip2.avail_in;
	flow->in_left = bzip2.avail_in;
	flow->out += flow->out_left - bzip2.avail_out;
	flow->out_left = bzip2.avail_out;
	flow->ended = result == BZ_STREAM_END;
	if (result == BZ_MEM_ERROR)
		checked(NULL);
	return result == BZ_OK || result == BZ_STREAM_END ? NULL : "corrupt";
}

/* --- lzma and xz --- */

static lzma_stream xz = LZMA_STREAM_INIT;

static void
lzma_start(void)
{
	if (lzma_alone_decoder(&xz, XZ_MEMORY) != LZMA_OK)
		checked(NULL);
}

static void
xz_start(void)
{
	if (lzma_stream_decoder(&xz, XZ_MEMORY, LZMA_TELL_ANY_CHECK) != LZMA_OK)
		checked(NULL);
}

static const char *
xz_step(struct flow *flow)
{
	lzma_ret result;

	xz.next_in = flow->in;
	xz.avail_in = flow->in_left;
	xz.next_out = flow->out;
	xz.avail_out = flow->out_left;
	result = lzma_code(&xz, LZMA_RUN);
	flow->in = xz.next_in;
	flow->in_left = xz.avail_in;
	flow->out = xz.next_out;
	flow->out_left = xz.avail_out;
	flow->ended = result == LZMA_STREAM_END;
	switch (result) {
	case LZMA_OK:
	case LZMA_BUF_ERROR:
	case LZMA_STREAM_END:
		return NULL;
	case LZMA_GET_CHECK: /* dec_stream_header() */
		if (lzma_get_check(&xz) <= LZMA_CHECK_CRC32)
			return NULL;
		return "checksum other than CRC32" SAYS
		       "Input was encoded with settings that are not supported "
		       "by this XZ decoder";
	case LZMA_MEM_ERROR:
		checked(NULL);
		return NULL;
	case LZMA_MEMLIMIT_ERROR:
		return XZ_TOO_BIG;
	default:
		return "corrupt";
	}
}

/* --- zstd --- */

static ZSTD_DStream *zstd;

static void
zstd_start(void)
{
	if (!zstd)
		zstd = checked(ZSTD_createDStream());
	ZSTD_initDStream(zstd);
}

static const char *
zstd_step(struct flow *flow)
{
	ZSTD_inBuffer in = {flow->in, flow->in_left, 0};
	ZSTD_outBuffer out = {flow->out, flow->out_left, 0};
	size_t result = ZSTD_decompressStream(zstd, &out, &in);

	flow->in += in.pos;
	flow->in_left -= in.pos;
	flow->out += out.pos;
	flow->out_left -= out.pos;
	flow->ended = !result;
	if (!ZSTD_isError(result))
		return NULL;
	switch (ZSTD_getErrorCode(result)) {
	case ZSTD_error_memory_allocation:
		checked(NULL);
		return NULL;
	case ZSTD_error_frameParameter_windowTooLarge:
		return "window larger than 128 MiB; the kernel stops here";
	default:
		return "corrupt";
	}
}

/* --- lz4 --- */

/*
 * unlz4(): blocks that decompress to 8 MiB each, until the end or a size of 0.
 * The magic may come again: the output of another lz4 follows.
 */
static const char *
lz4_step(struct flow *flow)
{
	const unsigned char *in = piece.in;
	uint32_t size;
	int result;

	if (give(flow))
		return NULL;
	if (!gather(flow, 4)) {
		flow->ended = flow->in_ends && piece.header &&
			      !memcmp(in, "\0\0\0", piece.have);
		return NULL;
	}
	size = in[0] | in[1] << 8 | in[2] << 16 | (uint32_t)in[3] << 24;
	if (size == LZ4_MAGIC) {
		piece.header = 1;
		piece.have = 0;
		return NULL;
	}
	if (!piece.header)
		return "another format" SAYS "invalid header";
	if (!size) {
		flow->ended = 1;
		return NULL;
	}
	if (size > LZ4_BOUND)
		return "not a block; only zeros may follow the last" SAYS
		       "Decoding failed";
	if (!gather(flow, 4 + size))
		return NULL;
	result = LZ4_decompress_safe(
		(const char *)in + 4, (char *)piece.out, (int)size, LZ4_BLOCK);
	if (result < 0)
		return "corrupt";
	piece.size = (size_t)result;
	piece.have = piece.given = 0;
	return NULL;
}

/* --- lzo --- */

static uint32_t
big_endian(const unsigned char *in)
{
	return (uint32_t)in[0] << 24 | in[1] << 16 | in[2] << 8 | in[3];
}

static uint32_t lzo_flags;

/* parse_header(): was it read? */
static int
lzo_header(struct flow *flow)
{
	const unsigned char *in = piece.in;
	size_t wide, name;

	if (!gather(flow, 11)) /* magic and version */
		return 0;
	wide = (in[9] << 8 | in[10]) >= 0x940;
	if (!gather(flow, 16 + wide + 4))
		return 0;
	lzo_flags = big_endian(in + 16 + wide);
	name = 28 + 5 * wide + (lzo_flags & LZO_FILTER ? 4 : 0);
	if (!gather(flow, name + 1) || !gather(flow, name + 1 + in[name] + 4))
		return 0;
	return 1;
}

/* unlzo(): blocks of up to 256 KiB, one checksum each, until a size of 0 */
static const char *
lzo_step(struct flow *flow)
{
	static const unsigned char magic[] = "\x89LZO\0\r\n\x1a\n";
	const unsigned char *in = piece.in;
	lzo_uint size, packed, unpacked;
	uLong sum;

	if (give(flow))
		return NULL;
	if (!piece.header) {
		if (!lzo_header(flow))
			return NULL;
		if (memcmp(in, magic, sizeof(magic) - 1))
			return "another format" SAYS "invalid header";
		if (lzo_flags & LZO_PACKED ||
			!(lzo_flags & (LZO_ADLER | LZO_CRC)))
			return "not one checksum for each block; the kernel "
			       "stops here";
		piece.header = 1;
		piece.have = 0;
	}
	if (!gather(flow, 4))
		return NULL;
	size = unpacked = big_endian(in);
	if (!size) {
		flow->ended = 1;
		return NULL;
	}
	if (size > LZO_BLOCK)
		return "block larger than 256 KiB" SAYS
		       "dest len longer than block size";
	if (!gather(flow, 12))
		return NULL;
	packed = big_endian(in + 4);
	if (!packed || packed > size)
		return "corrupt";
	if (!gather(flow, 12 + packed))
		return NULL;
	if (packed == size)
		memcpy(piece.out, in + 12, size);
	else if (lzo1x_decompress_safe(in + 12, packed, piece.out, &unpacked,
			 NULL) != LZO_E_OK ||
		 unpacked != size)
		return "corrupt";
	sum = lzo_flags & LZO_ADLER ? adler32(1, piece.out, (uInt)size)
				    : crc32(0, piece.out, (uInt)size);
	if (sum != big_endian(in + 8))
		return "incorrect checksum";
	piece.size = size;
	piece.have = piece.given = 0;
	return NULL;
}

/* --- the table of lib/decompress.c --- */

const struct method decompress_methods[] = {
	{"gzip", {0x1f, 0x8b}, gzip_start, gzip_step},
	{"gzip", {0x1f, 0x9e}, gzip_start, gzip_step},
	{"bzip2", {'B', 'Z'}, bzip2_start, bzip2_step},
	{"lzma", {0x5d, 0x00}, lzma_start, xz_step},
	{"xz", {0xfd, '7'}, xz_start, xz_step},
	{"lzo", {0x89, 'L'}, block_start, lzo_step},
	{"lz4", {0x02, 0x21}, block_start, lz4_step},
	{"zstd", {0x28, 0xb5}, zstd_start, zstd_step},
	{NULL, {0, 0}, NULL, NULL},
};

const struct method *
decompress_method(const unsigned char magic[2])
{
	const struct method *method;

	for (method = decompress_methods; method->name; method++)
		if (!memcmp(magic, method->magic, 2))
			return method;
	return NULL;
}
