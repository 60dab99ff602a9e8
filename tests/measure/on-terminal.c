/*
 * on-terminal.c - runs a program on a terminal of its own, as PID 1 has the
 * console, and ends it as soon as it has printed a line.
 *
 * usage: on-terminal SECONDS LINE COMMAND [ARGUMENT]...
 *
 * Prints the command's output up to the line LINE, then sends it SIGTERM. With
 * MEMORY=file in the environment it lets the command settle for half a second
 * first and writes its resident memory, in kB, to the file. Exit status: 0 the
 * line was seen, 1 the command ended without it, 2 SECONDS have passed, 125 an
 * error of the host.
 */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static void
die(const char *what)
{
	perror(what);
	exit(125);
}

static long long
milliseconds(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now))
		die("on-terminal: clock");
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* smaps_rollup counts pages one by one; status may lag behind. */
static long
resident(pid_t child)
{
	char line[256];
	long kilobytes = 0;
	FILE *file;

	snprintf(line, sizeof(line), "/proc/%d/smaps_rollup", (int)child);
	file = fopen(line, "r");
	if (!file)
		die("on-terminal: /proc");
	while (fgets(line, sizeof(line), file))
		if (strncmp(line, "Rss:", 4) == 0)
			kilobytes = strtol(line + 4, NULL, 10);
	fclose(file);
	return kilobytes;
}

/* Copies lines to stdout, up to the line `until`. */
static int
watch(int terminal, const char *until, long long deadline)
{
	struct pollfd ready = {.fd = terminal, .events = POLLIN};
	char line[4096];
	size_t length = 0;

	for (;;) {
		long long left = deadline - milliseconds();

		if (left <= 0)
			return 2;
		if (poll(&ready, 1, (int)left) <= 0)
			continue;
		/* an error: the command has closed its side */
		if (read(terminal, line + length, 1) != 1)
			return 1;
		if (length < sizeof(line) - 2 && line[length] != '\n') {
			length++;
			continue;
		}
		line[length] = '\0';
		puts(line);
		fflush(stdout);
		if (strcmp(line, until) == 0)
			return 0;
		length = 0;
	}
}

int
main(int argc, char **argv)
{
	const char *memory = getenv("MEMORY");
	struct termios raw;
	int terminal, status;
	pid_t child;

	if (argc < 4) {
		fputs("usage: on-terminal SECONDS LINE COMMAND...\n", stderr);
		return 125;
	}
	memset(&raw, 0, sizeof(raw));
	cfmakeraw(&raw); /* a line ends with \n alone */
	child = forkpty(&terminal, NULL, &raw, NULL);
	if (child < 0)
		die("on-terminal: forkpty");
	if (child == 0) {
		/* the same addresses each time, hence the same pages */
		if (memory && personality(ADDR_NO_RANDOMIZE) < 0)
			die("on-terminal: personality");
		execvp(argv[3], argv + 3);
		die(argv[3]);
	}
	status = watch(terminal, argv[2],
		milliseconds() + strtol(argv[1], NULL, 10) * 1000);
	if (status == 0 && memory) {
		FILE *file = fopen(memory, "w");

		usleep(500000);
		if (!file)
			die(memory);
		fprintf(file, "%ld\n", resident(child));
		if (fclose(file))
			die(memory);
	}
	/* its whole group: strace waits for its tracees */
	kill(-child, SIGTERM);
	/* SIGKILL after a second, if SIGTERM is ignored */
	for (int i = 0; waitpid(child, NULL, WNOHANG) == 0; i++) {
		if (i == 100)
			kill(-child, SIGKILL);
		usleep(10000);
	}
	return status;
}
