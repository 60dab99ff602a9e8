/*
 * peek - reads an initramfs archive as the Linux kernel does: lists it, and
 * reports what the kernel would skip, drop, damage or reject. See peek.1.
 *
 *	peek [-v] [ARCHIVE|-]...
 *
 * Data flows one way: the file, or a gzip member in it -> an entry -> the names
 * that the kernel would then have in its root file system. The rules are those
 * of the kernel's init/initramfs.c; comments name the function there.
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

#include "newc.h"

#define MAX_HOPS  40	     /* symbolic links in one path walk */
#define OLD_LIMIT 0x7fffffff /* bytes of a file in Linux 6.1 */

/* Bytes of symlink targets that are followed: initially, and per byte read. */
#define LINK_CREDIT (4 << 20)
#define LINK_RATE   4

struct stream {
	size_t (*fill)(void); /* reads more bytes to next; 0 at the end */
	unsigned char *next;
	size_t left;	 /* bytes at next */
	uint64_t offset; /* of next, in the stream */
	unsigned char buffer[65536];
};

static size_t fill_file(void), fill_member(void);
static struct stream file = {.fill = fill_file};
static struct stream member = {.fill = fill_member}; /* decompressed */
static struct stream *in;			     /* one of the two */

static struct {
	const char *name;
	int fd;
	uint64_t gzip;	 /* where the gzip member starts */
	int unfinished;	 /* no trailer yet */
	uint64_t credit; /* bytes of targets left to follow */
	jmp_buf end;	 /* to give up reading it */
} archive;

static struct {
	uint64_t offset; /* of the header */
	uint32_t field[NEWC_FIELDS];
	uint32_t type;
	char name[NEWC_NAME_MAX + 2], target[NEWC_TARGET_MAX + 2];
} entry;

static int status;  /* of this program */
static int verbose; /* -v */

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
		fprintf(stderr, "%llu+", (unsigned long long)archive.gzip);
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
fill_file(void)
{
	ssize_t n;

	do
		n = read(archive.fd, file.buffer, sizeof(file.buffer));
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		trouble(archive.name);
		longjmp(archive.end, 1);
	}
	return (size_t)n;
}

/* Is there a byte at s->next? */
static int
ready(struct stream *s)
{
	if (!s->left) {
		s->next = s->buffer;
		s->left = s->fill();
	}
	return s->left > 0;
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
		if (!ready(in)) {
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

/* --- the root file system so far --- */

struct node {
	struct node *next; /* in its hash slot */
	struct node *parent;
	char *target;  /* of a symlink */
	uint32_t type; /* 0: does not exist */
	uint32_t hash;
	int children; /* has some */
	char name[];
};

static struct node root = {.parent = &root, .type = S_IFDIR};

/* A hash table of all nodes but the root, with at least one slot for each. */
static struct {
	struct node **slot;
	size_t slots; /* a power of 2 */
	size_t nodes;
	uint32_t random; /* no archive can provoke collisions */
} table;

static void *
checked(void *memory)
{
	if (memory)
		return memory;
	fputs("peek: out of memory\n", stderr);
	exit(2);
}

/* The hash of a path: a polynomial at a random point, modulo a prime. */
static uint32_t
hash(const struct node *parent, const char *name, size_t length)
{
	uint64_t sum = parent->hash;

	for (sum = sum * table.random + '/'; length; length--)
		sum = sum % 0x7fffffff * table.random + (unsigned char)*name++;
	return (uint32_t)(sum % 0x7fffffff);
}

static void
insert(struct node *node)
{
	struct node **slot = &table.slot[node->hash & (table.slots - 1)];

	node->next = *slot;
	*slot = node;
}

/* Calls `each` for every node; the table then has `slots` empty slots. */
static void
empty(size_t slots, void (*each)(struct node *node))
{
	struct node *node, *next, **old = table.slot;
	size_t i, n = table.slots;

	table.slot = checked(calloc(slots, sizeof(*old)));
	table.slots = slots;
	for (i = 0; i < n; i++)
		for (node = old[i]; node; node = next) {
			next = node->next;
			each(node);
		}
	free(old);
}

static void
free_node(struct node *node)
{
	free(node->target);
	free(node);
}

/* The node of a name in a directory, created if missing. */
static struct node *
find(struct node *parent, const char *name, size_t length)
{
	uint32_t key = hash(parent, name, length);
	struct node *node;

	if (table.nodes == table.slots)
		empty(2 * table.slots, insert);
	for (node = table.slot[key & (table.slots - 1)]; node;
		node = node->next)
		if (node->hash == key && node->parent == parent &&
			!strncmp(node->name, name, length) &&
			!node->name[length])
			return node;
	node = checked(calloc(1, sizeof(*node) + length + 1));
	memcpy(node->name, name, length);
	node->parent = parent;
	node->hash = key;
	insert(node);
	table.nodes++;
	return node;
}

static void
set(struct node *node, uint32_t type, const char *target)
{
	free(node->target);
	node->target = target ? checked(strdup(target)) : NULL;
	node->type = type;
	node->parent->children = 1;
}

/* Charges for following a symlink. */
static void
pay(size_t bytes)
{
	if (bytes > archive.credit)
		stop(entry.offset,
			"too many symbolic links to follow; peek stops here");
	archive.credit -= bytes;
}

static const char *
component(const char *name)
{
	while (*name == '/')
		name++;
	return name;
}

/*
 * The kernel's path walk: moves `*at` by `name` to another node, which need not
 * exist, following symlinks (a final one only if `follow` is set). Returns what
 * is in the way, or NULL.
 *
 * One entry may make the walk follow MAX_HOPS targets of 4 kB. The bytes read
 * so far pay for that, see read_entry(): so the time is linear in the size of
 * the archive, whoever made it.
 */
static const char *
walk(struct node **at, const char *name, int follow, int *hops)
{
	const char *end, *fault = NULL;
	struct node *node;
	size_t length;

	if (*name == '/')
		*at = &root;
	for (; *(name = component(name)) && !fault; name = end) {
		end = strchrnul(name, '/');
		length = (size_t)(end - name);
		if (!S_ISDIR((*at)->type))
			return "parent directory does not exist";
		if (length > NEWC_COMPONENT_MAX)
			return "component longer than 255 bytes";
		if (length == 1 && *name == '.')
			continue;
		if (length == 2 && name[0] == '.' && name[1] == '.') {
			*at = (*at)->parent;
			continue;
		}
		node = find(*at, name, length);
		if (!S_ISLNK(node->type) || !(follow || *component(end))) {
			*at = node;
			continue;
		}
		if (++*hops > MAX_HOPS)
			return "too many levels of symbolic links";
		pay(strlen(node->target));
		fault = walk(at, node->target, 1, hops);
	}
	return fault;
}

/* do_name(), do_symlink(): why the entry cannot be created, or NULL. */
static const char *
make(void)
{
	static const char known[] = {1, 2, 4, 6, 8, 10, 12};
	struct node *node = &root;
	const char *fault;
	int hops = 0;

	if (!*entry.name)
		return "empty name";
	if (!memchr(known, (int)(entry.type >> 12), sizeof(known)))
		return "unknown file type";
	if (strlen(entry.target) > NEWC_TARGET_MAX)
		return "target longer than 4095 bytes";
	fault = walk(&node, entry.name, 0, &hops);
	if (fault)
		return fault;
	if (!S_ISDIR(entry.type) && entry.name[strlen(entry.name) - 1] == '/')
		return "name ends in a slash";
	if (!S_ISDIR(entry.type) && (node->children || node == &root))
		return "replaces a directory that is not empty";
	set(node, entry.type, S_ISLNK(entry.type) ? entry.target : NULL);
	return NULL;
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
		list();
		judge();
		fault = make();
	}
	if (fault) {
		snprintf(text, sizeof(text), "%s; the kernel drops it", fault);
		tell(text);
	}
	sum = take(NULL, left);
	archive.credit += LINK_RATE * (in->offset - entry.offset);
	if (sums && !fault && S_ISREG(entry.type) &&
		sum != entry.field[NEWC_CHECK])
		refuse(entry.offset, "checksum mismatch", "bad data checksum");
	take_padding();
	*entry.name = '\0';
}

/* --- archives --- */

static z_stream gzip;
static int gzip_ended;

static size_t
fill_member(void)
{
	char text[80];
	int result;

	gzip.next_out = member.buffer;
	gzip.avail_out = sizeof(member.buffer);
	while (gzip.avail_out && !gzip_ended) {
		if (!gzip.avail_in && ready(&file)) {
			gzip.next_in = file.next;
			gzip.avail_in = (uInt)file.left;
			eat(&file, file.left);
		}
		result = inflate(&gzip, Z_NO_FLUSH);
		gzip_ended = result == Z_STREAM_END;
		if (result == Z_OK || gzip_ended)
			continue;
		if (gzip.avail_out < sizeof(member.buffer))
			break; /* deliver what there is first */
		snprintf(text, sizeof(text), "gzip: %s",
			gzip.msg ? gzip.msg : "truncated");
		stop(member.offset, text);
	}
	if (gzip_ended) { /* return what follows the member */
		file.next -= gzip.avail_in;
		file.left += gzip.avail_in;
		file.offset -= gzip.avail_in;
		gzip.avail_in = 0;
	}
	return sizeof(member.buffer) - gzip.avail_out;
}

static void read_archive(void);

/* decompress_method() */
static void
read_compressed(void)
{
	static const struct {
		unsigned char magic[2];
		const char *text;
	} others[] = {
		{{'B', 'Z'}, "compressed with bzip2: decompress it first "
			     "(bzip2 -dc)"},
		{{0x5d, 0x00},
			"compressed with lzma: decompress it first (xz -dc)"},
		{{0xfd, '7'},
			"compressed with xz: decompress it first (xz -dc)"},
		{{0x89, 'L'},
			"compressed with lzo: decompress it first (lzop -dc)"},
		{{0x02, 0x21},
			"compressed with lz4: decompress it first (lz4 -dc)"},
		{{0x28, 0xb5},
			"compressed with zstd: decompress it first (zstd -dc)"},
	};
	unsigned char head[10] = {0};
	size_t i;

	archive.gzip = file.offset;
	take(head, 1);
	if (ready(&file))
		take(head + 1, 1);
	for (i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (!memcmp(head, others[i].magic, 2))
			stop(archive.gzip, others[i].text);
	if (head[0] != 0x1f || head[1] != 0x8b)
		refuse(archive.gzip, "not an entry, zeros or compressed data",
			"invalid magic at start of compressed archive");
	take(head + 2, sizeof(head) - 2);
	if (head[3] & 0x16)
		refuse(archive.gzip, "gzip header with optional fields",
			"uncompression error");

	gzip.next_in = head;
	gzip.avail_in = sizeof(head);
	gzip_ended = 0;
	inflateReset(&gzip);
	member.left = 0;
	member.offset = 0;
	in = &member;
	read_archive();
	in = &file;
}

/* unpack_to_rootfs(), and flush_buffer() for compressed members */
static void
read_archive(void)
{
	int reset = 0; /* after an entry */

	while (ready(in)) {
		if (!*in->next) {
			eat(in, 1);
		} else if (reset && in->offset % NEWC_ALIGN) {
			refuse(in->offset, "not aligned to 4 bytes",
				"broken padding");
		} else if (*in->next == '0' && in->offset % NEWC_ALIGN == 0) {
			read_entry();
			reset = 1;
		} else if (in == &member) {
			refuse(in->offset, "not an entry or zeros",
				"junk within compressed archive");
		} else {
			read_compressed();
			reset = 0;
		}
	}
}

static void
peek(const char *name)
{
	struct node *dev;

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
	archive.credit = LINK_CREDIT;
	empty(64, free_node);
	table.nodes = 0;
	/* built into every kernel: usr/default_cpio_list */
	dev = find(&root, "dev", 3);
	set(dev, S_IFDIR, NULL);
	set(find(dev, "console", 7), S_IFCHR, NULL);
	set(find(&root, "root", 4), S_IFDIR, NULL);
	if (!setjmp(archive.end)) {
		read_archive();
		if (archive.unfinished)
			report(file.offset, "no trailer; if truncated, the "
					    "kernel does not notice");
	}
	*entry.name = '\0';
	if (archive.fd)
		close(archive.fd);
}

int
main(int argc, char **argv)
{
	static const char usage[] =
		"usage: peek [-v] [ARCHIVE|-]...\n"
		"Read initramfs archives as the Linux kernel does, list them, "
		"and report what\n"
		"the kernel would skip, drop, damage or reject.\n"
		"\n"
		"  -v  list like 'ls -l'\n"
		"  --help, --version\n"
		"\n"
		"exit status: 0 no findings, 1 findings, 2 error\n";
	static const struct option options[] = {
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
		{0},
	};
	int option;

	while ((option = getopt_long(argc, argv, "v", options, NULL)) != -1)
		switch (option) {
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
	if (getentropy(&table.random, sizeof(table.random))) {
		trouble("random numbers");
		return status;
	}
	if (inflateInit2(&gzip, 16 + MAX_WBITS) != Z_OK)
		checked(NULL);
	if (optind == argc)
		peek("-");
	for (; optind < argc; optind++)
		peek(argv[optind]);
	inflateEnd(&gzip);
	if (fflush(stdout) || ferror(stdout))
		trouble("standard output");
	return status;
}
