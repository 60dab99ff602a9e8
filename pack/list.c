/*
 * list.c - the list language, one entry a line:
 *
 *	file  NAME LOCATION MODE UID GID [HARD-LINK]...
 *	dir   NAME MODE UID GID
 *	nod   NAME MODE UID GID b|c MAJOR MINOR
 *	slink NAME TARGET MODE UID GID
 *	pipe  NAME MODE UID GID
 *	sock  NAME MODE UID GID
 *
 * '#' starts a line of comment, ${VAR} in a location is the environment's. It
 * is the language of the kernel's usr/gen_init_cpio.c, and one thing more: a
 * word in double quotes may hold blanks and C's escapes.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fail.h"
#include "list.h"
#include "newc.h"

#define BLANK " \t\n\v\f\r"

static const struct source *list; /* being read, */
static unsigned line;		  /* at this line, */
static char *rest;		  /* from here on */
static int quotes;		  /* are known */

static const struct kind {
	const char *name;
	uint32_t mode;
} kinds[] = {
	{"file", S_IFREG},
	{"dir", S_IFDIR},
	{"nod", 0},
	{"slink", S_IFLNK},
	{"pipe", S_IFIFO},
	{"sock", S_IFSOCK},
};

/* Takes the escape after a backslash from the rest of the line. */
static char
escape(void)
{
	static const char code[] = "a\ab\be\033f\fn\nr\rt\tv\v\\\\\"\"''??";
	const char *c;
	unsigned value = 0, base = 8;
	int digit, digits = 0;

	for (c = code; *c; c += 2)
		if (*c == *rest) {
			rest++;
			return c[1];
		}
	if (*rest == 'x') {
		base = 16;
		rest++;
	}
	for (; digits < (base == 8 ? 3 : 2); digits++, rest++) {
		static const char hex[] = "0123456789abcdef";

		c = *rest ? strchr(hex, *rest | (*rest > '9' ? 32 : 0)) : NULL;
		digit = c ? (int)(c - hex) : 16;
		if (digit >= (int)base)
			break;
		value = value * base + (unsigned)digit;
	}
	if (!value || value > 255)
		fail(list->path, line, "'\\' starts no byte that C knows");
	return (char)value;
}

/* Takes the next word of the line; NULL at its end. */
static char *
word(void)
{
	char *start, *end;

	rest += strspn(rest, BLANK);
	if (!*rest)
		return NULL;
	start = end = rest;
	if (*rest != '"' || !quotes) {
		rest += strcspn(rest, BLANK);
		if (*rest)
			*rest++ = '\0';
		return start;
	}
	for (rest++; *rest != '"';) {
		if (!*rest)
			fail(list->path, line, "the closing '\"' is missing");
		*end = *rest++;
		if (*end == '\\')
			*end = escape();
		end++;
	}
	rest++;
	if (*rest && !strchr(BLANK, *rest))
		fail(list->path, line, "a blank is missing after '\"'");
	*end = '\0';
	return start;
}

static char *
need(const char *what)
{
	char *found = word();

	if (!found)
		fail(list->path, line, "the %s is missing", what);
	return found;
}

static uint32_t
number(const char *what, int base, uint32_t max)
{
	const char *text = need(what);
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, base);
	if (*text < '0' || *text > '9' || *end || errno || value > max)
		fail(list->path, line,
			base == 8 ? "the %s '%s' is no octal number up to %o"
				  : "the %s '%s' is no number up to %u",
			what, text, max);
	return (uint32_t)value;
}

/* A copy of the text in which each ${VAR} is replaced, once. */
static char *
expand(const char *text, const struct policy *policy)
{
	char *copy = keep("", 1), *var, *joined;
	const char *start, *end, *value;

	while ((start = strstr(text, "${")) && (end = strchr(start, '}'))) {
		var = strndup(start + 2, (size_t)(end - start - 2));
		value = var ? getenv(var) : NULL;
		if (!value && !policy->compat)
			fail(list->path, line, "the variable %s is not set",
				var ? var : "");
		if (asprintf(&joined, "%s%.*s%s", copy, (int)(start - text),
			    text, value ? value : "") < 0)
			fail(list->path, line, "%s", strerror(errno));
		free(copy);
		free(var);
		copy = joined;
		text = end + 1;
	}
	if (asprintf(&joined, "%s%s", copy, text) < 0)
		fail(list->path, line, "%s", strerror(errno));
	free(copy);
	return joined;
}

/* Archives hold names without the slash in front. */
static const char *
archive_name(const char *text, const struct policy *policy)
{
	text += *text == '/';
	if (!*text && !policy->compat)
		text = "."; /* the root; "" would be dropped */
	return keep(text, strlen(text) + 1);
}

static void
parse(struct table *table, const struct policy *policy)
{
	struct inode entry = {.from = list, .line = line}, *inode;
	const struct kind *kind = kinds;
	const char *type = word(), *name;
	struct stat st;

	if (!type || *type == '#')
		return;
	while (strcmp(type, kind->name))
		if (++kind == kinds + sizeof(kinds) / sizeof(*kinds))
			fail(list->path, line,
				"unknown type '%s'; there are file, dir, nod, "
				"slink, pipe and sock",
				type);
	name = archive_name(need("name"), policy);
	if (kind->mode == S_IFREG)
		entry.data = expand(need("location"), policy);
	if (kind->mode == S_IFLNK)
		entry.data = strdup(need("target"));
	entry.mode = kind->mode | number("mode", 8, NEWC_PERM_MAX);
	entry.uid = number("user id", 10, NEWC_ID_MAX);
	entry.gid = number("group id", 10, NEWC_ID_MAX);
	entry.mtime = policy->mtime;
	if (!kind->mode) {
		type = need("device type");
		if (strcmp(type, "b") && strcmp(type, "c"))
			fail(list->path, line,
				"the device type '%s' is not b or c", type);
		entry.mode |= *type == 'b' ? S_IFBLK : S_IFCHR;
		entry.rmajor = number("major number", 10, NEWC_RMAJOR_MAX);
		entry.rminor = number("minor number", 10, NEWC_RMINOR_MAX);
	}
	if (S_ISLNK(entry.mode))
		entry.size = (uint32_t)strlen(entry.data);
	if (S_ISREG(entry.mode)) {
		if (stat(entry.data, &st))
			fail(list->path, line, "%s: %s", entry.data,
				strerror(errno));
		if (!S_ISREG(st.st_mode))
			fail(list->path, line, "%s: not a regular file",
				entry.data);
		if (st.st_size > NEWC_FIELD_MAX)
			fail(list->path, line, "%s: it has 4 GiB or more",
				entry.data);
		entry.size = (uint32_t)st.st_size;
	}

	inode = keep(&entry, sizeof(entry));
	entry_add(table, policy, name, inode);
	while ((name = word())) {
		if (!S_ISREG(entry.mode))
			fail(list->path, line, "'%s' is too much", name);
		entry_add(table, policy, archive_name(name, policy), inode);
	}
}

void
list_read(const char *path, struct table *table, const struct policy *policy)
{
	int in = strcmp(path, "-") != 0;
	FILE *file = in ? fopen(path, "re") : stdin;
	char *text = NULL;
	size_t room = 0;
	ssize_t length;

	if (!file)
		fail(path, 0, "%s", strerror(errno));
	list = keep(&(struct source){path, AT_FDCWD}, sizeof(*list));
	quotes = !policy->compat;
	for (line = 1; (length = getline(&text, &room, file)) >= 0; line++) {
		if (strlen(text) != (size_t)length)
			fail(path, line, "there is a NUL byte in this line");
		rest = text;
		parse(table, policy);
	}
	if (ferror(file))
		fail(path, 0, "cannot read: %s", strerror(errno));
	free(text);
	if (in)
		fclose(file);
}
