/*
 * nolibc.h - init.c itself on the system calls of another libc: what that libc
 * costs when it is built as ours is. No start-up code runs before init.
 */
#include <time.h>
#include <unistd.h>

#undef __LP64__ /* two_seconds is a constant: there is no linker.ld */

#define __kernel_old_timespec		 timespec
#define __NR_write			 write
#define __NR_getpid			 getpid
#define __NR_nanosleep			 nanosleep
#define __nolibc_syscall0(call)		 call()
#define __nolibc_syscall2(call, a, b)	 call(a, b)
#define __nolibc_syscall3(call, a, b, c) call(a, b, c)
