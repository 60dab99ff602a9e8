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

#define NAME_SIZE (NEWC_NAME_MAX + 1) /* with the NUL: PATH_MAX */
#define MAX_HOPS  40		      /* symbolic links in one path walk */
#define CHUNK	  32768		      /* what the kernel unzips at a time */
#define OLD_LIMIT 0x7fffffff	      /* bytes of a file opened as small */

/* --- bytes --- */

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

static struct {
	const char *name;
	int fd;
	int failed;  /* it could not be read to its end */
	int started; /* past the state Start, where zeros are no padding */
	int open;    /* no trailer, or entries after it */
} archive;

static struct {
	uint64_t start; /* in the file */
	uLong size, crc;
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
checked(void *memory)
{
	if (memory)
		return memory;
	trouble("memory");
	exit(status);
}

/* Control bytes and the backslash as C writes them. */
static void
show(const char *name, FILE *to)
{
	for (; *name; name++)
		if ((unsigned char)*name < ' ' || *name == 127)
			fprintf(to, "\\%03o", *name);
		else
			fprintf(to, *name == '\\' ? "\\\\" : "%c", *name);
}

/*
 * Prints a finding, about an entry's name or NULL. Returns whether the kernel
 * goes on: it does not when it says something, which is printed, too.
 */
static int
finding(const struct stream *s, uint64_t offset, const char *name,
	const char *text, const char *says)
{
	if (archive.failed)
		return 0;
	fflush(stdout);
	fprintf(stderr, "peek: %s:", archive.name);
	if (s == &member)
		fprintf(stderr, "%llu+", (unsigned long long)gzip.start);
	fprintf(stderr, "%llu: ", (unsigned long long)offset);
	if (name) {
		show(name, stderr);
		fputs(": ", stderr);
	}
	fputs(text, stderr);
	if (says)
		fprintf(stderr, "; the kernel stops here: %s", says);
	fputc('\n', stderr);
	if (!status)
		status = 1;
	return !says;
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
take(struct stream *s, void *to, size_t size)
{
	size_t n;

	for (; size; size -= n) {
		n = ready(s, size);
		if (!n)
			return 0;
		if (to)
			to = mempcpy(to, s->next, n);
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
	int result;

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

/* The stream ends too early: only in gzip does the kernel notice. */
static int
cut(const struct stream *s, const char *name)
{
	if (s == &file)
		return !finding(s, s->offset, name,
			"the archive ends here; the kernel does not notice",
			NULL);
	return finding(s, s->offset, name, "the gzip member ends here",
		gzip.fault ? gzip.fault
			   : "junk at the end of compressed archive");
}

/* --- entries --- */

struct cpio_entry {
	struct stream *s;
	uint64_t offset; /* of the header */
	uint32_t field[NEWC_FIELDS];
	uint32_t type;
	int sums; /* the magic is the one with a checksum */
	const char *name, *target;
};

static int
is_device(const struct cpio_entry *e)
{
	return e->type == S_IFCHR || e->type == S_IFBLK;
}

/* Tells what the kernel does to an entry that it does not refuse. */
static void
tell(const struct cpio_entry *e, const char *text)
{
	finding(e->s, e->offset, e->name, text, NULL);
}

static void
list(const struct cpio_entry *e)
{
	static const char types[] = "?pc?d?b?-?l?s???";
	const uint32_t *f = e->field;
	char bits[] = "rwxrwxrwx", size[32], when[32];
	time_t mtime = (time_t)f[NEWC_MTIME];
	struct tm tm;
	int i;

	if (verbose) {
		for (i = 0; i < 9; i++)
			if (!(f[NEWC_MODE] & 0400 >> i))
				bits[i] = '-';
		for (i = 0; i < 3; i++)
			if (f[NEWC_MODE] & 04000 >> i)
				bits[3 * i + 2] = (f[NEWC_MODE] & 0100 >> 3 * i
							   ? "sst"
							   : "SST")[i];
		snprintf(size, sizeof(size), is_device(e) ? "%u, %u" : "%u",
			f[is_device(e) ? NEWC_RMAJOR : NEWC_FILESIZE],
			f[NEWC_RMINOR]);
		gmtime_r(&mtime, &tm);
		strftime(when, sizeof(when), "%F %T", &tm);
		printf("%c%s %2u %4u %4u %10s %s ", types[e->type >> 12], bits,
			f[NEWC_NLINK], f[NEWC_UID], f[NEWC_GID], size, when);
	}
	show(e->name, stdout);
	if (verbose && e->type == S_IFLNK) {
		fputs(" -> ", stdout);
		show(e->target, stdout);
	}
	putchar('\n');
}

/* --- the names that the kernel makes of entries --- */

struct inode {
	uint32_t type, rmajor, rminor;
	uint32_t names;
	uint32_t size; /* of the data it has by now, */
	uLong crc;     /* and its sum, if it may get links */
	char target[];
};

struct node {
	struct node *parent;
	struct inode *inode; /* NULL: there is nothing of this name now */
	uint32_t children;
	const char *name;
};

struct link { /* find_link(): what may get more names */
	uint32_t ino, major, minor, type;
	const char *name;
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

static void
release(struct inode *inode)
{
	if (inode && !--inode->names)
		free(inode);
}

static void
free_node(void *node)
{
	release(((struct node *)node)->inode);
	free(node);
}

static void
free_links(void)
{
	tdestroy(links, free);
	links = NULL;
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
	node = checked(calloc(1, sizeof(*node) + length + 1));
	node->parent = parent;
	node->name = memcpy(node + 1, copy, length + 1);
	checked(tsearch(node, &nodes, compare_nodes));
	return node;
}

/* How a path walk went. */
struct walk {
	const char *fault; /* why it came to no node */
	int hops;
	int dots;  /* the last component is none, "." or ".." */
	int slash; /* stands at the end */
};

/*
 * The kernel's path walk. The last component need not be there: the node then
 * has no inode. It is followed, as those before it, if `follow` is set.
 */
static struct node *
walk(struct node *at, const char *path, int follow, struct walk *w)
{
	size_t length;
	int last;

	if (*path == '/')
		at = &root;
	w->dots = 1;
	while (*(path += strspn(path, "/"))) {
		length = strcspn(path, "/");
		last = !path[length + strspn(path + length, "/")];
		if (!at || !at->inode || at->inode->type != S_IFDIR)
			w->fault = "its directory is not there";
		else if (length > NEWC_COMPONENT_MAX)
			w->fault = "a component has more than 255 bytes";
		if (w->fault)
			return NULL;
		w->slash = last && path[length];
		w->dots = length <= 2 && !strncmp(path, "..", length);
		if (!w->dots)
			at = child(at, path, length);
		else if (length == 2)
			at = at->parent;
		path += length;
		if ((last && !follow) || !at->inode ||
			at->inode->type != S_IFLNK)
			continue;
		if (++w->hops > MAX_HOPS)
			w->fault = "its directory is behind too many links";
		else
			at = walk(at->parent, at->inode->target, 1, w);
	}
	return w->fault ? NULL : at;
}

/* clean_path(): removes what is there, if it can be removed. */
static int
empty(struct node *node, const struct walk *w)
{
	if (node->children || w->dots)
		return 0;
	node->parent->children--;
	release(node->inode);
	node->inode = NULL;
	return 1;
}

static struct inode *
enter(struct node *node, struct inode *inode)
{
	node->inode = inode;
	node->parent->children++;
	inode->names++;
	return inode;
}

static struct inode *
new_inode(const struct cpio_entry *e)
{
	const char *target = e->type == S_IFLNK ? e->target : "";
	size_t size = strlen(target) + 1;
	struct inode *inode = checked(calloc(1, sizeof(*inode) + size));

	inode->type = e->type;
	inode->rmajor = e->field[NEWC_RMAJOR];
	inode->rminor = e->field[NEWC_RMINOR];
	memcpy(inode->target, target, size);
	return inode;
}

/* maybe_link(): the name of which this entry is one more; NULL if none. */
static const char *
first_name(const struct cpio_entry *e)
{
	size_t size = strlen(e->name) + 1;
	struct link *link, *found;

	if (e->field[NEWC_NLINK] < 2 || e->type == S_IFDIR ||
		e->type == S_IFLNK)
		return NULL;
	link = checked(calloc(1, sizeof(*link) + size));
	link->ino = e->field[NEWC_INO];
	link->major = e->field[NEWC_MAJOR];
	link->minor = e->field[NEWC_MINOR];
	link->type = e->type;
	link->name = memcpy(link + 1, e->name, size);
	found = *(struct link **)checked(tsearch(link, &links, compare_links));
	if (found == link)
		return NULL;
	free(link);
	return found->name;
}

static struct inode *
dropped(const struct cpio_entry *e, const char *why)
{
	char text[128];

	snprintf(text, sizeof(text), "%s; the kernel drops it", why);
	tell(e, text);
	return NULL;
}

/* What there is by this name and type stays; later data replaces it. */
static struct inode *
again(const struct cpio_entry *e, struct inode *inode)
{
	if (e->type == S_IFREG) {
		if (inode->names > 1 && e->field[NEWC_NLINK] < 2)
			tell(e, "it replaces the data of other hard links");
		inode->size = 0;
	} else if (is_device(e) &&
		   (inode->rmajor != e->field[NEWC_RMAJOR] ||
			   inode->rminor != e->field[NEWC_RMINOR])) {
		tell(e, "it is there already; the kernel keeps the old number");
	}
	return inode;
}

static struct inode *
link_to(const char *first, const struct cpio_entry *e, struct node *node)
{
	struct walk w = {0};
	struct node *old = walk(&root, first, 0, &w);

	if (old && old->inode && old->inode->type == e->type)
		return enter(node, old->inode);
	return dropped(e, "the name that it links to is no more");
}

/* do_name(), do_symlink(): the inode that takes the data; NULL: it is lost. */
static struct inode *
make(const struct cpio_entry *e)
{
	static const char known[] = {1, 2, 4, 6, 8, 10, 12};
	struct walk w = {0};
	struct node *node = walk(&root, e->name, 0, &w);
	const char *first = NULL;

	if (!memchr(known, (int)(e->type >> 12), sizeof(known)))
		return dropped(e, "its mode has no known type");
	if (e->type != S_IFDIR && e->type != S_IFLNK)
		first = first_name(e);
	if (!node)
		return dropped(e, w.fault);
	if (w.slash && e->type != S_IFDIR)
		return dropped(e, "its name ends in a slash");
	if (node->inode && !first && e->type != S_IFLNK &&
		e->type == node->inode->type)
		return again(e, node->inode);
	if (node->inode && !empty(node, &w))
		return dropped(e, "a directory is there, and not empty");
	return first ? link_to(first, e, node) : enter(node, new_inode(e));
}

/* What the kernel brings along: usr/default_cpio_list. */
static void
make_builtin(void)
{
	static const struct cpio_entry builtin[] = {
		{.name = "dev", .type = S_IFDIR},
		{.name = "dev/console",
			.type = S_IFCHR,
			.field = {[NEWC_RMAJOR] = 5, [NEWC_RMINOR] = 1}},
		{.name = "root", .type = S_IFDIR},
	};
	size_t i;

	for (i = 0; i < sizeof(builtin) / sizeof(*builtin); i++)
		make(&builtin[i]);
}

/* --- reading --- */

/* parse_header(): a number ends at the first byte that is no digit. */
static void
parse(struct cpio_entry *e, const char *digits)
{
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
				copy,
				"this is not hexadecimal; the kernel takes "
				"the digits before",
				NULL);
	}
	e->type = e->field[NEWC_MODE] & S_IFMT;
}

/*
 * What makes do_header() skip an entry. When the kernel had to collect the
 * header from two chunks of unzipped data, it then takes the same header for
 * the next one, and so on to the end of the member.
 */
static int
skip(const struct cpio_entry *e, const char *why)
{
	char text[128];
	int loses =
		e->s == &member && e->offset % CHUNK + NEWC_HEADER_SIZE > CHUNK;

	snprintf(text, sizeof(text), "%s; the kernel skips it%s", why,
		loses ? " and the rest" : "");
	if (!finding(e->s, e->offset, e->name, text,
		    loses ? "junk at the end of compressed archive" : NULL))
		return 0;
	return (take(e->s, NULL, e->field[NEWC_FILESIZE]) &&
		       take_padding(e->s)) ||
	       cut(e->s, e->name);
}

/* Names and targets are C strings to the kernel; more NULs may pad them. */
static void
judge_nul(const struct cpio_entry *e, const char *text, size_t size)
{
	size_t i = strlen(text);

	while (i < size && !text[i])
		i++;
	if (i < size)
		tell(e, "a NUL is amid the name or target; the kernel ends it");
}

/* What the kernel does to the fields of an entry that it takes. */
static void
judge(const struct cpio_entry *e)
{
	const uint32_t *f = e->field;

	if (f[NEWC_MODE] > 0xffff)
		tell(e, "its mode has more than 16 bits; the kernel cuts it");
	if (f[NEWC_UID] > NEWC_ID_MAX || f[NEWC_GID] > NEWC_ID_MAX)
		tell(e, "its owner or group is -1; the kernel sets none");
	if (is_device(e) && (f[NEWC_RMAJOR] > NEWC_RMAJOR_MAX ||
				    f[NEWC_RMINOR] > NEWC_RMINOR_MAX))
		tell(e, "its device number is too large; the kernel damages "
			"it");
	if (e->type == S_IFREG && f[NEWC_FILESIZE] > OLD_LIMIT)
		tell(e, "it has 2 GiB or more; Linux 6.1 stops here: "
			"write error");
	if (e->type == S_IFLNK && !*e->target)
		tell(e, "its target is empty; nothing can follow it");
	if (e->type == S_IFLNK && strlen(e->target) > NEWC_TARGET_MAX)
		tell(e, "its target has more than 4095 bytes; the kernel drops "
			"it or, without tmpfs, cuts it");
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
			return cut(e->s, e->name);
		for (i = 0; e->sums && i < n; i++)
			sum += e->s->next[i];
		if (e->field[NEWC_NLINK] > 1)
			crc = crc32(crc, e->s->next, (uInt)n);
		eat(e->s, n);
	}
	if (inode && size) {
		if (inode->size && (inode->size != size || inode->crc != crc))
			tell(e, "it replaces other data of its hard links");
		inode->size = size;
		inode->crc = crc;
	}
	if (inode && e->type == S_IFREG && e->sums &&
		sum != e->field[NEWC_CHECK])
		return finding(e->s, e->offset, e->name,
			"its data has another checksum", "bad data checksum");
	return take_padding(e->s) || cut(e->s, e->name);
}

static int
read_link(struct cpio_entry *e)
{
	static char target[NAME_SIZE + 1];
	uint32_t size = e->field[NEWC_FILESIZE];

	if (!take(e->s, target, size))
		return cut(e->s, e->name);
	target[size] = '\0';
	e->target = target;
	list(e);
	judge_nul(e, target, size);
	judge(e);
	if (strlen(target) <= NEWC_TARGET_MAX)
		make(e);
	return take_padding(e->s) || cut(e->s, e->name);
}

/* do_header() for a header and a name that are there. */
static int
read_body(struct cpio_entry *e, size_t namesize)
{
	uint32_t size = e->field[NEWC_FILESIZE];

	if (e->type == S_IFLNK ? size > NAME_SIZE : size && e->type != S_IFREG)
		return skip(e, e->type == S_IFLNK
				       ? "its target has more than 4095 bytes"
				       : "it has data, but is no regular file");
	if (e->name[namesize - 1])
		return finding(e->s, e->offset, e->name, "no NUL ends its name",
			"malformed archive");
	judge_nul(e, e->name, namesize);
	if (e->type == S_IFLNK)
		return read_link(e);
	if (!strcmp(e->name, NEWC_TRAILER)) {
		if (e->type)
			tell(e, "it has a type; the kernel drops it, and ends "
				"the archive");
		free_links();
		archive.open = 0;
		return read_data(e, NULL);
	}
	list(e);
	judge(e);
	return read_data(e, make(e));
}

/* Reads one entry. Returns 0 when the kernel stops, or at the stream's end. */
static int
read_entry(struct stream *s)
{
	static char header[NEWC_HEADER_SIZE], name[NAME_SIZE + 1];
	struct cpio_entry e = {.s = s, .offset = s->offset, .name = name};
	size_t namesize;

	archive.started = archive.open = 1;
	if (!take(s, header, sizeof(header)))
		return cut(s, NULL);
	if (!memcmp(header, "070707", NEWC_MAGIC_SIZE))
		return finding(s, e.offset, NULL,
			"this is the format odc, not newc",
			"incorrect cpio method used: use -H newc option");
	e.sums = !memcmp(header, "070702", NEWC_MAGIC_SIZE);
	if (!e.sums && memcmp(header, NEWC_MAGIC, NEWC_MAGIC_SIZE))
		return finding(s, e.offset, NULL, "no entry starts like this",
			"no cpio magic");

	parse(&e, header + NEWC_MAGIC_SIZE);
	namesize = e.field[NEWC_NAMESIZE];
	if (!namesize || namesize > NAME_SIZE) {
		strcpy(name, "?");
		if (!take(s, NULL, namesize) || !take_padding(s))
			return cut(s, NULL);
		return skip(&e, namesize ? "its name has more than 4095 bytes"
					 : "its name has not even a NUL");
	}
	if (!take(s, name, namesize) || !take_padding(s))
		return cut(s, NULL);
	name[namesize] = '\0';
	return read_body(&e, namesize);
}

/* flush_buffer(): what may stand in a gzip member. */
static int
read_unzipped(void)
{
	int c;

	if (!archive.started && !read_entry(&member))
		return 0;
	while ((c = ahead(&member)) >= 0) {
		if (!c) {
			eat(&member, 1);
		} else if (member.offset % NEWC_ALIGN) {
			return finding(&member, member.offset, NULL,
				"this is at no multiple of 4",
				"broken padding");
		} else if (c != '0') {
			return finding(&member, member.offset, NULL,
				"neither an entry nor zeros",
				"junk within compressed archive");
		} else if (!read_entry(&member)) {
			return 0;
		}
	}
	return !gzip.fault || cut(&member, NULL);
}

static uint32_t
little_endian(const unsigned char *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

/* gunzip(): it reads the gzip header itself, knows little of it, and does not
 * look at the sums. */
static int
read_member(uint64_t start)
{
	unsigned char head[9], sums[8]; /* the first byte is taken already */
	int c = 1, goes_on;

	memset(&gzip, 0, sizeof(gzip));
	gzip.start = start;
	member.left = 0;
	member.offset = 0;
	if (!take(&file, head, sizeof(head)) || *head != 0x8b || head[1] != 8)
		return finding(&file, start, NULL,
			"a gzip header unlike today's", "Not a gzip file");
	if (head[2] & 0x16)
		return finding(&file, start, NULL,
			"the gzip header has a checksum, a comment or more",
			"uncompression error");
	while (head[2] & 8 && c && (c = ahead(&file)) >= 0)
		eat(&file, 1);
	if (c < 0)
		return finding(&file, start, NULL,
			"the gzip header does not end", "header error");

	if (inflateInit2(&gzip.z, -MAX_WBITS) != Z_OK)
		checked(NULL);
	goes_on = read_unzipped();
	inflateEnd(&gzip.z);
	if (!goes_on)
		return 0;
	if (!take(&file, sums, sizeof(sums)))
		finding(&file, file.offset, NULL,
			"gzip's sums end here; the kernel reads on in memory",
			NULL);
	else if (little_endian(sums) != gzip.crc ||
		 little_endian(sums + 4) != (uint32_t)gzip.size)
		finding(&file, start, NULL,
			"gzip's sums are wrong; the kernel does not look",
			NULL);
	return 1;
}

/* decompress_method() */
static int
read_compressed(void)
{
	static const struct {
		unsigned char magic[2];
		const char *unpack;
	} formats[] = {
		{{0x1f, 0x8b}, NULL}, /* gzip, both */
		{{0x1f, 0x9e}, NULL},
		{{'B', 'Z'},
			"compressed with bzip2: unpack it first (bzip2 -dc)"},
		{{0x5d, 0x00},
			"compressed with lzma: unpack it first (xz -dc)"},
		{{0xfd, '7'}, "compressed with xz: unpack it first (xz -dc)"},
		{{0x89, 'L'},
			"compressed with lzo: unpack it first (lzop -dc)"},
		{{0x02, 0x21},
			"compressed with lz4: unpack it first (lz4 -dc)"},
		{{0x28, 0xb5},
			"compressed with zstd: unpack it first (zstd -dc)"},
	};
	uint64_t start = file.offset;
	int first = ahead(&file), second;
	size_t i;

	eat(&file, 1);
	second = ahead(&file);
	for (i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		if (first != formats[i].magic[0] ||
			second != formats[i].magic[1])
			continue;
		if (!formats[i].unpack)
			return read_member(start);
		finding(&file, start, NULL, formats[i].unpack, NULL);
		return 0;
	}
	return finding(&file, start, NULL,
		first == '0' ? "this is at no multiple of 4"
			     : "neither an entry, zeros nor compressed",
		"invalid magic at start of compressed archive");
}

/* unpack_to_rootfs(): what may stand in the file. */
static void
read_file(void)
{
	int c, reset = 0; /* an entry was before */

	while ((c = ahead(&file)) >= 0) {
		if (!c) {
			eat(&file, 1);
		} else if (c == '0' && file.offset % NEWC_ALIGN == 0) {
			if (!read_entry(&file))
				return;
			reset = 1;
		} else if (reset && file.offset % NEWC_ALIGN) {
			finding(&file, file.offset, NULL,
				"this is at no multiple of 4",
				"broken padding");
			return;
		} else {
			if (!read_compressed())
				return;
			reset = 0;
		}
	}
	if (archive.open)
		finding(&file, file.offset, NULL,
			"no trailer; if this is cut off, the kernel does not "
			"notice",
			NULL);
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
	make_builtin();
	read_file();
	free_links();
	tdestroy(nodes, free_node);
	nodes = NULL;
	root.children = 0;
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
