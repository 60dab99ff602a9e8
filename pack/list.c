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
 * '#' starts a comment line, ${VAR} in a location is an environment variable.
 * This is the language of the kernel's usr/gen_init_cpio.c with one extension:
 * a word in double quotes may contain blanks and the escapes of C.
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

#define bad(...) fail(list->path, line, __VA_ARGS__)

static const struct source *list; /* being read */
static unsigned line;		  /* of it */
static char *rest;		  /* of the line, not yet parsed */
static int quotes;		  /* are recognized */

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

/* Parses what follows a backslash. */
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
		bad("invalid escape sequence");
	rest += hex + (end - digits);
	return (char)value;
}

/* Parses the next word; NULL at the end of the line. */
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
			bad("missing closing '\"'");
		*end = *rest++;
		if (*end == '\\')
			*end = escape();
		end++;
	}
	rest++;
	if (*rest && !strchr(BLANK, *rest))
		bad("missing blank after closing '\"'");
	*end = '\0';
	return start;
}

static char *
need(const char *what)
{
	char *found = word();

	if (!found)
		bad("missing %s", what);
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
		bad(base == 8 ? "%s '%s' is not an octal number up to %o"
			      : "%s '%s' is not a number up to %u",
			what, text, max);
	return (uint32_t)value;
}

/* The text with each ${VAR} replaced; values are not expanded again. */
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
			bad("variable %s is not set", start + 2);
		done = join(join(done, text), value ? value : "");
	}
	return join(done, text);
}

/* Names in an archive have no leading slash. */
static const char *
archive_name(const char *text, const struct policy *policy)
{
	text += *text == '/';
	if (!*text && !policy->compat)
		text = "."; /* the kernel would drop "" */
	return join("", text);
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
			bad("unknown type '%s', expected file, dir, nod, "
			    "slink, "
			    "pipe or sock",
				text);
	type = kind->mode;
	name = archive_name(need("name"), policy);
	if (type == S_IFREG)
		entry.data = expand(need("location"), policy);
	if (type == S_IFLNK) {
		entry.data = join("", need("target"));
		entry.size = (uint32_t)strlen(entry.data);
	}
	entry.mode = type | number("mode", 8, NEWC_PERM_MAX);
	entry.uid = number("user id", 10, NEWC_ID_MAX);
	entry.gid = number("group id", 10, NEWC_ID_MAX);
	entry.mtime = policy->mtime;
	if (!type) {
		text = need("device type");
		if (strcmp(text, "b") && strcmp(text, "c"))
			bad("device type '%s' is not b or c", text);
		entry.mode |= *text == 'b' ? S_IFBLK : S_IFCHR;
		entry.rmajor = number("major number", 10, NEWC_RMAJOR_MAX);
		entry.rminor = number("minor number", 10, NEWC_RMINOR_MAX);
	}
	if (type == S_IFREG) {
		if (stat(entry.data, &st))
			bad("%s: %s", entry.data, strerror(errno));
		if (!S_ISREG(st.st_mode))
			bad("%s: not a regular file", entry.data);
		entry_stat(&entry, policy, &st, entry.data);
	}

	inode = keep(&entry, sizeof(entry));
	entry_add(table, policy, name, inode);
	while ((name = word())) {
		if (type != S_IFREG)
			bad("unexpected argument '%s'", name);
		entry_add(table, policy, archive_name(name, policy), inode);
	}
}

/* Reads the next line for word(); 0 at the end of the list. */
static int
read_line(FILE *file)
{
	static char text[LIST_LINE_MAX + 1];
	size_t length = 0;
	int c;

	while ((c = getc_unlocked(file)) != EOF && c != '\n') {
		if (!c)
			bad("NUL byte");
		if (length == LIST_LINE_MAX)
			bad("line longer than %d bytes", LIST_LINE_MAX);
		text[length++] = (char)c;
	}
	if (ferror(file))
		fail(list->path, 0, "cannot read: %s", strerror(errno));
	text[length] = '\0';
	rest = text;
	return c != EOF || length;
}

void
list_read(FILE *file, const char *path, struct table *table,
	const struct policy *policy)
{
	list = keep(&(struct source){path, AT_FDCWD, 0}, sizeof(*list));
	quotes = !policy->compat;
	for (line = 1; read_line(file); line++)
		parse(table, policy);
}
