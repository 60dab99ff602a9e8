/*
 * entry.h - what goes into an archive: names, and the inodes that they name.
 *
 * Lists and trees fill one table; main writes it out. As in a file system, a
 * dentry is a name, and hard links are several names of one inode.
 */
#ifndef ENTRY_H
#define ENTRY_H

#include <stdint.h>
#include <sys/stat.h>

struct source {
	const char *path; /* of the list or the directory, for messages */
	int dirfd;	  /* where the locations of its files start */
	int flags;	  /* for their open(2) */
};

struct inode {
	const struct source *from;
	const char *data; /* a file's location, a link's target */
	unsigned line;	  /* in a list; 0 in a directory */
	uint32_t mode;	  /* type and permissions, as in stat(2) */
	uint32_t uid, gid;
	uint32_t mtime; /* seconds since 1970 */
	uint32_t size;	/* bytes of data: a file's, a target's */
	uint32_t rmajor, rminor;
	uint32_t nlink;	  /* the names that it has in the table */
	uint32_t written; /* the names that are written already */
	uint32_t ino;	  /* given when the first name is written */
};

struct dentry {
	const char *name; /* no slash in front; the root is "." or "" */
	struct inode *inode;
};

struct table {
	struct dentry *entry;
	uint32_t count;
	uint32_t slots; /* a power of two, at least twice the count */
	uint32_t *slot; /* hash of names: 1 + index into entry, 0 is free */
};

/* How sources are read. */
struct policy {
	struct stat output; /* a tree must not hold it */
	uint32_t mtime;	    /* given to every entry, seconds since 1970 */
	int compat;	    /* the language of gen_init_cpio and no more */
	int keep_owner;	    /* a tree's owners instead of 0:0 */
	int keep_mtime;	    /* a file's own time instead of `mtime` */
};

/*
 * Adds a name for an inode. An earlier entry of that name and type is
 * replaced in its place (with policy->compat both stay). Fails on what the
 * kernel would drop or misread: see the limits in newc.h. `name` and `inode`
 * must live as long as the table.
 */
void entry_add(struct table *table, const struct policy *policy,
	const char *name, struct inode *inode);

/*
 * Takes size and, when the policy says so, time of a file. Fails when they do
 * not fit into the archive's fields; `name` is the file's, for the message.
 */
void entry_stat(struct inode *inode, const struct policy *policy,
	const struct stat *st, const char *name);

#endif
