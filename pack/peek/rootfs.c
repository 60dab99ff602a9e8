/*
 * rootfs.c - the names of the root file system while an archive is unpacked.
 *
 * The rules are those of the kernel's init/initramfs.c and its path walk;
 * comments name the function there.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "memory.h"
#include "../newc.h"
#include "rootfs.h"

#define MAX_HOPS 40 /* symbolic links in one path walk */

/* Bytes of symlink targets that are followed: initially, and per byte read. */
#define LINK_CREDIT (4 << 20)
#define LINK_RATE   4

const char rootfs_too_costly[] =
	"too many symbolic links to follow; peek stops here";

static uint64_t credit; /* bytes of targets left to follow */

struct node {
	struct node *next; /* in its hash slot */
	struct node *parent;
	char *target;  /* of a symlink */
	uint32_t type; /* 0: does not exist */
	uint32_t hash;
	int children; /* has some */
	char name[];
};

static struct node root = {.parent = &root, .type = S_IFDIR};

/* A hash table of all nodes but the root, with at least one slot for each. */
static struct {
	struct node **slot;
	size_t slots; /* a power of 2 */
	size_t nodes;
	uint32_t random; /* no archive can provoke collisions */
} table;

/* The hash of a path: a polynomial at a random point, modulo a prime. */
static uint32_t
hash(const struct node *parent, const char *name, size_t length)
{
	uint64_t sum = parent->hash;

	for (sum = sum * table.random + '/'; length; length--)
		sum = sum % 0x7fffffff * table.random + (unsigned char)*name++;
	return (uint32_t)(sum % 0x7fffffff);
}

static void
insert(struct node *node)
{
	struct node **slot = &table.slot[node->hash & (table.slots - 1)];

	node->next = *slot;
	*slot = node;
}

/* Calls `each` for every node; the table then has `slots` empty slots. */
static void
empty(size_t slots, void (*each)(struct node *node))
{
	struct node *node, *next, **old = table.slot;
	size_t i, n = table.slots;

	table.slot = checked(calloc(slots, sizeof(*old)));
	table.slots = slots;
	for (i = 0; i < n; i++)
		for (node = old[i]; node; node = next) {
			next = node->next;
			each(node);
		}
	free(old);
}

static void
free_node(struct node *node)
{
	free(node->target);
	free(node);
}

/* The node of a name in a directory, created if missing. */
static struct node *
find(struct node *parent, const char *name, size_t length)
{
	uint32_t key = hash(parent, name, length);
	struct node *node;

	if (table.nodes == table.slots)
		empty(2 * table.slots, insert);
	for (node = table.slot[key & (table.slots - 1)]; node;
		node = node->next)
		if (node->hash == key && node->parent == parent &&
			!strncmp(node->name, name, length) &&
			!node->name[length])
			return node;
	node = checked(calloc(1, sizeof(*node) + length + 1));
	memcpy(node->name, name, length);
	node->parent = parent;
	node->hash = key;
	insert(node);
	table.nodes++;
	return node;
}

static void
set(struct node *node, uint32_t type, const char *target)
{
	free(node->target);
	node->target = target ? checked(strdup(target)) : NULL;
	node->type = type;
	node->parent->children = 1;
}

static const char *
component(const char *name)
{
	while (*name == '/')
		name++;
	return name;
}

/*
 * The kernel's path walk: moves `*at` by `name` to another node, which need not
 * exist, following symlinks (a final one only if `follow` is set). Returns what
 * is in the way, or NULL.
 *
 * One entry may make the walk follow MAX_HOPS targets of 4 kB. The bytes read
 * so far pay for that, see rootfs_earn(): so the time is linear in the size of
 * the archive, whoever made it.
 */
static const char *
walk(struct node **at, const char *name, int follow, int *hops)
{
	const char *end, *fault = NULL;
	struct node *node;
	size_t length;

	if (*name == '/')
		*at = &root;
	for (; *(name = component(name)) && !fault; name = end) {
		end = strchrnul(name, '/');
		length = (size_t)(end - name);
		if (!S_ISDIR((*at)->type))
			return "parent directory does not exist";
		if (length > NEWC_COMPONENT_MAX)
			return "component longer than 255 bytes";
		if (length == 1 && *name == '.')
			continue;
		if (length == 2 && name[0] == '.' && name[1] == '.') {
			*at = (*at)->parent;
			continue;
		}
		node = find(*at, name, length);
		if (!S_ISLNK(node->type) || !(follow || *component(end))) {
			*at = node;
			continue;
		}
		if (++*hops > MAX_HOPS)
			return "too many levels of symbolic links";
		length = strlen(node->target);
		if (length > credit)
			return rootfs_too_costly;
		credit -= length;
		fault = walk(at, node->target, 1, hops);
	}
	return fault;
}

/* do_name(), do_symlink() */
const char *
rootfs_add(const char *name, uint32_t type, const char *target)
{
	static const char known[] = {1, 2, 4, 6, 8, 10, 12};
	struct node *node = &root;
	const char *fault;
	int hops = 0;

	if (!*name)
		return "empty name";
	if (!memchr(known, (int)(type >> 12), sizeof(known)))
		return "unknown file type";
	if (strlen(target) > NEWC_TARGET_MAX)
		return "target longer than 4095 bytes";
	fault = walk(&node, name, 0, &hops);
	if (fault)
		return fault;
	if (!S_ISDIR(type) && name[strlen(name) - 1] == '/')
		return "name ends in a slash";
	if (!S_ISDIR(type) && (node->children || node == &root))
		return "replaces a directory that is not empty";
	set(node, type, S_ISLNK(type) ? target : NULL);
	return NULL;
}

void
rootfs_earn(uint64_t bytes)
{
	credit += LINK_RATE * bytes;
}

void
rootfs_reset(uint32_t seed)
{
	struct node *dev;

	table.random = seed;
	empty(64, free_node);
	table.nodes = 0;
	credit = LINK_CREDIT;
	/* built into every kernel: usr/default_cpio_list */
	dev = find(&root, "dev", 3);
	set(dev, S_IFDIR, NULL);
	set(find(dev, "console", 7), S_IFCHR, NULL);
	set(find(&root, "root", 4), S_IFDIR, NULL);
}
