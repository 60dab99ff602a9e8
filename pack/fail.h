/*
 * fail.h - the one way out when something is wrong.
 */
#ifndef FAIL_H
#define FAIL_H

/*
 * Prints "pack: WHERE:LINE: message" (no LINE if it is 0) and exits with status
 * 1; what was half-written is removed at exit (see output.h). WHERE is a list,
 * a directory or a file that the user named.
 */
_Noreturn void fail(const char *where, unsigned line, const char *message, ...)
	__attribute__((format(printf, 3, 4)));

#endif
