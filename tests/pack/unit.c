/*
 * unit.c - what newc.c and list.c promise, without a file system.
 *
 * Linked with pack's newc, list, entry and keep; the output is a buffer and
 * fail() jumps back. Prints TAP; exits with the number of failed checks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "list.h"
#include "newc.h"
#include "output.h"

static char written[9000];
static size_t size;
static struct table table;
static char message[5000];
static jmp_buf failed;
static int checks, failures;

void
output_write(const void *bytes, size_t count)
{
	memcpy(written + size, bytes, count);
	size += count;
}

void
output_zeros(size_t count)
{
	while (count--)
		written[size++] = '\0';
}

void
output_align(unsigned align)
{
	while (size % align)
		written[size++] = '\0';
}

void
fail(const char *where, unsigned line, const char *format, ...)
{
	va_list args;
	int n = snprintf(message, sizeof(message), "%s:%u: ", where, line);

	va_start(args, format);
	vsnprintf(message + n, sizeof(message) - (size_t)n, format, args);
	va_end(args);
	longjmp(failed, 1);
}

static void
check(int holds, const char *what)
{
	failures += !holds;
	printf("%sok %d - %s\n", holds ? "" : "not ", ++checks, what);
}

/* Fills the table from a list; returns 0 if it was rejected. */
static int
parse(const char *text, const struct policy *policy)
{
	FILE *file = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
	int accepted = 0;

	free(table.entry);
	free(table.slot);
	memset(&table, 0, sizeof(table));
	if (!setjmp(failed)) {
		list_read(file, "list", &table, policy);
		accepted = 1;
	}
	fclose(file);
	return accepted;
}

/* Entry number `i` of the table, which must exist. */
static const struct dentry *
at(uint32_t i)
{
	if (i < table.count)
		return &table.entry[i];
	puts("Bail out! an entry is missing");
	exit(1);
}

static void
rejects(const char *text, const char *expected)
{
	static const struct policy plain;

	if (parse(text, &plain))
		strcpy(message, "accepted");
	check(!strcmp(message, expected), expected);
	if (strcmp(message, expected))
		printf("# %s\n", message);
}

static void
test_newc(void)
{
	const uint32_t field[NEWC_FIELDS] = {0x1, 0x81a4, 0xfffffffe, 0x3, 0x4,
		0x5, 0xffffffff, 0x7, 0x8, 0x9, 0xa};
	char name[NEWC_NAME_MAX + 1];
	unsigned length;

	newc_header(field, "name", 0);
	check(size == 116 &&
			!memcmp(written,
				"07070100000001000081A4FFFFFFFE0000000300000004"
				"00000005FFFFFFFF000000070000000800000009000000"
				"0"
				"A0000000500000000name\0\0",
				116),
		"a header has its fields in order, in 8 digits each");
	for (length = 0; length <= NEWC_NAME_MAX;
		length += length < 8 ? 1 : 7) {
		memset(name, 'n', length);
		name[length] = '\0';
		size = 0;
		newc_header(field, name, 0);
		if (size % NEWC_ALIGN || size < NEWC_HEADER_SIZE + length + 1 ||
			size > NEWC_HEADER_SIZE + length + NEWC_ALIGN)
			break;
	}
	check(length > NEWC_NAME_MAX, "a name of any length is padded");
	size = 0;
	newc_header(field, "name", 1003);
	check(size == NEWC_HEADER_SIZE + 5 + 1003 + 2 &&
			!memcmp(written + NEWC_MAGIC_SIZE + 11 * NEWC_DIGITS,
				"000003F0", 8),
		"NULs count as part of a name");
	size = 0;
	newc_trailer(512);
	check(size == 512 && !strcmp(written + NEWC_HEADER_SIZE, NEWC_TRAILER),
		"the trailer is padded");
}

static void
test_list(void)
{
	struct policy policy = {.mtime = 42};
	const struct inode *inode;

	check(parse("# comment\n\n \t\n\t dir\t/d  0751 1 2 \r\n", &policy) &&
			table.count == 1 && !strcmp(at(0)->name, "d"),
		"comments, blank lines and blanks of any kind are skipped");
	inode = at(0)->inode;
	check(inode->mode == (S_IFDIR | 0751) && inode->uid == 1 &&
			inode->gid == 2 && inode->mtime == 42 &&
			inode->line == 4 && inode->nlink == 1,
		"an entry has the fields of its line");
	check(parse("nod n 0600 0 0 b 4095 1048575", &policy) &&
			S_ISBLK(at(0)->inode->mode) &&
			at(0)->inode->rmajor == 4095 &&
			at(0)->inode->rminor == 1048575,
		"a list may end without a newline");
	check(parse("dir \"a b\\t\\\\\\\"\\101\\x4a\\7\\377\" 0 0 0\n",
		      &policy) &&
			!strcmp(at(0)->name, "a b\t\\\"AJ\a\377"),
		"a quoted name has blanks and escapes of C");
	check(parse("dir a\"b 0 0 0\n", &policy) &&
			!strcmp(at(0)->name, "a\"b"),
		"a quote inside a word is literal");
	setenv("A", "/dev", 1);
	setenv("B", "${A}", 1);
	check(!parse("file f ${A}/null${B}$ 0 0 0\n", &policy) &&
			strstr(message, " /dev/null${A}$: "),
		"variables in a location are replaced, once");
	check(parse("dir d 0 0 0\ndir e 0 0 0\ndir d 0700 0 0\n", &policy) &&
			table.count == 2 &&
			at(0)->inode->mode == (S_IFDIR | 0700),
		"a later entry of the same type replaces the earlier one");
	policy.compat = 1;
	check(parse("dir d 0 0 0\ndir d 0700 0 0\ndir \"x\" 0 0 0\n",
		      &policy) &&
			table.count == 3 && !strcmp(at(2)->name, "\"x\""),
		"compat: both stay, and quotes are literal");
}

static void
test_rejections(void)
{
	rejects("dir\n", "list:1: missing name");
	rejects("\nslink a\n", "list:2: missing target");
	rejects("dir a\n", "list:1: missing mode");
	rejects("nod a 0 0 0\n", "list:1: missing device type");
	rejects("dir a 8 0 0\n",
		"list:1: mode '8' is not an octal number up to 7777");
	rejects("dir a 10000 0 0\n",
		"list:1: mode '10000' is not an octal number up to 7777");
	rejects("dir a 0 -1 0\n",
		"list:1: user id '-1' is not a number up to 4294967294");
	rejects("dir a 0 0 99999999999999999999\n",
		"list:1: group id '99999999999999999999' is not a number "
		"up to 4294967294");
	rejects("dir a 0 0x1 0\n",
		"list:1: user id '0x1' is not a number up to 4294967294");
	rejects("nod a 0 0 0 p 1 1\n", "list:1: device type 'p' is not b or c");
	rejects("dir \"a 0 0 0\n", "list:1: missing closing '\"'");
	rejects("dir \"a\"b 0 0 0\n",
		"list:1: missing blank after closing '\"'");
	rejects("dir \"\\x\" 0 0 0\n", "list:1: invalid escape sequence");
	rejects("dir \"\\0\" 0 0 0\n", "list:1: invalid escape sequence");
	rejects("dir \"\\400\" 0 0 0\n", "list:1: invalid escape sequence");
	rejects("dir \"a\\", "list:1: invalid escape sequence");
	rejects("pipe / 0 0 0\n", "list:1: .: the root must be a directory");
	rejects("dir a//b 0 0 0\n",
		"list:1: a//b: component is empty, '.' or '..'");
	rejects("dir a/../b 0 0 0\n",
		"list:1: a/../b: component is empty, '.' or '..'");
	rejects("dir \"\" 0 0 0\ndir ./b 0 0 0\n",
		"list:2: ./b: component is empty, '.' or '..'");
}

int
main(void)
{
	test_newc();
	test_list();
	test_rejections();
	printf("1..%d\n", checks);
	return failures;
}
