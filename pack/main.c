/*
 * pack - writes the cpio (newc) archive of an initramfs. See pack.1.
 *
 *	pack [-o FILE] [LIST|DIRECTORY|-]...
 *
 * First every source is read into a table and judged, then the table is
 * written: nothing is written when anything is wrong with a source.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "entry.h"
#include "fail.h"
#include "list.h"
#include "newc.h"
#include "output.h"

void
fail(const char *where, unsigned line, const char *message, ...)
{
	va_list args;

	output_discard();
	fprintf(stderr, line ? "pack: %s:%u: " : "pack: %s: ", where, line);
	va_start(args, message);
	vfprintf(stderr, message, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

static void
interrupted(int number)
{
	static const char text[] = "pack: interrupted, nothing is written\n";

	(void)number;
	output_discard();
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(1);
	_exit(1);
}

/* What differs between our archives and gen_init_cpio's. */
static const struct dialect {
	uint32_t ino;	     /* of the first inode */
	uint32_t major, minor;
	uint32_t other_nlink; /* of what is no file, device or link */
	uint32_t target_nul; /* 1: counted in a link's size */
	unsigned align;	     /* of the archive's end, in bytes */
} plain = {1, 0, 0, 1, 0, NEWC_ALIGN}, compat = {721, 3, 1, 2, 1, 512};

static void
write_entry(
	const struct entry *entry, const struct dialect *dialect, uint32_t *ino)
{
	struct inode *inode = entry->inode;
	uint32_t size = inode->size, nlink = inode->nlink;
	const char *fault;
	int fd;

	if (!inode->ino)
		inode->ino = (*ino)++;
	if (++inode->written < inode->nlink)
		size = 0; /* the last name of a file carries its data */
	if (S_ISLNK(inode->mode))
		size += dialect->target_nul;
	if (S_ISDIR(inode->mode) || S_ISFIFO(inode->mode) ||
		S_ISSOCK(inode->mode))
		nlink = dialect->other_nlink;
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
		entry->name);
	if (!size)
		return;
	if (S_ISLNK(inode->mode)) {
		output_write(inode->data, size);
	} else {
		fd = openat(inode->from->dirfd, inode->data,
			O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		fault = fd < 0 ? strerror(errno) : output_copy(fd, size);
		if (fault)
			fail(inode->from->path, inode->line, "%s: %s",
				inode->data, fault);
		close(fd);
	}
	output_align(NEWC_ALIGN);
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{"compat", no_argument, NULL, 'c'},
		{"help", no_argument, NULL, 'h'},
		{"sync", no_argument, NULL, 's'},
		{0},
	};
	static const char usage[] =
		"usage: pack [-o FILE] [LIST|DIRECTORY|-]...\n";
	const struct dialect *dialect = &plain;
	struct policy policy = {0};
	struct table table = {0};
	const char *target = NULL, *epoch = getenv("SOURCE_DATE_EPOCH");
	uint32_t i, ino;
	int option, sync = 0;
	char *end;

	while ((option = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		switch (option) {
		case 'o':
			target = optarg;
			break;
		case 'c':
			policy.compat = 1;
			dialect = &compat;
			break;
		case 's':
			sync = 1;
			break;
		case 'h':
			fputs(usage, stdout);
			return 0;
		default:
			fputs(usage, stderr);
			return 2;
		}
	}
	if (epoch) {
		errno = 0;
		unsigned long long value = strtoull(epoch, &end, 10);
		if (*epoch < '0' || *epoch > '9' || *end || errno ||
			value > NEWC_FIELD_MAX)
			fail("SOURCE_DATE_EPOCH", 0,
				"'%s' is no number of seconds up to %u", epoch,
				NEWC_FIELD_MAX);
		policy.mtime = (uint32_t)value;
	}
	if (optind == argc)
		list_read("-", &table, &policy);
	for (; optind < argc; optind++)
		list_read(argv[optind], &table, &policy);

	signal(SIGINT, interrupted);
	signal(SIGTERM, interrupted);
	signal(SIGPIPE, SIG_IGN);
	output_open(target);
	ino = dialect->ino;
	for (i = 0; i < table.count; i++)
		write_entry(&table.entry[i], dialect, &ino);
	newc_trailer(dialect->align);
	output_close(sync);
	return 0;
}
