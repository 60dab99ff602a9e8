/* words.c - an init that prints its arguments and environment. */
#include "nolibc.h"

int
main(int argc, char **argv, char **environment)
{
	for (int i = 0; i < argc; i++)
		printf("argv[%d]: %s\n", i, argv[i]);
	for (; *environment; environment++)
		printf("environment: %s\n", *environment);
	printf("that is all\n");
	for (;;)
		sleep(1000);
}
