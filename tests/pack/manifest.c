/*
 * manifest.c - lists a tree: mode, owner, links, device, size, checksum and
 * name of each file. Trees are equal if their sorted lines are.
 *
 *	manifest DIRECTORY
 *
 * As the init of a guest it lists /tree and powers off.
 */
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static char bytes[65536]; /* of a file or a symlink's target */

static uint64_t
sum(uint64_t hash, ssize_t count) /* FNV-1a */
{
	ssize_t i;

	for (i = 0; i < count; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211;
	return hash;
}

static int
print(const char *path, const struct stat *st, int type, struct FTW *at)
{
	uint64_t hash = 14695981039346656037u;
	const char *c;
	ssize_t n;
	int fd;

	(void)type;
	if (S_ISLNK(st->st_mode)) {
		n = readlink(path, bytes, sizeof(bytes));
		hash = sum(hash, n);
	} else if (S_ISREG(st->st_mode)) {
		fd = open(path, O_RDONLY);
		while ((n = read(fd, bytes, sizeof(bytes))) > 0)
			hash = sum(hash, n);
		if (fd < 0 || n < 0)
			perror(path);
		close(fd);
	}
	printf("entry %06o %u:%u %u %u,%u %lld %016" PRIx64 " ", st->st_mode,
		st->st_uid, st->st_gid,
		S_ISDIR(st->st_mode) ? 0 : (unsigned)st->st_nlink,
		major(st->st_rdev), minor(st->st_rdev),
		S_ISDIR(st->st_mode) ? 0LL : (long long)st->st_size, hash);
	/* nftw(3) was given ".": the name starts behind it */
	for (c = path + (at->level ? 2 : 0); *c; c++)
		printf(*c > ' ' && *c < 127 ? "%c" : "\\%03o",
			(unsigned char)*c);
	putchar('\n');
	return 0;
}

int
main(int argc, char **argv)
{
	int failed = chdir(argc > 1 ? argv[1] : "/tree") ||
		     nftw(".", print, 64, FTW_PHYS);

	if (getpid() == 1) {
		printf("manifest %s\n", failed ? "failed" : "complete");
		fflush(stdout);
		sleep(1); /* a serial line is slow */
		reboot(RB_POWER_OFF);
	}
	return failed;
}
