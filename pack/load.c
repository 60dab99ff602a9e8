/*
 * load.c - reads small files ahead, in batches.
 *
 * A batch is a row of the table's entries, with room for the data of the small
 * files among them. What is wrong with a file is not found out here: its batch
 * ends before it, and the caller reads it and the rest.
 */
#include <fcntl.h>
#include <stddef.h>
#include <sys/mman.h>

#include "ahead.h"
#include "load.h"
#include "output.h"
#include "reader.h"

#define BATCHES	  8
#define HUGE_PAGE (2 * 1024 * 1024) /* bytes: room for all batches */

static struct batch {
	struct job job;
	uint32_t read;		      /* entry: those before it are read */
	uint32_t end;		      /* entry after the last one */
	char *data;		      /* of the files, one after the other */
} batches[BATCHES], *batch = batches; /* being written */

static const struct table *table;
static uint32_t limit;
static uint32_t next; /* entry that is in no batch yet */
static uint32_t used; /* bytes of the batch being written */

static int
flags(const struct inode *inode)
{
	/* O_NONBLOCK: it may be a pipe by now. */
	return O_RDONLY | O_NONBLOCK | inode->from->flags;
}

int
load_open(const struct inode *inode)
{
	return openat(
		inode->from->dirfd, inode->data, flags(inode) | O_CLOEXEC);
}

/* Is it a file to be read ahead? */
static int
is_small(const struct inode *inode)
{
	/* Hard links are few, and only the last one has data. */
	return S_ISREG(inode->mode) && inode->nlink == 1 && inode->size < limit;
}

static void
read_batch(struct job *job)
{
	struct batch *batch = (struct batch *)job;
	struct reading files[READER_FILES];
	uint32_t entry[READER_FILES], end = batch->read;
	unsigned count, i;
	char *data = batch->data;
	const struct inode *inode;

	while (batch->read < batch->end) {
		for (count = 0; count < READER_FILES && end < batch->end;
			end++) {
			inode = table->entry[end].inode;
			if (!is_small(inode))
				continue;
			entry[count] = end;
			files[count++] = (struct reading){inode->from->dirfd,
				inode->data, flags(inode), inode->size, data,
				0};
			data += inode->size;
		}
		reader_read(files, count);
		for (i = 0; i < count && files[i].complete; i++)
			continue;
		batch->read = i < count ? entry[i] : end;
		if (i < count)
			return;
	}
}

/* Makes a batch of the next entries. */
static void
fill(struct batch *batch)
{
	const struct inode *inode;
	uint32_t size = 0;

	batch->read = next;
	for (; next < table->count; next++) {
		inode = table->entry[next].inode;
		if (!is_small(inode))
			continue;
		if (size + inode->size >= OUTPUT_LARGE)
			break;
		size += inode->size;
	}
	batch->end = next;
}

static void
queue(struct batch *batch)
{
	if (batch->read < batch->end)
		ahead_queue(&batch->job, BACK);
}

/* Takes the current batch; what nobody has read is not read ahead. */
static void
take(void)
{
	used = 0;
	if (!ahead_take(&batch->job))
		batch->read = 0;
}

void
load_begin(const struct table *entries, uint32_t size)
{
	static _Alignas(HUGE_PAGE) char room[BATCHES][OUTPUT_LARGE];
	int i;

	table = entries;
	limit = size;
	for (i = 0; i < BATCHES; i++) {
		batches[i].job.work = read_batch;
		batches[i].data = room[i];
		fill(&batches[i]);
	}
	if (next == table->count) { /* too little to read ahead */
		batch->end = next;
		batch->read = 0;
		return;
	}
	/* One page fault instead of 512; if not, the same more slowly. */
	madvise(room, sizeof(room), MADV_HUGEPAGE);
	for (i = 0; i < BATCHES; i++)
		queue(&batches[i]);
	take();
}

const char *
load(uint32_t index)
{
	const struct inode *inode = table->entry[index].inode;

	if (!is_small(inode))
		return NULL;
	while (index >= batch->end) {
		fill(batch);
		queue(batch);
		if (++batch == batches + BATCHES)
			batch = batches;
		take();
	}
	if (index >= batch->read)
		return NULL;
	used += inode->size;
	return batch->data + used - inode->size;
}
