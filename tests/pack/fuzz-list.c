/*
 * fuzz-list.c - feeds the list parser with input from libFuzzer, and checks the
 * table that comes out of it; see tests/pack/fuzz.
 *
 * The first byte of the input selects the language: 'c' is that of --compat.
 */
#include <sanitizer/allocator_interface.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "list.h"
#include "newc.h"

#define PIECE (64 * 1024) /* and more is what keep() takes from malloc */

static jmp_buf failed;
static void *piece[64]; /* the last one is still being cut */
static int pieces, reading;

static void
allocated(const volatile void *memory, size_t size)
{
	if (reading && size >= PIECE && pieces < 64)
		piece[pieces++] = (void *)(uintptr_t)memory;
}

static void
freed(const volatile void *memory)
{
	(void)memory;
}

/* A refusal is a good end. The message is made, for the sanitizers to see. */
void
fail(const char *where, unsigned line, const char *message, ...)
{
	static char text[100];
	va_list args;

	snprintf(text, sizeof(text), "%s:%u", where, line);
	va_start(args, message);
	vsnprintf(text, sizeof(text), message, args);
	va_end(args);
	longjmp(failed, 1);
}

static void
must(int holds)
{
	if (!holds)
		abort();
}

static void
judge(const struct table *table, const struct policy *policy)
{
	const struct inode *inode;
	uint32_t i;

	must(table->count * 2 <= table->slots);
	for (i = 0; i < table->count; i++) {
		inode = table->entry[i].inode;
		must(strlen(table->entry[i].name) <= NEWC_NAME_MAX);
		must(*table->entry[i].name || policy->compat);
		must(inode->line && inode->nlink);
		must((inode->mode & ~(uint32_t)S_IFMT) <= NEWC_PERM_MAX);
		must(!S_ISLNK(inode->mode) ||
			inode->size == strlen(inode->data));
		must(inode->rmajor <= NEWC_RMAJOR_MAX);
		must(inode->rminor <= NEWC_RMINOR_MAX);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct table table;
	static struct policy policy;
	static FILE *file;
	int i;

	if (size < 2)
		return 0;
	if (!file)
		__sanitizer_install_malloc_and_free_hooks(allocated, freed);
	policy.compat = *data == 'c';
	file = fmemopen((void *)(uintptr_t)(data + 1), size - 1, "r");
	must(file != NULL);
	reading = 1;
	if (!setjmp(failed)) {
		list_read(file, "list", &table, &policy);
		judge(&table, &policy);
	}
	reading = 0;
	fclose(file);
	free(table.entry);
	free(table.slot);
	memset(&table, 0, sizeof(table));
	for (i = 0; i + 1 < pieces; i++)
		free(piece[i]);
	if (pieces)
		piece[0] = piece[pieces - 1];
	pieces = pieces > 0;
	return 0;
}
