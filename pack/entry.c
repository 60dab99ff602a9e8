/*
 * entry.c - the table of names, and the rules of the kernel for them.
 */
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "fail.h"
#include "keep.h"
#include "newc.h"

/* The hash slot of a name of `length` bytes, which may be free. */
static uint32_t *
find(const struct table *table, const char *name, size_t length)
{
	uint32_t hash = 2166136261, *slot; /* FNV-1a */
	const char *other;
	size_t i;

	for (i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619;
	for (;; hash++) {
		slot = &table->slot[hash & (table->slots - 1)];
		if (!*slot)
			return slot;
		other = table->entry[*slot - 1].name;
		if (!strncmp(other, name, length) && !other[length])
			return slot;
	}
}

static void
grow(struct table *table)
{
	uint32_t i, slots = table->slots ? table->slots * 2 : 64;
	const char *name;

	free(table->slot);
	table->slots = slots;
	table->slot = calloc(slots, sizeof(*table->slot));
	table->entry = realloc(table->entry, slots / 2 * sizeof(*table->entry));
	if (!table->slot || !table->entry)
		fail("out of memory", 0, "%u entries", table->count);
	for (i = 0; i < table->count; i++) {
		name = table->entry[i].name;
		*find(table, name, strlen(name)) = i + 1;
	}
}

/* What is wrong with the name; NULL if nothing. */
static const char *
name_fault(const char *name)
{
	size_t length;

	if (!*name || !strcmp(name, "."))
		return NULL;
	if (strlen(name) > NEWC_NAME_MAX)
		return "name longer than 4095 bytes";
	if (!strcmp(name, NEWC_TRAILER))
		return "this name would end the archive";
	for (;; name += length + 1) {
		length = strcspn(name, "/");
		if (length > NEWC_COMPONENT_MAX)
			return "component longer than 255 bytes";
		if (!length || !strncmp(name, "..", length))
			return "component is empty, '.' or '..'";
		if (!name[length])
			return NULL;
	}
}

void
entry_add(struct table *table, const struct policy *policy, const char *name,
	struct inode *inode)
{
	const char *where = inode->from->path, *slash = strrchr(name, '/');
	const char *fault = name_fault(name);
	struct inode *other;
	uint32_t *slot;

	if ((!*name || !strcmp(name, ".")) && !S_ISDIR(inode->mode))
		fault = "the root must be a directory";
	if (!fault && S_ISLNK(inode->mode) && !*inode->data)
		fault = "empty symlink target";
	if (!fault && S_ISLNK(inode->mode) &&
		strlen(inode->data) > NEWC_TARGET_MAX)
		fault = "symlink target longer than 4095 bytes";
	if (fault)
		fail(where, inode->line, "%s: %s", name, fault);

	if (table->count == table->slots / 2)
		grow(table);
	if (slash) {
		slot = find(table, name, (size_t)(slash - name));
		other = *slot ? table->entry[*slot - 1].inode : NULL;
		if (!other || !(S_ISDIR(other->mode) || S_ISLNK(other->mode)))
			fail(where, inode->line,
				"%s: parent directory is not an earlier entry",
				name);
	}

	inode->nlink++;
	slot = find(table, name, strlen(name));
	if (*slot) {
		other = table->entry[*slot - 1].inode;
		if ((other->mode ^ inode->mode) & S_IFMT)
			fail(where, inode->line,
				"%s: %s:%u has this name with another type",
				name, other->from->path, other->line);
		if (!policy->compat) {
			other->nlink--;
			table->entry[*slot - 1].inode = inode;
			return;
		}
	}
	table->entry[table->count++] = (struct dentry){name, inode};
	*slot = table->count;
}

void
entry_add_parents(struct table *table, const struct policy *policy,
	const char *name, const struct source *from)
{
	struct inode inode = {
		.from = from, .mode = S_IFDIR | 0755, .mtime = policy->mtime};
	const char *slash = name;
	char *parent;

	while ((slash = strchr(slash, '/'))) {
		parent = join("", name);
		parent[slash++ - name] = '\0';
		if (!table->count || !*find(table, parent, strlen(parent)))
			entry_add(table, policy, parent,
				keep(&inode, sizeof(inode)));
	}
}

void
entry_stat(struct inode *inode, const struct policy *policy,
	const struct stat *st, const char *name)
{
	inode->mtime = policy->mtime;
	if (policy->keep_mtime) {
		if (st->st_mtime < 0 || st->st_mtime > NEWC_FIELD_MAX)
			fail(inode->from->path, inode->line,
				"%s: time is not between 1970 and 2106", name);
		inode->mtime = (uint32_t)st->st_mtime;
	}
	if (S_ISREG(st->st_mode)) {
		if (st->st_size > NEWC_FIELD_MAX)
			fail(inode->from->path, inode->line,
				"%s: file is 4 GiB or larger", name);
		inode->size = (uint32_t)st->st_size;
	}
}
