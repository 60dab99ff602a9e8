/*
 * tree.c - the entries of a directory tree, sorted by name.
 *
 * Reading a directory is a job that another thread may do ahead (see ahead.h);
 * the main thread puts what was read in the table, in order.
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

#include "ahead.h"
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

/* What is in a directory and not excluded. */
struct directory {
	struct job job;
	int error; /* of reading it, or 0 */
	int count;
	struct dirent **entry;
	struct item *item; /* one for each entry */
	char name[];	   /* in the tree */
};

struct item {
	struct stat st;
	int error;		     /* of stat(2), or 0 */
	struct directory *directory; /* that it is, or NULL */
};

static void read_directory(struct job *job);

/* Returns NULL if there is no memory. */
static struct directory *
new_directory(const char *name)
{
	struct directory *new = calloc(1, sizeof(*new) + strlen(name) + 1);

	if (new) {
		new->job.work = read_directory;
		stpcpy(new->name, name);
	}
	return new;
}

/* Fills in an item that has this name in the tree. */
static void
look(struct item *item, const char *name)
{
	if (fstatat(tree->dirfd, name, &item->st, AT_SYMLINK_NOFOLLOW)) {
		item->error = errno;
	} else if (S_ISDIR(item->st.st_mode)) {
		item->directory = new_directory(name);
		if (!item->directory)
			item->error = errno;
	}
}

/* Runs on any thread: the main one reports errors when it comes to them. */
static void
read_directory(struct job *job)
{
	struct directory *in = (struct directory *)job;
	char name[sizeof(path)], *end = name;
	int i, count;

	count = scandirat(tree->dirfd, in->name, &in->entry, no_dots, by_bytes);
	if (count >= 0)
		in->item = calloc((size_t)count + 1, sizeof(*in->item));
	if (!in->item) {
		in->error = errno;
		return;
	}
	if (strcmp(in->name, "."))
		end = stpcpy(stpcpy(name, in->name), "/");
	for (i = 0; i < count; i++) {
		stpcpy(end, in->entry[i]->d_name);
		if (excluded(name)) {
			free(in->entry[i]);
			continue;
		}
		in->entry[in->count] = in->entry[i];
		look(&in->item[in->count++], name);
	}
	/* The main thread needs the first one first. */
	for (i = in->count; i-- > 0;)
		if (in->item[i].directory)
			ahead_queue(&in->item[i].directory->job, FRONT);
}

/* Adds everything below the directory that `path`, of `length` bytes, names. */
static void
walk(struct directory *in, size_t length)
{
	const char *entry, *name;
	struct item *item;
	char *end;
	int i;

	if (!ahead_take(&in->job))
		read_directory(&in->job);
	errno = in->error;
	if (errno)
		fail_at(in->name);
	if (length)
		path[length++] = '/';
	for (i = 0; i < in->count; i++) {
		item = &in->item[i];
		end = stpcpy(path + length, in->entry[i]->d_name);
		free(in->entry[i]);
		entry = join("", path);
		name = entry + prefix;
		errno = item->error;
		if (errno)
			fail_at(name);
		entry_add(table, policy, entry, inode_of(name, &item->st));
		if (item->directory)
			walk(item->directory, (size_t)(end - path));
	}
	free(in->entry);
	free(in->item);
	free(in);
}

void
tree_read(int dirfd, const char *name, const char *at, struct table *entries,
	const struct policy *how)
{
	struct directory *root = new_directory(".");
	struct stat st;

	table = entries;
	policy = how;
	tree = keep(&(struct source){name, dirfd, O_NOFOLLOW}, sizeof(*tree));
	files = NULL;
	if (strlen(at) > NEWC_NAME_MAX)
		fail(name, 0, "%s: name longer than 4095 bytes", at);
	entry_add_parents(table, policy, at, tree);
	prefix = *at ? strlen(at) + 1 : 0;
	if (!root || fstat(dirfd, &st))
		fail_at(".");
	entry_add(table, policy, *at ? at : ".", inode_of(".", &st));
	ahead_queue(&root->job, FRONT);
	walk(root, (size_t)(stpcpy(path, at) - path));
}
