/*
 * three-calls.c - runs a program under a seccomp filter that allows init's
 * three system calls; any other kills it (SIGSYS).
 *
 *	three-calls PROGRAM
 *
 * The filter allows the one execve that starts the program, which it tells by
 * the address of its first argument.
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __NR_nanosleep
#define SLEEP __NR_nanosleep
#else
#define SLEEP __NR_clock_nanosleep_time64
#endif

#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)
#define CALL	     offsetof(struct seccomp_data, nr)
#define ARGUMENT     offsetof(struct seccomp_data, args)
#define SKIP_UNLESS(value, count) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count)
#define RETURN(action)	   BPF_STMT(BPF_RET | BPF_K, action)
#define ALLOW_CALL(number) SKIP_UNLESS(number, 1), RETURN(SECCOMP_RET_ALLOW)

int
main(int argc __attribute__((unused)), char **argv)
{
	/* as the kernel has it, in two words for the filter */
	const union {
		uint64_t argument;
		uint32_t word[2];
	} path = {(uintptr_t)argv[1]};
	struct sock_filter filter[] = {
		LOAD(CALL),
		ALLOW_CALL(__NR_write),
		ALLOW_CALL(__NR_getpid),
		ALLOW_CALL(SLEEP),
		SKIP_UNLESS(__NR_execve, 5),
		LOAD(ARGUMENT),
		SKIP_UNLESS(path.word[0], 3),
		LOAD(ARGUMENT + 4),
		SKIP_UNLESS(path.word[1], 1),
		RETURN(SECCOMP_RET_ALLOW),
		RETURN(SECCOMP_RET_KILL_PROCESS),
	};
	struct sock_fprog program = {sizeof(filter) / sizeof(*filter), filter};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
		perror("three-calls: seccomp");
		return 1;
	}
	execve(argv[1], (char *[]){argv[1], NULL}, (char *[]){NULL});
	return 1; /* by the filter's leave it could say no more */
}
