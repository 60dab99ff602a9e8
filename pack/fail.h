/*
 * fail.h - the one way out when something is wrong.
 *
 * Every part of pack may call it; main.c defines it, for only main prints
 * and picks an exit status. A test program brings its own.
 */
#ifndef FAIL_H
#define FAIL_H

/*
 * Prints "pack: WHERE:LINE: message" (no LINE when it is 0), removes what was
 * written so far and exits with status 1. WHERE is a list, a directory or a
 * file that the user named.
 */
_Noreturn void fail(const char *where, unsigned line, const char *message, ...)
	__attribute__((format(printf, 3, 4)));

#endif
