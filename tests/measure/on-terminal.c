/*
 * on-terminal.c - runs a program on a terminal of its own, as PID 1 has the
 * console, and stops it the moment it has said enough.
 *
 * usage: on-terminal SECONDS LINE COMMAND [ARGUMENT]...
 *
 * Prints what the command prints, up to the line LINE, and then sends it
 * SIGTERM. With MEMORY=file in the environment it first gives the command half
 * a second to come to rest, and writes to the file its resident memory (kB) and
 * its page faults since exec. Exit status: 0 the line was seen, 1 the command
 * ended without it, 2 it was not seen in SECONDS, 125 something is wrong here.
 */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
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

/* Opens a file of the child's in /proc. */
static FILE *
proc(pid_t child, const char *name)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)child, name);
	file = fopen(path, "r");
	if (!file)
		die("on-terminal: /proc");
	return file;
}

/* Minor and major page faults: in stat, behind the name, which may hold
 * blanks, the 8th and the 10th field. */
static unsigned long
faults(pid_t child)
{
	char text[4096], *field;
	unsigned long minor, of_children, major;
	FILE *file = proc(child, "stat");
	size_t length = fread(text, 1, sizeof(text) - 1, file);

	fclose(file);
	text[length] = '\0';
	field = strrchr(text, ')');
	for (int i = 0; field && i < 8; i++)
		field = strchr(field + 1, ' ');
	if (!field)
		die("on-terminal: stat");
	minor = strtoul(field, &field, 10);
	of_children = strtoul(field, &field, 10);
	major = strtoul(field, NULL, 10);
	(void)of_children;
	return minor + major;
}

/* smaps_rollup counts pages one by one; status may lag behind. */
static long
resident(pid_t child)
{
	char line[256];
	long kilobytes = 0;
	FILE *file = proc(child, "smaps_rollup");

	while (fgets(line, sizeof(line), file))
		if (strncmp(line, "Rss:", 4) == 0)
			kilobytes = strtol(line + 4, NULL, 10);
	fclose(file);
	return kilobytes;
}

/* Copies lines to stdout until there is one that is `until`. */
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
		/* a terminal whose other side is closed is an error */
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
	unsigned long before = 0;
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
		/* the same addresses each time, the same pages */
		if (memory && (personality(ADDR_NO_RANDOMIZE) < 0 ||
				      ptrace(PTRACE_TRACEME, 0, NULL, NULL)))
			die("on-terminal: ptrace");
		execvp(argv[3], argv + 3);
		die(argv[3]);
	}
	if (memory) { /* it stands at its first instruction */
		if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
			die("on-terminal: exec");
		before = faults(child);
		ptrace(PTRACE_DETACH, child, NULL, NULL);
	}
	status = watch(terminal, argv[2],
		milliseconds() + strtol(argv[1], NULL, 10) * 1000);
	if (status == 0 && memory) {
		FILE *file = fopen(memory, "w");

		usleep(500000);
		if (!file)
			die(memory);
		fprintf(file, "%ld\t%lu\n", resident(child),
			faults(child) - before);
		if (fclose(file))
			die(memory);
	}
	/* all of it: strace waits for what it watches */
	kill(-child, SIGTERM);
	/* one that ignores it is not waited for for ever */
	for (int i = 0; waitpid(child, NULL, WNOHANG) == 0; i++) {
		if (i == 1000)
			kill(-child, SIGKILL);
		usleep(10000);
	}
	return status;
}
