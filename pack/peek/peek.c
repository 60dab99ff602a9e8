/*
 * peek - reads an initramfs archive as the Linux kernel does: lists it, and
 * reports what the kernel would skip, drop, damage or reject. See peek.1.
 *
 *	peek [-v|-m] [-C CONFIG] [ARCHIVE|-]...
 *
 * Data flows one way: the file, or a compressed member in it (decompress.h) ->
 * an entry -> the names in the kernel's root file system (rootfs.h). The rules
 * are those of the kernel's init/initramfs.c; comments name the function there.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "decompress.h"
#include "../newc.h"
#include "rootfs.h"

#define OLD_LIMIT 0x7fffffff /* bytes of a file in Linux 6.1 */

struct stream {
	/* reads up to `size` bytes; 0 at the end */
	size_t (*fill)(unsigned char *to, size_t size);
	unsigned char *next;
	size_t left;	 /* bytes at next */
	uint64_t offset; /* of next, in the stream */
	unsigned char buffer[65536];
};

static size_t fill_file(unsigned char *, size_t);
static size_t fill_member(unsigned char *, size_t);
static struct stream file = {.fill = fill_file, .next = file.buffer};
static struct stream member = {
	.fill = fill_member, .next = member.buffer}; /* decompressed */
static struct stream *in;			     /* one of the two */

static struct {
	const char *name;
	int fd;
	int unfinished; /* no trailer yet */
	jmp_buf end;	/* to give up reading it */
} archive;

/* A part of the file: compressed, or plain up to a trailer. */
static struct {
	int open;
	uint64_t start; /* in the file */
	uint64_t entries;
	const struct method *method; /* NULL: plain */
	struct flow flow;
	const char *fault; /* it cannot be decompressed further */
} part;

static struct {
	uint64_t offset; /* of the header */
	uint32_t field[NEWC_FIELDS];
	uint32_t type;
	char name[NEWC_NAME_MAX + 2], target[NEWC_TARGET_MAX + 2];
} entry;

static int status;	    /* of this program */
static int verbose;	    /* -v */
static int members;	    /* -m */
static int config;	    /* -C */
static char configured[16]; /* the methods that it has, as in their table */

/* --- output --- */

static void
trouble(const char *name)
{
	fflush(stdout);
	fprintf(stderr, "peek: %s: %s\n", name, strerror(errno));
	status = 2;
}

/* Prints a name, with control bytes and backslashes escaped as in C. */
static void
show(const char *name, FILE *to)
{
	for (; *name; name++)
		if ((unsigned char)*name < ' ' || *name == 127)
			fprintf(to, "\\%03o", *name);
		else if (*name == '\\')
			fputs("\\\\", to);
		else
			putc_unlocked(*name, to);
}

/* Reports a finding at an offset, with the name of the entry being read, if
 * any. */
static void
report(uint64_t offset, const char *text)
{
	fflush(stdout);
	fprintf(stderr, "peek: %s:", archive.name);
	if (in == &member)
		fprintf(stderr, "%llu+", (unsigned long long)part.start);
	fprintf(stderr, "%llu: ", (unsigned long long)offset);
	if (*entry.name) {
		show(entry.name, stderr);
		fputs(": ", stderr);
	}
	fprintf(stderr, "%s\n", text);
	if (!status)
		status = 1;
}

/* The same, and nothing after it can be read. */
_Noreturn static void
stop(uint64_t offset, const char *text)
{
	report(offset, text);
	longjmp(archive.end, 1);
}

/* The same, because the kernel stops here; `says` is its message. */
_Noreturn static void
refuse(uint64_t offset, const char *text, const char *says)
{
	char line[160];

	snprintf(line, sizeof(line), "%s; the kernel stops here: %s", text,
		says);
	stop(offset, line);
}

static void
tell(const char *text)
{
	report(entry.offset, text);
}

/* Lists an entry. */
static void
list(void)
{
	static const char types[] = "?pc?d?b?-?l?s???";
	const uint32_t *f = entry.field;
	int device = S_ISCHR(entry.type) || S_ISBLK(entry.type);
	char bits[] = "rwxrwxrwx", size[32], when[32];
	time_t mtime = (time_t)f[NEWC_MTIME];
	int i;

	if (verbose) {
		for (i = 0; i < 9; i++)
			if (!(f[NEWC_MODE] & 0400 >> i))
				bits[i] = '-';
		for (i = 0; i < 3; i++)
			if (f[NEWC_MODE] & 04000 >> i)
				bits[3 * i + 2] =
					(bits[3 * i + 2] == 'x' ? "sst"
								: "SST")[i];
		snprintf(size, sizeof(size), device ? "%u, %u" : "%u",
			f[device ? NEWC_RMAJOR : NEWC_FILESIZE],
			f[NEWC_RMINOR]);
		strftime(when, sizeof(when), "%F %T", gmtime(&mtime));
		printf("%c%s %2u %4u %4u %10s %s ", types[entry.type >> 12],
			bits, f[NEWC_NLINK], f[NEWC_UID], f[NEWC_GID], size,
			when);
	}
	show(entry.name, stdout);
	if (verbose && S_ISLNK(entry.type)) {
		fputs(" -> ", stdout);
		show(entry.target, stdout);
	}
	putchar('\n');
}

/* --- bytes --- */

static size_t
fill_file(unsigned char *to, size_t size)
{
	ssize_t n;

	do
		n = read(archive.fd, to, size);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		trouble(archive.name);
		longjmp(archive.end, 1);
	}
	return (size_t)n;
}

/* Are there `size` bytes at s->next? */
static int
ready(struct stream *s, size_t size)
{
	size_t n;

	while (s->left < size) {
		s->next = memmove(s->buffer, s->next, s->left);
		n = s->fill(s->buffer + s->left, sizeof(s->buffer) - s->left);
		if (!n)
			return 0;
		s->left += n;
	}
	return 1;
}

static void
eat(struct stream *s, size_t size)
{
	s->next += size;
	s->left -= size;
	s->offset += size;
}

/* Reads `size` bytes to `to` (NULL: skips them); returns their sum. */
static uint32_t
take(void *to, uint32_t size)
{
	uint32_t sum = 0;
	size_t n, i;

	for (; size; size -= (uint32_t)n) {
		if (!ready(in, 1)) {
			if (in == &member)
				refuse(in->offset, "truncated",
					"junk at the end of compressed "
					"archive");
			stop(in->offset,
				"truncated; the kernel does not notice");
		}
		n = in->left < size ? in->left : size;
		for (i = 0; i < n; i++)
			sum += in->next[i];
		if (to)
			to = mempcpy(to, in->next, n);
		eat(in, n);
	}
	return sum;
}

static void
take_padding(void)
{
	take(NULL, -in->offset % NEWC_ALIGN);
}

/* --- entries --- */

/*
 * parse_header(): up to Linux 6.12 it uses the digits before an invalid
 * one, 7.2 rejects the header. We read on, like the former.
 */
static void
parse(const char *digits)
{
	char copy[NEWC_DIGITS + 1] = "";
	int i;

	for (i = 0; i < NEWC_FIELDS; i++, digits += NEWC_DIGITS) {
		memcpy(copy, digits, NEWC_DIGITS);
		entry.field[i] = isxdigit((unsigned char)*copy)
					 ? (uint32_t)strtoul(copy, NULL, 16)
					 : 0;
		if (strspn(copy, "0123456789abcdefABCDEF") < NEWC_DIGITS)
			report(entry.offset + NEWC_MAGIC_SIZE + i * NEWC_DIGITS,
				"not hexadecimal; Linux 6.12 uses the digits "
				"before, 7.2 stops here: damaged header");
	}
	entry.type = entry.field[NEWC_MODE] & S_IFMT;
}

/* Why do_header() skips the entry, or NULL. */
static const char *
unreadable(void)
{
	uint32_t size = entry.field[NEWC_FILESIZE];

	if (!entry.field[NEWC_NAMESIZE])
		return "namesize is 0";
	if (entry.field[NEWC_NAMESIZE] > NEWC_NAME_MAX + 1)
		return "name longer than 4095 bytes";
	if (S_ISLNK(entry.type) && size > NEWC_TARGET_MAX + 1)
		return "target longer than 4095 bytes";
	if (size && !S_ISLNK(entry.type) && !S_ISREG(entry.type))
		return "has data, but is not a regular file";
	return NULL;
}

/* What the kernel does to the fields of an entry that it creates. */
static void
judge(void)
{
	const uint32_t *f = entry.field;

	if (f[NEWC_UID] > NEWC_ID_MAX || f[NEWC_GID] > NEWC_ID_MAX)
		tell("owner or group is -1; the kernel sets neither");
	if (f[NEWC_RMAJOR] > NEWC_RMAJOR_MAX ||
		f[NEWC_RMINOR] > NEWC_RMINOR_MAX)
		tell("device number too large; the kernel truncates it");
	if (S_ISLNK(entry.type) && !*entry.target)
		tell("empty target; cannot be followed");
	if (f[NEWC_FILESIZE] > OLD_LIMIT)
		tell("2 GiB or larger; Linux 6.1 stops here: write error");
}

static void
read_entry(void)
{
	char header[NEWC_HEADER_SIZE], text[80];
	const char *fault;
	uint32_t namesize, left, sum;
	int sums;

	memset(&entry, 0, sizeof(entry));
	entry.offset = in->offset;
	archive.unfinished = 1;
	take(header, sizeof(header));
	if (!memcmp(header, "070707", NEWC_MAGIC_SIZE))
		refuse(entry.offset, "odc format, not newc",
			"incorrect cpio method used: use -H newc option");
	sums = !memcmp(header, "070702", NEWC_MAGIC_SIZE);
	if (!sums && memcmp(header, NEWC_MAGIC, NEWC_MAGIC_SIZE))
		refuse(entry.offset, "bad header magic", "no cpio magic");
	parse(header + NEWC_MAGIC_SIZE);
	namesize = entry.field[NEWC_NAMESIZE];
	left = entry.field[NEWC_FILESIZE];

	fault = unreadable();
	take(namesize < sizeof(entry.name) ? entry.name : NULL, namesize);
	take_padding();
	if (!fault && entry.name[namesize - 1])
		refuse(entry.offset, "name not terminated by NUL",
			"malformed archive");
	if (!fault && S_ISLNK(entry.type)) {
		take(entry.target, left);
		left = 0;
	}
	if (!fault && !strcmp(entry.name, NEWC_TRAILER)) {
		archive.unfinished = 0;
	} else if (!fault) {
		part.entries++;
		if (!members)
			list();
		judge();
		fault = rootfs_add(entry.name, entry.type, entry.target);
		if (fault == rootfs_too_costly)
			stop(entry.offset, fault);
	}
	if (fault) {
		snprintf(text, sizeof(text), "%s; the kernel drops it", fault);
		tell(text);
	}
	sum = take(NULL, left);
	rootfs_earn(in->offset - entry.offset);
	if (sums && !fault && S_ISREG(entry.type) &&
		sum != entry.field[NEWC_CHECK])
		refuse(entry.offset, "checksum mismatch", "bad data checksum");
	take_padding();
	*entry.name = '\0';
}

/* --- archives --- */

/* Opens a part that starts at the next byte of the file. */
static void
open_part(const struct method *method)
{
	part.open = 1;
	part.start = file.offset;
	part.entries = 0;
	part.method = method;
	part.flow.ended = 0;
	part.fault = NULL;
}

/* Closes it, and lists it. */
static void
close_part(void)
{
	uint64_t size = file.offset - part.start;

	if (part.open && members)
		printf("%11llu %-6s %11llu %11llu %8llu\n",
			(unsigned long long)part.start,
			part.method ? part.method->name : "plain",
			(unsigned long long)size,
			(unsigned long long)(part.method ? member.offset
							 : size),
			(unsigned long long)part.entries);
	part.open = 0;
}

/* One step of the method, with what there is of the file. */
static void
step(void)
{
	struct flow *flow = &part.flow;
	size_t in, out = flow->out_left;

	flow->in_ends = !ready(&file, 1);
	flow->in = file.next;
	flow->in_left = in = file.left;
	part.fault = part.method->step(flow);
	eat(&file, in - flow->in_left);
	if (!part.fault && !flow->ended && !in && out == flow->out_left)
		part.fault = "truncated";
}

static size_t
fill_member(unsigned char *to, size_t size)
{
	struct flow *flow = &part.flow;
	char text[160];

	flow->out = to;
	flow->out_left = size;
	while (flow->out_left && !flow->ended && !part.fault)
		step();
	if (part.fault && flow->out_left == size) {
		snprintf(text, sizeof(text), "%s: %s", part.method->name,
			part.fault);
		stop(member.offset + member.left, text);
	}
	return size - flow->out_left;
}

static void read_archive(void);

static void
read_compressed(void)
{
	const struct method *method;
	char text[40], says[80];

	method = ready(&file, 2) ? decompress_method(file.next) : NULL;
	if (!method)
		refuse(file.offset,
			file.left > 1 && !memcmp(file.next, "\x04\x22", 2)
				? "lz4's frame format; compress with lz4 -l"
				: "not an entry, zeros or compressed data",
			"invalid magic at start of compressed archive");
	if (config && !configured[method - decompress_methods]) {
		snprintf(
			text, sizeof(text), "compressed with %s", method->name);
		snprintf(says, sizeof(says),
			"compression method %s not configured", method->name);
		refuse(file.offset, text, says);
	}
	open_part(method);
	method->start();
	member.left = 0;
	member.offset = 0;
	in = &member;
	read_archive();
	in = &file;
	close_part();
}

/* unpack_to_rootfs(), and flush_buffer() for compressed members */
static void
read_archive(void)
{
	int reset = 0; /* after an entry */

	while (ready(in, 1)) {
		if (!*in->next) {
			eat(in, 1);
		} else if (reset && in->offset % NEWC_ALIGN) {
			refuse(in->offset, "not aligned to 4 bytes",
				"broken padding");
		} else if (*in->next == '0' && in->offset % NEWC_ALIGN == 0) {
			if (!part.open)
				open_part(NULL);
			read_entry();
			if (!part.method && !archive.unfinished)
				close_part();
			reset = 1;
		} else if (in == &member) {
			refuse(in->offset, "not an entry or zeros",
				"junk within compressed archive");
		} else {
			close_part();
			read_compressed();
			reset = 0;
		}
	}
}

/* --- the kernel's configuration --- */

/*
 * Reads a .config, plain or as in /proc/config.gz. Whether lib/decompress.c has
 * a method, CONFIG_DECOMPRESS_... says, which CONFIG_RD_... selects.
 */
static int
read_config(const char *path)
{
	static const char prefix[] = "CONFIG_DECOMPRESS_";
	const struct method *method;
	char line[256], *option = line + sizeof(prefix) - 1;
	gzFile from = gzopen(path, "re");
	int seen = 0, damaged;

	if (!from) {
		trouble(path);
		return 0;
	}
	config = 1;
	while (gzgets(from, line, sizeof(line))) {
		seen |= !strncmp(line, prefix, strlen("CONFIG_"));
		line[strcspn(line, "=")] = '\0';
		if (strncmp(line, prefix, sizeof(prefix) - 1))
			continue;
		for (method = decompress_methods; method->name; method++)
			if (!strcasecmp(option, method->name))
				configured[method - decompress_methods] = 1;
	}
	gzerror(from, &damaged);
	gzclose(from);
	if (damaged || !seen) {
		fprintf(stderr, "peek: %s: not a kernel configuration\n", path);
		return 0;
	}
	return 1;
}

static void
peek(const char *name, uint32_t seed)
{
	archive.name = name;
	archive.unfinished = 1;
	archive.fd = strcmp(name, "-") ? open(name, O_RDONLY | O_CLOEXEC) : 0;
	if (archive.fd < 0) {
		trouble(name);
		return;
	}
	in = &file;
	file.left = 0;
	file.offset = 0;
	rootfs_reset(seed);
	if (members)
		puts("      START METHOD       BYTES    UNPACKED  ENTRIES");
	if (!setjmp(archive.end)) {
		read_archive();
		if (archive.unfinished)
			report(file.offset, "no trailer; if truncated, the "
					    "kernel does not notice");
	}
	close_part();
	*entry.name = '\0';
	if (archive.fd)
		close(archive.fd);
}

int
main(int argc, char **argv)
{
	static const char usage[] =
		"usage: peek [-m|-v] [-C CONFIG] [ARCHIVE|-]...\n"
		"Read initramfs archives as the Linux kernel does, list them, "
		"and report what\n"
		"the kernel would skip, drop, damage or reject.\n"
		"\n"
		"  -C CONFIG  report what a kernel with this .config cannot "
		"decompress\n"
		"  -m         list the members, plain and compressed, instead "
		"of the names\n"
		"  -v         list names like 'ls -l'\n"
		"  --help, --version\n"
		"\n"
		"exit status: 0 no findings, 1 findings, 2 error\n";
	static const struct option options[] = {
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
		{0},
	};
	uint32_t seed;
	int option;

	while ((option = getopt_long(argc, argv, "C:mv", options, NULL)) != -1)
		switch (option) {
		case 'C':
			if (!read_config(optarg))
				return 2;
			break;
		case 'm':
			members = 1;
			break;
		case 'v':
			verbose = 1;
			break;
		case 'h':
			return fputs(usage, stdout) < 0;
		case 'V':
			return puts("peek (tinyinit) " VERSION) < 0;
		default:
			fputs("peek: try 'peek --help'\n", stderr);
			return 2;
		}
	if (getentropy(&seed, sizeof(seed))) {
		trouble("random numbers");
		return status;
	}
	if (optind == argc)
		peek("-", seed);
	for (; optind < argc; optind++)
		peek(argv[optind], seed);
	if (fflush(stdout) || ferror(stdout))
		trouble("standard output");
	return status;
}
