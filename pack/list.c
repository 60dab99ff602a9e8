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
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "keep.h"
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

/* Takes what follows a backslash from the rest of the line. */
static char
escape(void)
{
	static const char letter[] = "abfnrtv\\\"'?",
			  byte[] = "\a\b\f\n\r\t\v\\\"'?";
	const char *c = *rest ? strchr(letter, *rest) : NULL;
	char digits[4], *end;
	int hex = *rest == 'x';
	unsigned long value;

	if (c) {
		rest++;
		return byte[c - letter];
	}
	snprintf(digits, sizeof(digits), "%.*s", hex ? 2 : 3, rest + hex);
	value = strtoul(digits, &end, hex ? 16 : 8);
	if (!isxdigit((unsigned char)*digits) || !value || value > 255)
		fail(list->path, line, "a '\\' with no byte of C's behind it");
	rest += hex + (end - digits);
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

/* The text with each ${VAR} replaced once: a value is not looked into. */
static const char *
expand(char *text, const struct policy *policy)
{
	const char *done = "", *value;
	char *start, *end;

	for (; (start = strstr(text, "${")) && (end = strchr(start, '}'));
		text = end + 1) {
		*start = *end = '\0';
		value = getenv(start + 2);
		if (!value && !policy->compat)
			fail(list->path, line, "the variable %s is not set",
				start + 2);
		done = keep(done, strlen(done), text, strlen(text) + 1);
		value = value ? value : "";
		done = keep(done, strlen(done), value, strlen(value) + 1);
	}
	return keep(done, strlen(done), text, strlen(text) + 1);
}

/* Archives hold names without the slash in front. */
static const char *
archive_name(const char *text, const struct policy *policy)
{
	text += *text == '/';
	if (!*text && !policy->compat)
		text = "."; /* the kernel would drop "" */
	return keep("", 0, text, strlen(text) + 1);
}

static void
parse(struct table *table, const struct policy *policy)
{
	struct inode entry = {.from = list, .line = line}, *inode;
	const struct kind *kind = kinds;
	const char *text = word(), *name;
	uint32_t type;
	struct stat st;

	if (!text || *text == '#')
		return;
	while (strcmp(text, kind->name))
		if (++kind == kinds + sizeof(kinds) / sizeof(*kinds))
			fail(list->path, line,
				"unknown type '%s'; there are file, dir, nod, "
				"slink, pipe and sock",
				text);
	type = kind->mode;
	name = archive_name(need("name"), policy);
	if (type == S_IFREG)
		entry.data = expand(need("location"), policy);
	if (type == S_IFLNK) {
		entry.data = need("target");
		entry.size = (uint32_t)strlen(entry.data);
		entry.data = keep("", 0, entry.data, entry.size + 1);
	}
	entry.mode = type | number("mode", 8, NEWC_PERM_MAX);
	entry.uid = number("user id", 10, NEWC_ID_MAX);
	entry.gid = number("group id", 10, NEWC_ID_MAX);
	entry.mtime = policy->mtime;
	if (!type) {
		text = need("device type");
		if (strcmp(text, "b") && strcmp(text, "c"))
			fail(list->path, line,
				"the device type '%s' is not b or c", text);
		entry.mode |= *text == 'b' ? S_IFBLK : S_IFCHR;
		entry.rmajor = number("major number", 10, NEWC_RMAJOR_MAX);
		entry.rminor = number("minor number", 10, NEWC_RMINOR_MAX);
	}
	if (type == S_IFREG) {
		if (stat(entry.data, &st))
			fail(list->path, line, "%s: %s", entry.data,
				strerror(errno));
		if (!S_ISREG(st.st_mode))
			fail(list->path, line, "%s: it is no regular file",
				entry.data);
		entry_stat(&entry, policy, &st, entry.data);
	}

	inode = keep(&entry, sizeof(entry), "", 0);
	entry_add(table, policy, name, inode);
	while ((name = word())) {
		if (type != S_IFREG)
			fail(list->path, line, "'%s' is one word too many",
				name);
		entry_add(table, policy, archive_name(name, policy), inode);
	}
}

/* Reads the next line for word(); 0 at the end of the file. */
static int
read_line(FILE *file)
{
	static char text[LIST_LINE_MAX + 1];
	size_t length = 0;
	int c;

	while ((c = getc_unlocked(file)) != EOF && c != '\n') {
		if (!c)
			fail(list->path, line,
				"there is a NUL byte in this line");
		if (length == LIST_LINE_MAX)
			fail(list->path, line,
				"the line is longer than %d bytes",
				LIST_LINE_MAX);
		text[length++] = (char)c;
	}
	if (ferror(file))
		fail(list->path, 0, "cannot read it: %s", strerror(errno));
	text[length] = '\0';
	rest = text;
	return c != EOF || length;
}

void
list_read(FILE *file, const char *path, struct table *table,
	const struct policy *policy)
{
	list = keep(&(struct source){path, AT_FDCWD, 0}, sizeof(*list), "", 0);
	quotes = !policy->compat;
	for (line = 1; read_line(file); line++)
		parse(table, policy);
}
