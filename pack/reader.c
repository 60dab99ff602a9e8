/*
 * reader.c - see reader.h.
 *
 * Of each file one byte more than expected is asked for, to see whether it has
 * grown.
 */
#include <errno.h>
#include <fcntl.h>
#include <liburing.h>
#include <stdatomic.h>
#include <unistd.h>

#include "reader.h"

#define REQUESTS 3	    /* for each file: open, read, close */
#define NO_FILE	 UINT64_MAX /* whose reading is reported */

/* Each thread has a ring, with a slot for each file. */
static _Thread_local struct io_uring ring;
static _Thread_local enum { NEW, USABLE, UNUSABLE } state;

/*
 * Requests were begun and their reports cannot be had: they may write to their
 * memory at any time, and nothing else must be read to it.
 */
static atomic_int lost;

static int
usable(void)
{
	if (state == NEW) {
		state = UNUSABLE;
		if (!io_uring_queue_init(REQUESTS * READER_FILES, &ring, 0) &&
			!io_uring_register_files_sparse(&ring, READER_FILES))
			state = USABLE;
	}
	return state == USABLE;
}

/* Queues what opens a file in a slot, reads and closes it, in this order. */
static void
queue(struct reading *file, unsigned slot)
{
	struct io_uring_sqe *sqe;

	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_openat_direct(
		sqe, file->dirfd, file->path, file->flags, 0, slot);
	sqe->flags |= IOSQE_IO_LINK; /* nothing follows a failure */
	io_uring_sqe_set_data64(sqe, NO_FILE);

	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_read(sqe, (int)slot, file->to, file->size + 1, 0);
	sqe->flags |= IOSQE_FIXED_FILE | IOSQE_IO_HARDLINK;
	io_uring_sqe_set_data64(sqe, slot);

	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_close_direct(sqe, slot);
	io_uring_sqe_set_data64(sqe, NO_FILE);
}

/* Returns 0, or a negative error number: then the ring cannot be used. */
static int
submit(void)
{
	int result;

	while (io_uring_sq_ready(&ring)) {
		result = io_uring_submit(&ring);
		if (!result)
			return -EIO;
		if (result < 0 && result != -EINTR)
			return result;
	}
	return 0;
}

/*
 * Waits for the reports: each of the requests has one, done or not. Returns 0,
 * or an error as above.
 */
static int
finish(struct reading *files, unsigned count)
{
	struct io_uring_cqe *cqe;
	struct reading *file;
	unsigned reports;
	int result;

	for (reports = REQUESTS * count; reports;) {
		result = io_uring_wait_cqe(&ring, &cqe);
		if (result == -EINTR)
			continue;
		if (result)
			return result;
		if (cqe->user_data != NO_FILE) {
			file = &files[cqe->user_data];
			file->complete = cqe->res == (int)file->size;
		}
		reports--;
		io_uring_cqe_seen(&ring, cqe);
	}
	return 0;
}

/* Was it read, and did it have the expected size? */
static int
read_plainly(const struct reading *file)
{
	int fd = openat(file->dirfd, file->path, file->flags | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return 0;
	n = read(fd, file->to, (size_t)file->size + 1);
	close(fd);
	return n == (ssize_t)file->size;
}

void
reader_read(struct reading *files, unsigned count)
{
	unsigned i;

	if (!lost && usable()) {
		for (i = 0; i < count; i++)
			queue(&files[i], i);
		if (!submit() && !finish(files, count))
			return;
		state = UNUSABLE;
		if (io_uring_sq_ready(&ring) < REQUESTS * count)
			lost = 1;
	}
	for (i = 0; i < count; i++)
		files[i].complete = !lost && read_plainly(&files[i]);
}
