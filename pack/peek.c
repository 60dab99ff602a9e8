/*
 * peek - reads an initramfs archive as the Linux kernel does: lists it, and
 * reports what the kernel would skip, drop, damage or refuse. See peek.1.
 *
 *	peek [-v] [ARCHIVE|-]...
 *
 * Data flows one way: the file, or a gzip member in it -> an entry -> the
 * names that the kernel would then have in its root file system. The rules
 * are those of the kernel's init/initramfs.c, whose functions are named where
 * they rule, and of its lib/decompress_inflate.c.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <search.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "newc.h"

#define NAME_SIZE  (NEWC_NAME_MAX + 1) /* with the NUL: PATH_MAX */
#define SHOWN_SIZE (4 * NAME_SIZE + 1) /* of a name whose bytes all escape */
#define MAX_HOPS   40		       /* symbolic links in one path walk */
#define CHUNK	   32768	       /* what the kernel unzips at a time */
#define OLD_LIMIT  0x7fffffff	       /* bytes of a file opened as small */

/* What the kernel prints when it gives up on an archive. */
#define STOPS "; the kernel stops here: "

/* --- bytes ------------------------------------------------------------------
 */

struct stream {
	int (*fill)(struct stream *s); /* gets more bytes; 0 at the end */
	unsigned char *next;
	size_t left;	 /* bytes at next */
	uint64_t offset; /* of next, in the stream */
	unsigned char buffer[65536];
};

static int fill_file(struct stream *s);
static int fill_member(struct stream *s);
static struct stream file = {.fill = fill_file};
static struct stream member = {.fill = fill_member}; /* of gzip, unpacked */

/* The archive at work. */
static struct {
	const char *name;
	int fd;
	int failed;  /* it could not be read to its end */
	int started; /* past the state Start, where zeros are no padding */
	int open;    /* no trailer, or entries after it */
} archive;

static struct {
	uint64_t start; /* in the file */
	uint64_t size;	/* unpacked so far */
	uLong crc;
	int ended;
	const char *fault; /* the kernel's words for what broke it */
	z_stream z;
} gzip;

static int status;  /* of this program */
static int verbose; /* -v */

static void
trouble(const char *name)
{
	fflush(stdout);
	fprintf(stderr, "peek: %s: %s\n", name, strerror(errno));
	status = 2;
}

static void *
grab(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory) {
		trouble("memory");
		exit(2);
	}
	return memory;
}

/* Prints a finding. Returns 0, the kernel's "stop" where it is one. */
static int __attribute__((format(printf, 3, 4)))
finding(const struct stream *s, uint64_t offset, const char *text, ...)
{
	va_list args;

	if (archive.failed)
		return 0;
	fflush(stdout);
	fprintf(stderr, "peek: %s:", archive.name);
	if (s == &member)
		fprintf(stderr, "%llu+", (unsigned long long)gzip.start);
	fprintf(stderr, "%llu: ", (unsigned long long)offset);
	va_start(args, text);
	vfprintf(stderr, text, args);
	va_end(args);
	fputc('\n', stderr);
	if (!status)
		status = 1;
	return 0;
}

/* How many bytes, `most` at most, there are at s->next: 0 at the end. */
static size_t
ready(struct stream *s, size_t most)
{
	if (!s->left && !s->fill(s))
		return 0;
	return s->left < most ? s->left : most;
}

static void
eat(struct stream *s, size_t size)
{
	s->next += size;
	s->left -= size;
	s->offset += size;
}

static int
ahead(struct stream *s)
{
	return ready(s, 1) ? *s->next : -1;
}

/* Takes bytes to `to`, unless that is NULL. Fails when the stream ends. */
static int
take(struct stream *s, void *to, uint64_t size)
{
	unsigned char *p = to;
	size_t n;

	for (; size; size -= n) {
		n = ready(s, size < SIZE_MAX ? (size_t)size : SIZE_MAX);
		if (!n)
			return 0;
		if (p)
			p = mempcpy(p, s->next, n);
		eat(s, n);
	}
	return 1;
}

static int
take_padding(struct stream *s)
{
	return take(s, NULL, -s->offset % NEWC_ALIGN);
}

static int
fill_file(struct stream *s)
{
	ssize_t n;

	do
		n = read(archive.fd, s->buffer, sizeof(s->buffer));
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		trouble(archive.name);
		archive.failed = 1;
		n = 0;
	}
	s->next = s->buffer;
	s->left = (size_t)n;
	return n > 0;
}

static int
fill_member(struct stream *s)
{
	z_stream *z = &gzip.z;
	int result = Z_OK;

	z->next_out = s->next = s->buffer;
	z->avail_out = sizeof(s->buffer);
	while (!gzip.ended && !gzip.fault && z->avail_out) {
		if (!ready(&file, 1)) {
			gzip.fault = "read error";
			break;
		}
		z->next_in = file.next;
		z->avail_in = (uInt)file.left;
		result = inflate(z, Z_NO_FLUSH);
		eat(&file, file.left - z->avail_in);
		gzip.ended = result == Z_STREAM_END;
		if (result != Z_OK && !gzip.ended)
			gzip.fault = "uncompression error";
	}
	s->left = sizeof(s->buffer) - z->avail_out;
	gzip.size += s->left;
	gzip.crc = crc32(gzip.crc, s->buffer, (uInt)s->left);
	return s->left > 0;
}

/* A stream ends too early: only in gzip does the kernel notice. */
static int
cut(const struct stream *s, const char *what)
{
	if (s == &file)
		return finding(s, s->offset,
			"the archive ends in %s; the kernel does not notice",
			what);
	return finding(s, s->offset, "the gzip member ends in %s" STOPS "%s",
		what,
		gzip.fault ? gzip.fault
			   : "junk at the end of compressed archive");
}

/* --- entries ----------------------------------------------------------------
 */

struct cpio_entry {
	struct stream *s;
	uint64_t offset; /* of the header */
	uint32_t field[NEWC_FIELDS];
	uint32_t type;
	int known;  /* the type is one of the seven, */
	int device; /* and a character or block device */
	int sums;   /* the magic is the one with a checksum */
	char name[NAME_SIZE + 1];
	char target[NAME_SIZE + 1];
};

/* Control bytes and the backslash as C writes them. Good for two calls. */
static const char *
shown(const char *name)
{
	static char text[2][SHOWN_SIZE];
	static int turn;
	char *p = text[turn ^= 1];
	unsigned char c;

	while ((c = (unsigned char)*name++)) {
		if (c < ' ' || c == 127)
			p += sprintf(p, "\\%03o", c);
		else if (c == '\\')
			p = stpcpy(p, "\\\\");
		else
			*p++ = (char)c;
	}
	*p = '\0';
	return text[turn];
}

static void
list(const struct cpio_entry *e)
{
	static const char types[] = "?pc?d?b?-?l?s???";
	const uint32_t *f = e->field;
	uint32_t mode = f[NEWC_MODE];
	char bits[] = "rwxrwxrwx", size[32], when[32];
	time_t mtime = (time_t)f[NEWC_MTIME];
	struct tm tm;
	int i;

	if (verbose) {
		for (i = 0; i < 9; i++)
			if (!(mode & 0400 >> i))
				bits[i] = '-';
		for (i = 0; i < 3; i++)
			if (mode & 04000 >> i)
				bits[3 * i + 2] =
					(bits[3 * i + 2] == '-' ? "SST"
								: "sst")[i];
		if (e->device)
			snprintf(size, sizeof(size), "%u, %u", f[NEWC_RMAJOR],
				f[NEWC_RMINOR]);
		else
			snprintf(size, sizeof(size), "%u", f[NEWC_FILESIZE]);
		gmtime_r(&mtime, &tm);
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S", &tm);
		printf("%c%s %2u %4u %4u %10s %s ", types[e->type >> 12], bits,
			f[NEWC_NLINK], f[NEWC_UID], f[NEWC_GID], size, when);
	}
	fputs(shown(e->name), stdout);
	if (verbose && e->type == S_IFLNK)
		printf(" -> %s", shown(e->target));
	putchar('\n');
}

/* --- the names that the kernel makes ----------------------------------------
 */

struct inode {
	uint32_t type, rmajor, rminor;
	unsigned names;
	uint32_t size; /* of the data it has by now, */
	uLong crc;     /* and its sum, if it may get links */
	char *target;
};

struct node {
	struct node *parent;
	struct inode *inode; /* NULL: there is nothing of this name now */
	unsigned children;
	char *name;
};

struct link { /* find_link(): where to look for hard links */
	uint32_t ino, major, minor, type;
	char *name;
};

static struct inode directory = {.type = S_IFDIR};
static struct node root = {.parent = &root, .inode = &directory, .name = ""};
static void *nodes, *links; /* trees of tsearch(3) */

static int
compare_nodes(const void *left, const void *right)
{
	const struct node *a = left, *b = right;

	if (a->parent != b->parent)
		return (uintptr_t)a->parent < (uintptr_t)b->parent ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int
compare_links(const void *left, const void *right)
{
	return memcmp(left, right, offsetof(struct link, name));
}

static struct node *
child(struct node *parent, const char *name, size_t length)
{
	char copy[NEWC_COMPONENT_MAX + 1] = "";
	struct node key = {.parent = parent, .name = copy}, *node;
	void *slot;

	memcpy(copy, name, length);
	slot = tfind(&key, &nodes, compare_nodes);
	if (slot)
		return *(struct node **)slot;
	node = grab(sizeof(*node) + length + 1);
	node->parent = parent;
	node->name = memcpy(node + 1, copy, length + 1);
	if (!tsearch(node, &nodes, compare_nodes))
		exit((trouble("memory"), 2));
	return node;
}

/* The result of a path walk. */
struct place {
	struct node *node; /* its inode is NULL when nothing is there yet */
	int dots;	   /* the last component is none, "." or ".." */
	int slash;	   /* stands at the end */
	const char *fault; /* why there is no node */
};

/* The kernel's path walk; the last component is followed if `follow`. */
static struct node *
walk(struct node *at, const char *path, int follow, int *hops,
	struct place *place)
{
	size_t length;
	int last;

	if (*path == '/')
		at = &root;
	place->dots = 1;
	while (*(path += strspn(path, "/"))) {
		length = strcspn(path, "/");
		last = !path[length + strspn(path + length, "/")];
		place->slash = last && path[length];
		place->dots = length <= 2 && !strncmp(path, "..", length);
		if (!at->inode)
			place->fault = "its directory is missing";
		else if (at->inode->type != S_IFDIR)
			place->fault = "its directory is none";
		else if (length > NEWC_COMPONENT_MAX)
			place->fault = "a component has more than 255 bytes";
		if (place->fault)
			return NULL;
		if (!place->dots)
			at = child(at, path, length);
		else if (length == 2)
			at = at->parent;
		path += length;
		if ((last && !follow) || !at->inode || !at->inode->target)
			continue;
		if (++*hops > MAX_HOPS)
			place->fault = "it has too many symbolic links";
		else
			at = walk(at->parent, at->inode->target, 1, hops,
				&(struct place){0});
		if (!at && !place->fault)
			place->fault = "its directory is a dangling link";
		if (place->fault)
			return NULL;
	}
	return at;
}

static struct place
find(const char *name)
{
	struct place place = {0};
	int hops = 0;

	place.node = walk(&root, name, 0, &hops, &place);
	return place;
}

static void
free_inode(struct inode *inode)
{
	if (--inode->names)
		return;
	free(inode->target);
	free(inode);
}

static void
fill_node(struct node *node, struct inode *inode)
{
	node->inode = inode;
	node->parent->children++;
	inode->names++;
}

/* clean_path(): removes what is there, if it can be removed. */
static int
empty_node(const struct place *place)
{
	struct node *node = place->node;

	if (node->children || place->dots)
		return 0;
	node->parent->children--;
	free_inode(node->inode);
	node->inode = NULL;
	return 1;
}

static struct inode *
new_inode(uint32_t type, uint32_t rmajor, uint32_t rminor, const char *target)
{
	struct inode *inode = grab(sizeof(*inode));

	inode->type = type;
	inode->rmajor = rmajor;
	inode->rminor = rminor;
	if (type == S_IFLNK)
		inode->target = strcpy(grab(strlen(target) + 1), target);
	return inode;
}

static void
free_node(void *node)
{
	if (((struct node *)node)->inode)
		free_inode(((struct node *)node)->inode);
	free(node);
}

static void
free_links(void)
{
	tdestroy(links, free);
	links = NULL;
}

/* What the kernel brings along: usr/default_cpio_list. */
static void
new_names(void)
{
	root.children = 0;
	fill_node(find("dev").node, new_inode(S_IFDIR, 0, 0, NULL));
	fill_node(find("dev/console").node, new_inode(S_IFCHR, 5, 1, NULL));
	fill_node(find("root").node, new_inode(S_IFDIR, 0, 0, NULL));
}

static void
free_names(void)
{
	tdestroy(nodes, free_node);
	nodes = NULL;
	free_links();
}

/* maybe_link(): the name of which this entry is one more; NULL if none. */
static const char *
first_name(const struct cpio_entry *e)
{
	size_t size = strlen(e->name) + 1;
	struct link *link, **found;

	if (e->field[NEWC_NLINK] < 2)
		return NULL;
	link = grab(sizeof(*link) + size);
	link->ino = e->field[NEWC_INO];
	link->major = e->field[NEWC_MAJOR];
	link->minor = e->field[NEWC_MINOR];
	link->type = e->type;
	link->name = memcpy(link + 1, e->name, size);
	found = tsearch(link, &links, compare_links);
	if (!found)
		exit((trouble("memory"), 2));
	if (*found == link)
		return NULL;
	free(link);
	return (*found)->name;
}

static struct inode *
dropped(const struct cpio_entry *e, const char *why)
{
	finding(e->s, e->offset, "%s: %s; the kernel drops it", shown(e->name),
		why);
	return NULL;
}

/* do_name(), do_symlink(): the inode that takes the data; NULL: it is lost. */
static struct inode *
make(const struct cpio_entry *e)
{
	struct place place = find(e->name);
	struct node *node = place.node;
	int linked = e->type != S_IFDIR && e->type != S_IFLNK && e->known;
	const char *first = linked ? first_name(e) : NULL;
	struct inode *inode;

	if (!node)
		return dropped(e, place.fault);
	if (place.slash && e->type != S_IFDIR)
		return dropped(e, "its name ends in a slash");
	inode = node->inode;
	if (inode && (first || e->type == S_IFLNK || inode->type != e->type) &&
		!empty_node(&place))
		return dropped(e, "it would replace a directory in use");
	if (!e->known)
		return dropped(e, "its mode has no known type");
	if (first) {
		node = find(first).node;
		inode = node ? node->inode : NULL;
		if (!inode || inode->type != e->type) {
			finding(e->s, e->offset,
				"%s: a hard link to %s, which is no more; "
				"the kernel drops it",
				shown(e->name), shown(first));
			return NULL;
		}
		fill_node(place.node, inode);
		return inode;
	}
	inode = node->inode;
	if (!inode) {
		inode = new_inode(e->type, e->field[NEWC_RMAJOR],
			e->field[NEWC_RMINOR], e->target);
		fill_node(node, inode);
	} else if (e->type == S_IFREG) {
		if (inode->names > 1)
			finding(e->s, e->offset,
				"%s: its data replaces that of the file's "
				"other hard links",
				shown(e->name));
		inode->size = 0;
	} else if (e->device &&
		   (inode->rmajor != e->field[NEWC_RMAJOR] ||
			   inode->rminor != e->field[NEWC_RMINOR])) {
		finding(e->s, e->offset,
			"%s: it is there already; the kernel keeps its device "
			"number %u, %u",
			shown(e->name), inode->rmajor, inode->rminor);
	}
	return inode;
}

/* --- reading ----------------------------------------------------------------
 */

/* parse_header(): a number ends at the first byte that is no digit. */
static void
parse(struct cpio_entry *e, const char *digits)
{
	static const char *const name[NEWC_FIELDS] = {"inode", "mode", "owner",
		"group", "link count", "time", "file size", "major number",
		"minor number", "device major", "device minor", "name size",
		"checksum"};
	char copy[NEWC_DIGITS + 1] = "";
	int i;

	for (i = 0; i < NEWC_FIELDS; i++, digits += NEWC_DIGITS) {
		memcpy(copy, digits, NEWC_DIGITS);
		e->field[i] = isxdigit((unsigned char)*copy)
				      ? (uint32_t)strtoul(copy, NULL, 16)
				      : 0;
		if (strspn(copy, "0123456789abcdefABCDEF") < NEWC_DIGITS)
			finding(e->s,
				e->offset + NEWC_MAGIC_SIZE + i * NEWC_DIGITS,
				"the %s '%s' is not hexadecimal; the kernel "
				"reads it as %x",
				name[i], shown(copy), e->field[i]);
	}
	e->type = e->field[NEWC_MODE] & S_IFMT;
	e->device = e->type == S_IFCHR || e->type == S_IFBLK;
	e->known = e->device || e->type == S_IFREG || e->type == S_IFDIR ||
		   e->type == S_IFLNK || e->type == S_IFIFO ||
		   e->type == S_IFSOCK;
}

/* What makes do_header() skip the entry without a look at its name. */
static const char *
skipped(const struct cpio_entry *e)
{
	uint32_t namesize = e->field[NEWC_NAMESIZE];

	if (!namesize)
		return "its name has no bytes, not even a NUL";
	if (namesize > NAME_SIZE)
		return "its name has more than 4095 bytes";
	if (e->type == S_IFLNK && e->field[NEWC_FILESIZE] > NAME_SIZE)
		return "its target has more than 4095 bytes";
	if (e->type != S_IFLNK && e->type != S_IFREG && e->field[NEWC_FILESIZE])
		return "it has data, but is no regular file";
	return NULL;
}

/*
 * Skips the data of a skipped entry. When the kernel had to collect the
 * header from two chunks of unzipped data, it then takes the same header for
 * the next one, and so on to the end of the member.
 */
static int
skip(const struct cpio_entry *e, const char *why)
{
	int loses =
		e->s == &member && e->offset % CHUNK + NEWC_HEADER_SIZE > CHUNK;

	finding(e->s, e->offset, "%s: %s; the kernel skips it%s",
		*e->name ? shown(e->name) : "an entry", why,
		loses ? " and all that follows" STOPS
			"junk at the end of compressed archive"
		      : "");
	if (loses)
		return 0;
	if (!take(e->s, NULL, e->field[NEWC_FILESIZE]) || !take_padding(e->s))
		return cut(e->s, "a skipped entry");
	return 1;
}

/* What the kernel does to the attributes of an entry that it takes. */
static void
judge(const struct cpio_entry *e)
{
	const uint32_t *f = e->field;
	const char *fault = NULL;

	if (f[NEWC_MODE] > 0xffff)
		fault = "its mode has more than 16 bits; the kernel cuts it";
	else if (f[NEWC_UID] > NEWC_ID_MAX || f[NEWC_GID] > NEWC_ID_MAX)
		fault = "its owner or group is -1; the kernel sets none";
	else if (e->device && (f[NEWC_RMAJOR] > NEWC_RMAJOR_MAX ||
				      f[NEWC_RMINOR] > NEWC_RMINOR_MAX))
		fault = "its device number is too large; the kernel makes "
			"another of it";
	else if (e->type == S_IFREG && f[NEWC_FILESIZE] > OLD_LIMIT)
		fault = "it has 2 GiB or more; Linux 6.1 stops here: write "
			"error, Linux 6.12 takes it";
	else if (e->type == S_IFLNK && !*e->target)
		fault = "its target is empty; nothing can follow it";
	if (fault)
		finding(e->s, e->offset, "%s: %s", shown(e->name), fault);
}

/* do_copy(). With no inode the data is skipped. */
static int
read_data(const struct cpio_entry *e, struct inode *inode)
{
	uint32_t size = e->field[NEWC_FILESIZE], left, sum = 0;
	uLong crc = 0;
	size_t n, i;

	for (left = size; left; left -= n) {
		n = ready(e->s, left);
		if (!n)
			return cut(e->s, "the data of a file");
		if (e->sums)
			for (i = 0; i < n; i++)
				sum += e->s->next[i];
		if (e->field[NEWC_NLINK] > 1)
			crc = crc32(crc, e->s->next, (uInt)n);
		eat(e->s, n);
	}
	if (inode && e->type == S_IFREG) {
		if (size && inode->size &&
			(inode->size != size || inode->crc != crc))
			finding(e->s, e->offset,
				"%s: its data replaces other data of its hard "
				"links",
				shown(e->name));
		if (size) {
			inode->size = size;
			inode->crc = crc;
		}
		if (e->sums && sum != e->field[NEWC_CHECK])
			return finding(e->s, e->offset,
				"%s: its data has the sum %x, not %x" STOPS
				"bad data checksum",
				shown(e->name), sum, e->field[NEWC_CHECK]);
	}
	if (!take_padding(e->s))
		return cut(e->s, "padding");
	return 1;
}

/* Names and targets are C strings to the kernel; more NULs may pad them. */
static void
judge_nul(const struct cpio_entry *e, const char *text, uint32_t size)
{
	size_t i = strlen(text);

	while (i < size && !text[i])
		i++;
	if (i < size)
		finding(e->s, e->offset,
			"%s: it goes on behind a NUL; the kernel does not",
			shown(text));
}

/* The trailer ends the reach of hard links, not the archive. */
static int
read_trailer(const struct cpio_entry *e)
{
	free_links();
	archive.open = 0;
	if (e->type)
		finding(e->s, e->offset,
			NEWC_TRAILER
			": it has the mode of a file; the kernel takes it for "
			"the trailer");
	return read_data(e, NULL);
}

/* From one header to the next. Returns 0 when the kernel stops, or at the end.
 */
static int
read_entry(struct stream *s)
{
	static struct cpio_entry e;
	const char *why;
	char header[NEWC_HEADER_SIZE];
	uint32_t namesize, size;

	e.s = s;
	e.offset = s->offset;
	archive.started = archive.open = 1;
	if (!take(s, header, sizeof(header)))
		return cut(s, "a header");
	if (!memcmp(header, "070707", NEWC_MAGIC_SIZE))
		return finding(s, e.offset,
			"this is cpio's format odc, not newc" STOPS
			"incorrect cpio method used: use -H newc option");
	e.sums = !memcmp(header, "070702", NEWC_MAGIC_SIZE);
	if (!e.sums && memcmp(header, NEWC_MAGIC, NEWC_MAGIC_SIZE))
		return finding(s, e.offset,
			"no entry starts like this" STOPS "no cpio magic");

	parse(&e, header + NEWC_MAGIC_SIZE);
	namesize = e.field[NEWC_NAMESIZE];
	size = e.field[NEWC_FILESIZE];
	*e.name = *e.target = '\0';
	if (!take(s, namesize > NAME_SIZE ? NULL : e.name, namesize) ||
		!take_padding(s))
		return cut(s, "a name");
	e.name[namesize > NAME_SIZE ? 0 : namesize] = '\0';
	why = skipped(&e);
	if (why)
		return skip(&e, why);
	if (e.name[namesize - 1])
		return finding(s, e.offset,
			"%s: no NUL ends this name" STOPS "malformed archive",
			shown(e.name));
	judge_nul(&e, e.name, namesize);

	if (e.type == S_IFLNK) {
		if (!take(s, e.target, size))
			return cut(s, "the target of a link");
		e.target[size] = '\0';
		judge_nul(&e, e.target, size);
		e.field[NEWC_FILESIZE] = 0; /* it is read */
	} else if (!strcmp(e.name, NEWC_TRAILER)) {
		return read_trailer(&e);
	}
	list(&e);
	judge(&e);
	return read_data(&e, make(&e));
}

/* flush_buffer(): what may stand in a gzip member. */
static int
read_unzipped(void)
{
	int c;

	if (!archive.started && !read_entry(&member))
		return 0;
	while ((c = ahead(&member)) >= 0) {
		if (!c)
			eat(&member, 1);
		else if (member.offset % NEWC_ALIGN)
			return finding(&member, member.offset,
				"an entry at no multiple of 4" STOPS
				"broken padding");
		else if (c != '0')
			return finding(&member, member.offset,
				"neither an entry nor zeros" STOPS
				"junk within compressed archive");
		else if (!read_entry(&member))
			return 0;
	}
	if (gzip.fault)
		return finding(&member, member.offset,
			"the gzip member is broken" STOPS "%s", gzip.fault);
	return 1;
}

static uint32_t
little_endian(const unsigned char *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

/* gunzip(): reads the gzip header itself, knows little of it, skips its sums.
 */
static int
read_member(uint64_t start)
{
	unsigned char head[9], tail[8]; /* the first byte is taken already */
	int c = 1, going;

	memset(&gzip, 0, sizeof(gzip));
	gzip.start = start;
	member.left = 0;
	member.offset = 0;
	if (!take(&file, head, sizeof(head)) || *head != 0x8b || head[1] != 8)
		return finding(&file, gzip.start,
			"a gzip member of another kind" STOPS
			"Not a gzip file");
	if (head[2] & 0x16)
		return finding(&file, gzip.start + 3,
			"the gzip header has a checksum, an extra field or a "
			"comment" STOPS "uncompression error");
	while (head[2] & 8 && c && (c = ahead(&file)) >= 0)
		eat(&file, 1);
	if (c < 0)
		return finding(&file, gzip.start,
			"the gzip header does not end" STOPS "header error");

	if (inflateInit2(&gzip.z, -MAX_WBITS) != Z_OK)
		exit((trouble("memory"), 2));
	going = read_unzipped();
	inflateEnd(&gzip.z);
	if (!going)
		return 0;
	if (!take(&file, tail, sizeof(tail)))
		return finding(&file, file.offset,
			"the gzip member ends in its sums; the kernel reads on "
			"behind the archive");
	if (little_endian(tail) != gzip.crc ||
		little_endian(tail + 4) != (uint32_t)gzip.size)
		finding(&file, gzip.start,
			"the gzip member's sums are wrong; the kernel does not "
			"look at them");
	return 1;
}

/* decompress_method() */
static int
read_compressed(void)
{
	static const struct {
		unsigned char magic[2];
		const char *name, *tool;
	} formats[] = {
		{{0x1f, 0x8b}, NULL, NULL}, /* gzip, both */
		{{0x1f, 0x9e}, NULL, NULL},
		{{'B', 'Z'}, "bzip2", "bzip2"},
		{{0x5d, 0x00}, "lzma", "xz"},
		{{0xfd, '7'}, "xz", "xz"},
		{{0x89, 'L'}, "lzo", "lzop"},
		{{0x02, 0x21}, "lz4", "lz4"},
		{{0x28, 0xb5}, "zstd", "zstd"},
	};
	uint64_t start = file.offset;
	int first = ahead(&file), second;
	size_t i;

	eat(&file, 1);
	second = ahead(&file);
	for (i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (first == formats[i].magic[0] &&
			second == formats[i].magic[1])
			break;
	if (i == sizeof(formats) / sizeof(*formats))
		return finding(&file, start,
			"%s" STOPS
			"invalid magic at start of compressed archive",
			first == '0' ? "an entry at no multiple of 4"
				     : "neither an entry nor zeros");
	if (!formats[i].name)
		return read_member(start);
	return finding(&file, start,
		"compressed with %s: unpack it first (%s -dc)", formats[i].name,
		formats[i].tool);
}

/* unpack_to_rootfs(): what may stand in the file. */
static int
read_file(void)
{
	int c, padding = 0; /* after an entry, in do_reset() */

	while ((c = ahead(&file)) >= 0) {
		if (!c) {
			eat(&file, 1);
		} else if (c == '0' && file.offset % NEWC_ALIGN == 0) {
			if (!read_entry(&file))
				return 0;
			padding = 1;
		} else if (padding && file.offset % NEWC_ALIGN) {
			return finding(&file, file.offset,
				"something at no multiple of 4 follows an "
				"entry" STOPS "broken padding");
		} else if (read_compressed()) {
			padding = 0;
		} else {
			return 0;
		}
	}
	if (archive.open)
		finding(&file, file.offset,
			"no trailer at the end: it may be cut off; the kernel "
			"does not notice");
	return 1;
}

static void
peek(const char *name)
{
	memset(&archive, 0, sizeof(archive));
	archive.name = name;
	archive.open = 1;
	file.left = 0;
	file.offset = 0;
	if (strcmp(name, "-") != 0)
		archive.fd = open(name, O_RDONLY | O_CLOEXEC);
	if (archive.fd < 0) {
		trouble(name);
		return;
	}
	new_names();
	read_file();
	free_names();
	if (archive.fd != STDIN_FILENO)
		close(archive.fd);
}

int
main(int argc, char **argv)
{
	static const char usage[] =
		"usage: peek [-v] [ARCHIVE|-]...\n"
		"Read initramfs archives as the Linux kernel does, list them, "
		"and report what\n"
		"the kernel would skip, drop, damage or refuse.\n"
		"\n"
		"  -v  more than names, as 'ls -l'\n"
		"  --help, --version\n"
		"\n"
		"exit status: 0 nothing to report, 1 something, 2 trouble\n";
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
			return puts("peek (tinyinit) 1.0") < 0;
		default:
			fputs("peek: try 'peek --help'\n", stderr);
			return 2;
		}
	if (optind == argc)
		peek("-");
	for (; optind < argc; optind++)
		peek(argv[optind]);
	if (fflush(stdout) || ferror(stdout))
		trouble("standard output");
	return status;
}
