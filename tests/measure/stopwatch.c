/*
 * stopwatch.c - runs commands in turns and prints what each run takes.
 *
 *	stopwatch ROUNDS FILE
 *
 * A line of FILE is NAME, DIRECTORY, INPUT, OUTPUT and COMMAND, separated by
 * tabs; the words of COMMAND are separated by blanks. Every round runs each
 * command once, in another order (the same whenever stopwatch runs). Before
 * that it removes OUTPUT and waits until the disk is idle, for the command
 * before may have kept it busy. Prints NAME, microseconds of wall time and of
 * CPU time (with children) and peak memory in kB, separated by tabs. Round 0
 * warms up and is not printed.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct command {
	char *name, *output, *word[32];
	posix_spawn_file_actions_t actions;
} commands[16];

_Noreturn static void
die(const char *what)
{
	perror(what);
	exit(1);
}

static long
microseconds(struct timeval time)
{
	return time.tv_sec * 1000000L + time.tv_usec;
}

static void
run(const struct command *command, int quietly)
{
	struct timespec start, end;
	struct rusage usage;
	int status;
	pid_t pid;

	unlink(command->output);
	sync();
	clock_gettime(CLOCK_MONOTONIC, &start);
	if (posix_spawnp(&pid, command->word[0], &command->actions, NULL,
		    command->word, environ) ||
		wait4(pid, &status, 0, &usage) != pid)
		die(command->name);
	clock_gettime(CLOCK_MONOTONIC, &end);
	if (status) {
		fprintf(stderr, "stopwatch: %s: status %x\n", command->name,
			(unsigned)status);
		exit(1);
	}
	if (!quietly)
		printf("%s\t%ld\t%ld\t%ld\n", command->name,
			(end.tv_sec - start.tv_sec) * 1000000L +
				(end.tv_nsec - start.tv_nsec) / 1000,
			microseconds(usage.ru_utime) +
				microseconds(usage.ru_stime),
			usage.ru_maxrss);
}

static void
shuffle(int count)
{
	struct command kept;
	int other;

	for (; count > 1; count--) {
		other = rand() % count;
		kept = commands[count - 1];
		commands[count - 1] = commands[other];
		commands[other] = kept;
	}
}

int
main(int argc, char **argv)
{
	FILE *file = argc == 3 ? fopen(argv[2], "r") : NULL;
	int rounds = file ? atoi(argv[1]) : 0, count = 0, round, i;
	static char line[16][4096];
	struct command *c;
	char *words;

	if (!file)
		die("stopwatch ROUNDS FILE");
	while (count < 16 && fgets(line[count], sizeof(*line), file)) {
		c = &commands[count];
		c->name = strtok(line[count++], "\t");
		posix_spawn_file_actions_init(&c->actions);
		posix_spawn_file_actions_addchdir_np(
			&c->actions, strtok(NULL, "\t"));
		posix_spawn_file_actions_addopen(
			&c->actions, 0, strtok(NULL, "\t"), O_RDONLY, 0);
		c->output = strtok(NULL, "\t");
		posix_spawn_file_actions_addopen(&c->actions, 1, c->output,
			O_WRONLY | O_CREAT | O_TRUNC, 0666);
		words = strtok(NULL, "\n");
		for (i = 0; i < 31 && words; i++)
			c->word[i] = strsep(&words, " ");
	}
	for (round = 0; round <= rounds; round++) {
		shuffle(count);
		for (i = 0; i < count; i++)
			run(&commands[i], !round);
	}
	return 0;
}
