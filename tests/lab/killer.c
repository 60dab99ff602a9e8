/*
 * killer.c - becomes /init as PID 1, and sends it two signals from a second
 * process while it ticks.
 */
#include "nolibc.h"

static char *const none[] = {NULL};

static void
send(int signal, const char *name)
{
	printf("PID %d: kill(1, %s) returns %d\n", getpid(), name,
		kill(1, signal));
}

int
main(void)
{
	if (fork())
		return execve("/init", none, none);
	sleep(3); /* between two of its ticks */
	send(SIGTERM, "SIGTERM");
	send(SIGKILL, "SIGKILL");
	return 0;
}
