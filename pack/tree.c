/*
 * tree.c - the entries of a directory tree, sorted by name.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "fail.h"
#include "keep.h"
#include "newc.h"
#include "tree.h"

static struct table *table;
static const struct policy *policy;
static const struct source *tree; /* being walked */
static char path[NEWC_NAME_MAX + NEWC_COMPONENT_MAX + 2];
static size_t prefix; /* of its bytes, which say where the tree is put */

/* A file with several names, to recognize the next one. */
struct file {
	dev_t dev;
	ino_t ino;
	struct inode *inode;
};

static void *files; /* a tree of them, see tsearch(3) */

static int
by_identity(const void *left, const void *right)
{
	const struct file *l = left, *r = right;

	if (l->dev != r->dev)
		return l->dev < r->dev ? -1 : 1;
	return l->ino < r->ino ? -1 : l->ino > r->ino;
}

static int
by_bytes(const struct dirent **left, const struct dirent **right)
{
	return strcmp((*left)->d_name, (*right)->d_name);
}

static int
no_dots(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

_Noreturn static void
fail_at(const char *name)
{
	fail(tree->path, 0, "%s: %s", name, strerror(errno));
}

/* The inode of a name: a new one, or that of an earlier hard link. */
static struct inode *
inode_of(const char *name, const struct stat *st)
{
	struct file key = {st->st_dev, st->st_ino, NULL}, **node;
	struct inode inode = {.from = tree, .mode = st->st_mode, .data = name};
	static char target[NEWC_TARGET_MAX + 2]; /* walk() recurses */
	ssize_t length;

	if (st->st_dev == policy->output.st_dev &&
		st->st_ino == policy->output.st_ino && S_ISREG(st->st_mode))
		fail(tree->path, 0,
			"%s: this is the output; write it elsewhere", name);
	/* The kernel hard-links anything but directories and symlinks. */
	if (st->st_nlink < 2 || S_ISDIR(st->st_mode) || S_ISLNK(st->st_mode)) {
		node = NULL;
	} else {
		node = tsearch(&key, &files, by_identity);
		if (!node)
			fail_at(name);
		else if (*node != &key)
			return (*node)->inode;
	}

	if (policy->keep_owner) {
		inode.uid = st->st_uid;
		inode.gid = st->st_gid;
	}
	entry_stat(&inode, policy, st, name);
	if (S_ISLNK(st->st_mode)) {
		length = readlinkat(
			tree->dirfd, name, target, sizeof(target) - 1);
		if (length < 0)
			fail_at(name);
		else
			target[length] = '\0';
		inode.size = (uint32_t)length;
		inode.data = join("", target);
	}
	if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode)) {
		inode.rmajor = major(st->st_rdev);
		inode.rminor = minor(st->st_rdev);
	}
	key.inode = keep(&inode, sizeof(inode));
	if (node)
		*node = keep(&key, sizeof(key));
	return key.inode;
}

/* Does a pattern match the name, or its last component if it has no slash? */
static int
excluded(const char *name)
{
	const char **pattern, *slash = strrchr(name, '/');

	for (pattern = policy->exclude; *pattern; pattern++)
		if (!fnmatch(*pattern,
			    slash && !strchr(*pattern, '/') ? slash + 1 : name,
			    FNM_PATHNAME))
			return 1;
	return 0;
}

/* Adds the name in `path`, of `length` bytes, and everything below it. */
static void
walk(size_t length)
{
	const char *entry = length ? join("", path) : ".";
	const char *name = length > prefix ? entry + prefix : ".";
	struct dirent **list;
	struct stat st;
	int i, count;

	if (length > prefix && excluded(name))
		return;
	if (fstatat(tree->dirfd, name, &st, AT_SYMLINK_NOFOLLOW))
		fail_at(name);
	entry_add(table, policy, entry, inode_of(name, &st));
	if (!S_ISDIR(st.st_mode))
		return;
	count = scandirat(tree->dirfd, name, &list, no_dots, by_bytes);
	if (count < 0)
		fail_at(name);
	if (length)
		path[length++] = '/';
	for (i = 0; i < count; i++) {
		walk((size_t)(stpcpy(path + length, list[i]->d_name) - path));
		free(list[i]);
	}
	free(list);
}

void
tree_read(int dirfd, const char *name, const char *at, struct table *entries,
	const struct policy *how)
{
	table = entries;
	policy = how;
	tree = keep(&(struct source){name, dirfd, O_NOFOLLOW}, sizeof(*tree));
	files = NULL;
	if (strlen(at) > NEWC_NAME_MAX)
		fail(name, 0, "%s: name longer than 4095 bytes", at);
	entry_add_parents(table, policy, at, tree);
	prefix = *at ? strlen(at) + 1 : 0;
	walk((size_t)(stpcpy(path, at) - path));
}
