/*
 * output.c - a buffer in front of a file descriptor.
 *
 * Headers and small files go through the buffer; the data of large files is
 * moved from file to file inside the kernel, if it can.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fail.h"
#include "output.h"

/* Files of OUTPUT_LARGE bytes and more bypass it. */
static char buffer[OUTPUT_LARGE + 4096];
static size_t used;		       /* bytes in the buffer */
static uint64_t offset;		       /* bytes of the archive so far */
static int out = 1;		       /* the descriptor */
static const char *name = "-";	       /* its name */
static const char *target;	       /* what the temporary file becomes */
static const char *volatile temporary; /* the output until then, or NULL */

static void
flush(void)
{
	size_t done = 0;
	ssize_t n;

	while (done < used) {
		n = write(out, buffer + done, used - done);
		if (n < 0 && errno != EINTR)
			fail(name, 0, "cannot write: %s", strerror(errno));
		if (n > 0)
			done += (size_t)n;
	}
	used = 0;
}

void
output_open(const char *path)
{
	static char beside[PATH_MAX];
	struct stat st;

	if (!path)
		return;
	name = target = path;
	if (!stat(path, &st) && !S_ISREG(st.st_mode)) {
		out = open(path, O_WRONLY | O_CLOEXEC); /* a device, a pipe */
	} else {
		if (!lstat(path, &st) && S_ISLNK(st.st_mode))
			target = realpath(path, NULL); /* the link stays */
		if (!target || snprintf(beside, sizeof(beside), "%s.%d", target,
				       (int)getpid()) >= (int)sizeof(beside))
			fail(path, 0, "path too long, or a broken link");
		temporary = beside; /* before a signal can come */
		atexit(output_discard);
		out = open(
			beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	}
	if (out < 0) {
		temporary = NULL; /* not ours to remove */
		fail(path, 0, "cannot create: %s", strerror(errno));
	}
}

void
output_discard(void)
{
	if (temporary)
		unlink(temporary);
}

void
output_write(const void *bytes, size_t size)
{
	if (size > sizeof(buffer) - used)
		flush();
	memcpy(buffer + used, bytes, size);
	used += size;
	offset += size;
}

void
output_zeros(size_t count)
{
	static const char zeros[4096];

	output_write(zeros, count);
}

size_t
output_gap(unsigned align, size_t more)
{
	return -(offset + more) & (align - 1);
}

void
output_align(unsigned align)
{
	output_zeros(output_gap(align, 0));
}

/* Moves file data without copying it here; returns how much it moved. */
static uint32_t
move(int fd, uint32_t size)
{
	uint32_t done = 0;
	ssize_t n;

	while (done < size) {
		n = copy_file_range(fd, NULL, out, NULL, size - done, 0);
		if (n <= 0)
			n = sendfile(out, fd, NULL, size - done);
		if (n <= 0)
			break; /* read(2) will tell why */
		done += (uint32_t)n;
	}
	return done;
}

/*
 * Reads to the buffer: the `left` bytes that are expected and one more, to see
 * whether the file grows, or less than `left`.
 */
static ssize_t
fill(int fd, uint32_t left)
{
	size_t room;
	ssize_t n;

	if (sizeof(buffer) - used <= left)
		flush();
	room = sizeof(buffer) - used;
	do
		n = read(fd, buffer + used,
			left < room ? (size_t)left + 1 : OUTPUT_LARGE);
	while (n < 0 && errno == EINTR);
	return n;
}

const char *
output_copy(int fd, uint32_t size, int share)
{
	uint32_t left = size;
	ssize_t n;

	if (share || size >= OUTPUT_LARGE) {
		flush();
		left -= move(fd, size);
	}
	do {
		n = fill(fd, left);
		if (n < 0)
			return strerror(errno);
		if (n > (ssize_t)left)
			return "file grew while it was read";
		if (!n && left)
			return "file shrank while it was read";
		used += (size_t)n;
		left -= (uint32_t)n;
	} while (left);
	offset += size;
	return NULL;
}

void
output_close(int sync)
{
	sigset_t all;

	flush();
	if (sync && fsync(out))
		fail(name, 0, "cannot sync: %s", strerror(errno));
	if (close(out))
		fail(name, 0, "cannot write: %s", strerror(errno));
	/* A signal comes before the rename, or too late. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	if (temporary && rename(temporary, target))
		fail(name, 0, "cannot rename to this name: %s",
			strerror(errno));
	temporary = NULL;
}
