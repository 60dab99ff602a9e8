/*
 * fuzz-peek.c - feeds peek with archives from libFuzzer; see tests/pack/fuzz.
 *
 * It is the whole program with its main(): options, standard input, and state
 * left over from the archive before.
 */
#define main peek_main
#include "peek/peek.c"
#undef main

#include <assert.h>
#include <sys/mman.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int memory;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	/* libFuzzer has its own copy of stderr by now */
	stdout = stderr = fopen("/dev/null", "w");
	memory = memfd_create("archive", 0);
	assert(stderr && memory >= 0 && dup2(memory, STDIN_FILENO) == 0);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *arguments[] = {"peek", size % 8 ? "-v" : "-m", "-", NULL};
	ssize_t written;

	assert(ftruncate(memory, 0) == 0);
	written = pwrite(memory, data, size, 0);
	assert(written == (ssize_t)size && lseek(memory, 0, SEEK_SET) == 0);
	status = members = verbose = 0;
	optind = 0;
	assert(peek_main(3, arguments) < 2);
	return 0;
}
