/*
 * pack - writes the cpio (newc) archive of an initramfs. See pack.1.
 *
 *	pack [-o FILE] [LIST|DIRECTORY|-]...
 *
 * Every source is read into a table and checked, then the table is written: an
 * error in a source means that nothing is written.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "entry.h"
#include "fail.h"
#include "list.h"
#include "load.h"
#include "newc.h"
#include "output.h"
#include "tree.h"

static const char usage[] =
	"usage: pack [OPTION]... [LIST|DIRECTORY|-]...\n"
	"Write the cpio archive of an initramfs from directories and lists of\n"
	"entries (in the language of gen_init_cpio; '-' is standard input).\n"
	"\n"
	"  -o FILE       write to FILE, completely or not at all\n"
	"  --align N     begin the data of files of N bytes or more at a "
	"multiple of N\n"
	"  --at PATH     put the next DIRECTORY at PATH in the archive\n"
	"  --compat      write exactly the bytes of 'gen_init_cpio -t'\n"
	"  --exclude PATTERN\n"
	"                leave out what matches in directories\n"
	"  --mtime keep  keep modification times (default: SOURCE_DATE_EPOCH "
	"or 0)\n"
	"  --owner keep  keep the owners of a directory's files (default: "
	"0:0)\n"
	"  --sync        wait until the archive is on disk\n"
	"  --help, --version\n";

_Noreturn static void
misused(const char *option)
{
	if (option)
		fprintf(stderr, "pack: %s\n", option);
	fputs("pack: try 'pack --help'\n", stderr);
	exit(2);
}

static unsigned
alignment(const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || value <= NEWC_ALIGN ||
		value > 4096 || value & (value - 1))
		misused("--align accepts a power of two from 8 to 4096");
	return (unsigned)value;
}

static void
interrupted(int number)
{
	static const char text[] = "pack: interrupted\n";
	ssize_t written;

	output_discard();
	written = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)written; /* the signal says as much */
	/* It is blocked until we return, then kills us. */
	signal(number, SIG_DFL);
	raise(number);
}

static void
catch_signals(void)
{
	static const int deadly[] = {SIGHUP, SIGINT, SIGTERM};
	size_t i;

	/* What the caller ignores (nohup) stays ignored. */
	for (i = 0; i < sizeof(deadly) / sizeof(*deadly); i++)
		if (signal(deadly[i], SIG_IGN) != SIG_IGN)
			signal(deadly[i], interrupted);
	signal(SIGPIPE, SIG_IGN); /* write(2) reports it */
	signal(SIGXFSZ, SIG_IGN);
}

/* Where our archives and gen_init_cpio's differ, and what --align adds. */
struct dialect {
	uint32_t ino; /* of the next inode */
	uint32_t major, minor;
	uint32_t nlink;	 /* of directories, pipes and sockets */
	uint32_t nul;	 /* 1: a symlink's target is written with its NUL */
	unsigned end;	 /* the archive's end is at a multiple of it */
	unsigned align;	 /* of --align, or 0 */
	unsigned missed; /* files that could not be aligned */
};
static const struct dialect kernels = {721, 3, 1, 2, 1, 512, 0, 0};

/* The NULs after a name that align the data; 0 if there is no room for them. */
static uint32_t
padding(const char *name, struct dialect *dialect)
{
	size_t length = strlen(name);
	size_t nuls = output_gap(dialect->align, NEWC_HEADER_SIZE + length + 1);

	if (length + nuls <= NEWC_NAME_MAX)
		return (uint32_t)nuls;
	dialect->missed++;
	return 0;
}

/* Writes the data of the file that is entry `index` of the table. */
static void
write_file(const struct inode *inode, uint32_t index, int share)
{
	const char *data = share ? NULL : load(index), *fault;
	int fd;

	if (data) {
		output_write(data, inode->size);
		return;
	}
	fd = load_open(inode);
	fault = fd < 0 ? strerror(errno) : output_copy(fd, inode->size, share);
	if (fault)
		fail(inode->from->path, inode->line, "%s: %s", inode->data,
			fault);
	close(fd);
}

static void
write_entry(const struct table *table, uint32_t index, struct dialect *dialect)
{
	const struct dentry *entry = &table->entry[index];
	struct inode *inode = entry->inode;
	uint32_t type = inode->mode & S_IFMT, nlink = inode->nlink;
	/* The last name of a file carries the data. */
	int last = ++inode->written == nlink;
	uint32_t size = last ? inode->size : 0;
	int align = dialect->align && type == S_IFREG && size >= dialect->align;

	if (!inode->ino)
		inode->ino = dialect->ino++;
	if (type == S_IFLNK)
		size += dialect->nul;
	if (nlink == 1 &&
		(type == S_IFDIR || type == S_IFIFO || type == S_IFSOCK))
		nlink = dialect->nlink;
	newc_header(
		(uint32_t[NEWC_FIELDS]){
			[NEWC_INO] = inode->ino,
			[NEWC_MODE] = inode->mode,
			[NEWC_UID] = inode->uid,
			[NEWC_GID] = inode->gid,
			[NEWC_NLINK] = nlink,
			[NEWC_MTIME] = inode->mtime,
			[NEWC_FILESIZE] = size,
			[NEWC_MAJOR] = dialect->major,
			[NEWC_MINOR] = dialect->minor,
			[NEWC_RMAJOR] = inode->rmajor,
			[NEWC_RMINOR] = inode->rminor,
		},
		entry->name, align ? padding(entry->name, dialect) : 0);
	if (type == S_IFLNK)
		output_write(inode->data, size);
	else if (type == S_IFREG && last)
		write_file(inode, index, align);
	output_align(NEWC_ALIGN);
}

/* The mtime of every entry: SOURCE_DATE_EPOCH or 0. */
static uint32_t
epoch(void)
{
	const char *text = getenv("SOURCE_DATE_EPOCH");
	unsigned long long value;
	char *end;

	if (!text)
		return 0;
	value = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || value > NEWC_FIELD_MAX)
		fail("SOURCE_DATE_EPOCH", 0,
			"'%s' is not a number of seconds up to %u", text,
			NEWC_FIELD_MAX);
	return (uint32_t)value;
}

struct argument {
	const char *path; /* of a directory or list */
	const char *at;	  /* of --at, or NULL */
};

/* Where in the archive: without slashes at its ends, "" for the root. */
static const char *
place(char *at)
{
	size_t length;

	at += strspn(at, "/");
	for (length = strlen(at); length && at[length - 1] == '/'; length--)
		at[length - 1] = '\0';
	return strcmp(at, ".") ? at : "";
}

static void
read_source(const struct argument *source, struct table *table,
	const struct policy *policy)
{
	const char *path = source->path;
	int dash = !strcmp(path, "-");
	int fd = dash ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	FILE *file;

	if (fd >= 0) {
		tree_read(
			fd, path, source->at ? source->at : "", table, policy);
		return;
	}
	if (source->at)
		fail(path, 0, "--at: %s", strerror(dash ? ENOTDIR : errno));
	file = dash ? stdin : fopen(path, "re");
	if (!file)
		fail(path, 0, "%s", strerror(errno));
	list_read(file, path, table, policy);
	if (!dash)
		fclose(file);
}

static void *
array(int count, size_t size)
{
	void *memory = calloc((size_t)count + 1, size);

	if (!memory)
		fail("out of memory", 0, "%d arguments", count);
	return memory;
}

/* What the command line asks for. */
static struct {
	const char *output; /* NULL: standard output */
	int sync;
	struct argument *source, *end;
	struct policy policy;
	struct dialect dialect;
} asked = {.dialect = {1, 0, 0, 1, 0, NEWC_ALIGN, 0, 0}};

static void
parse(int argc, char **argv)
{
	static const struct option options[] = {
		{"align", required_argument, NULL, 'a'},
		{"at", required_argument, NULL, 't'},
		{"compat", no_argument, NULL, 'c'},
		{"exclude", required_argument, NULL, 'x'},
		{"help", no_argument, NULL, 'h'},
		{"mtime", required_argument, NULL, 'm'},
		{"owner", required_argument, NULL, 'u'},
		{"sync", no_argument, NULL, 's'},
		{"version", no_argument, NULL, 'v'},
		{0},
	};
	const char **exclude = array(argc, sizeof(*exclude));
	const char *at = NULL;
	int option;

	asked.policy.exclude = exclude;
	asked.source = asked.end = array(argc, sizeof(*asked.source));
	/* "-": sources are returned in their places, as option 1 */
	while ((option = getopt_long(argc, argv, "-o:", options, NULL)) != -1) {
		if ((option == 'm' || option == 'u') && strcmp(optarg, "keep"))
			misused("--mtime and --owner accept only 'keep'");
		switch (option) {
		case 1:
			*asked.end++ = (struct argument){optarg, at};
			at = NULL;
			break;
		case 'o':
			asked.output = optarg;
			break;
		case 'a':
			asked.dialect.align = alignment(optarg);
			break;
		case 't':
			if (at)
				misused("no directory follows --at");
			at = place(optarg);
			break;
		case 'c':
			asked.policy.compat = 1;
			break;
		case 'x':
			*exclude++ = optarg;
			break;
		case 'h':
			exit(fputs(usage, stdout) < 0 || fflush(stdout));
		case 'm':
			asked.policy.keep_mtime = 1;
			break;
		case 'u':
			asked.policy.keep_owner = 1;
			break;
		case 's':
			asked.sync = 1;
			break;
		case 'v':
			exit(puts("pack (tinyinit) " VERSION) < 0 ||
				fflush(stdout));
		default:
			misused(NULL);
		}
	}
	for (; optind < argc; optind++, at = NULL) /* after "--" */
		*asked.end++ = (struct argument){argv[optind], at};
	if (at)
		misused("no directory follows --at");
	if (asked.policy.compat) {
		if (asked.dialect.align)
			misused("--align and --compat exclude each other");
		asked.dialect = kernels;
	}
	if (asked.source == asked.end)
		misused("no list or directory given");
	if (!asked.output && isatty(STDOUT_FILENO))
		misused("refusing to write an archive to a terminal; "
			"use -o FILE");
}

int
main(int argc, char **argv)
{
	static struct table table;
	struct policy *policy = &asked.policy;
	uint32_t i;

	parse(argc, argv);
	catch_signals();
	policy->mtime = epoch();
	if (asked.output ? stat(asked.output, &policy->output)
			 : fstat(STDOUT_FILENO, &policy->output))
		policy->output.st_ino = 0; /* no file has it */
	for (; asked.source < asked.end; asked.source++)
		read_source(asked.source, &table, policy);

	output_open(asked.output);
	load_begin(&table,
		asked.dialect.align ? asked.dialect.align : OUTPUT_LARGE);
	for (i = 0; i < table.count; i++)
		write_entry(&table, i, &asked.dialect);
	newc_trailer(asked.dialect.end);
	output_close(asked.sync);
	if (asked.dialect.missed)
		fprintf(stderr,
			"pack: files not aligned, name field too small to pad: "
			"%u\n",
			asked.dialect.missed);
	return 0;
}
