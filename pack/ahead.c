/*
 * ahead.c - a queue of jobs, and a thread that does them.
 */
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include "ahead.h"

#define ENOUGH	    16 /* jobs: fewer are not worth a thread */
#define FEW	    4  /* jobs in the queue: more wake the thread */
#define LEAD	    64 /* jobs done and not taken: their results need memory */
#define DESCRIPTORS 64 /* with fewer, the thread might use the last one */

/* It protects all below, and the jobs' members of ours. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER; /* to do */
static pthread_cond_t done = PTHREAD_COND_INITIALIZER; /* is `wanted` */
static struct job *queue, **last = &queue;
static struct job *wanted; /* the main thread waits for it */
static unsigned count;	   /* of the jobs queued so far */
static unsigned waiting;   /* in the queue */
static unsigned ready;	   /* done and not taken */

static void
unqueue(struct job *job)
{
	*job->link = job->next;
	if (job->next)
		job->next->link = job->link;
	else
		last = job->link;
	waiting--;
}

/* Does the first job; called, and returns, with the lock. */
static void
do_one(void)
{
	struct job *job = queue;

	unqueue(job);
	job->state = BEGUN;
	pthread_mutex_unlock(&lock);
	job->work(job);
	pthread_mutex_lock(&lock);
	job->state = DONE;
	ready++;
	if (job == wanted)
		pthread_cond_signal(&done);
}

static void *
help(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
	for (;;) {
		while (!queue || ready >= LEAD)
			pthread_cond_wait(&more, &lock);
		do_one();
	}
	return NULL; /* never: it ends with the process */
}

static void
start(void)
{
	struct rlimit limit;
	sigset_t all, old;
	pthread_t thread;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur < DESCRIPTORS)
		return;
	sigfillset(&all); /* signals are for the main thread */
	pthread_sigmask(SIG_SETMASK, &all, &old);
	pthread_create(&thread, NULL, help, NULL); /* or we do without */
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

void
ahead_queue(struct job *job, enum end end)
{
	pthread_mutex_lock(&lock);
	job->state = QUEUED;
	job->link = end == FRONT ? &queue : last;
	job->next = *job->link;
	*job->link = job;
	if (job->next)
		job->next->link = &job->next;
	else
		last = &job->next;
	if (++count == ENOUGH)
		start();
	if (++waiting > FEW)
		pthread_cond_signal(&more);
	pthread_mutex_unlock(&lock);
}

int
ahead_take(struct job *job)
{
	int begun;

	pthread_mutex_lock(&lock);
	begun = job->state != QUEUED;
	if (!begun)
		unqueue(job);
	while (begun && job->state != DONE) {
		wanted = job;
		if (queue)
			do_one(); /* instead of waiting */
		else
			pthread_cond_wait(&done, &lock);
	}
	wanted = NULL;
	if (begun && --ready == LEAD / 2)
		pthread_cond_signal(&more);
	pthread_mutex_unlock(&lock);
	return begun;
}
