/*
 * entry.h - what goes into an archive: names, and the inodes that they name.
 *
 * Lists and trees fill one table; main writes it. As in a file system, a dentry
 * is a name, and hard links are several dentries of one inode.
 */
#ifndef ENTRY_H
#define ENTRY_H

#include <stdint.h>
#include <sys/stat.h>

struct source {
	const char *path; /* of the list or directory, for messages */
	int dirfd;	  /* what its locations are relative to */
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
	uint32_t nlink;	  /* names in the table */
	uint32_t written; /* names written so far */
	uint32_t ino;	  /* assigned when the first name is written */
};

struct dentry {
	const char *name; /* no leading slash; the root is "." or "" */
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
	struct stat output;   /* a tree must not contain it */
	uint32_t mtime;	      /* of every entry, seconds since 1970 */
	int compat;	      /* the language of gen_init_cpio, unextended */
	int keep_owner;	      /* a tree's owners instead of 0:0 */
	int keep_mtime;	      /* a file's own time instead of `mtime` */
	const char **exclude; /* patterns of what a tree leaves out, and NULL */
};

/*
 * Adds a name for an inode. It replaces an earlier entry of that name and type
 * (with policy->compat both stay). Fails on what the kernel would drop or
 * misread: see the limits in newc.h. `name` and `inode` must live as long as
 * the table.
 */
void entry_add(struct table *table, const struct policy *policy,
	const char *name, struct inode *inode);

/*
 * Adds the directories above a name that are not in the table, owned by 0:0,
 * with permissions 0755. `from` must live as long as the table.
 */
void entry_add_parents(struct table *table, const struct policy *policy,
	const char *name, const struct source *from);

/*
 * Sets size and, if the policy keeps it, time of a file. Fails if they do not
 * fit the archive's fields; `name` is the file's, for the message.
 */
void entry_stat(struct inode *inode, const struct policy *policy,
	const struct stat *st, const char *name);

#endif
