/*
 * fail.c - prints what is wrong, and exits.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "fail.h"

void
fail(const char *where, unsigned line, const char *message, ...)
{
	va_list args;

	fprintf(stderr, line ? "pack: %s:%u: " : "pack: %s: ", where, line);
	va_start(args, message);
	vfprintf(stderr, message, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}
