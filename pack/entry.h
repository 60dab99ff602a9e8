/*
 * entry.h - what goes into an archive: names, and the inodes that they name.
 *
 * Lists and trees fill one table; main writes it out. As in a file system,
 * hard links are several names of one inode.
 */
#ifndef ENTRY_H
#define ENTRY_H

#include <stdint.h>

struct source {
	const char *path; /* of the list or the directory, for messages */
	int dirfd;	  /* where the locations of its files start */
};

struct inode {
	const struct source *from;
	unsigned line;	      /* in a list; 0 in a directory */
	uint32_t mode;	      /* type and permissions, as in stat(2) */
	uint32_t uid, gid;
	uint32_t mtime;	      /* seconds since 1970 */
	uint32_t size;	      /* bytes of data: a file's, a target's */
	uint32_t rmajor, rminor;
	uint32_t nlink;	      /* the names that it has in the table */
	uint32_t written;     /* the names that are written already */
	uint32_t ino;	      /* given when the first name is written */
	const char *data;     /* a file's location, a link's target */
};

struct entry {
	const char *name; /* no slash in front; the root is "." or "" */
	struct inode *inode;
};

struct table {
	struct entry *entry;
	uint32_t count;
	uint32_t *slot; /* hash of names: 1 + index into entry, 0 is free */
	uint32_t slots; /* a power of two, at least twice the count */
};

/* How lists and trees are read. */
struct policy {
	uint32_t mtime; /* given to every entry, seconds since 1970 */
	int compat;	/* exactly what the kernel's gen_init_cpio does */
	int keep_owner; /* a tree's owners instead of 0:0 */
	int keep_mtime; /* a file's own time instead of `mtime` */
};

/* Memory that is never given back; fails instead of returning NULL. */
void *keep(const void *bytes, size_t size);

/*
 * Adds a name for an inode. An earlier entry of that name and type is
 * replaced in its place (with policy->compat both are kept). Fails on what the
 * kernel would drop or misread: see the limits in newc.h. `name` and `inode`
 * must live as long as the table.
 */
void entry_add(struct table *table, const struct policy *policy,
	const char *name, struct inode *inode);

#endif
