/*
 * ahead.h - work that is done before its turn, on another thread.
 *
 * The main thread does one thing after the other, in the archive's order. What
 * it will need it queues as jobs; when it comes to one, another thread may have
 * done it. Without threads (few jobs, or the system refuses one) it does them
 * all itself: the result is the same.
 */
#ifndef AHEAD_H
#define AHEAD_H

/* The first member of a structure that has all the rest. */
struct job {
	/*
	 * Does it, on any thread: touches nothing that other jobs or the main
	 * thread change, does not fail (see fail.h), keeps nothing (keep.h).
	 */
	void (*work)(struct job *job);
	struct job *next, **link; /* in the queue */
	enum { QUEUED, BEGUN, DONE } state;
};

enum end { FRONT, BACK };

/*
 * Queues a job, whose `work` is set, at this end; jobs are taken from the
 * front. Any thread may do this. The job stays the caller's, who must pass it
 * to ahead_take() before changing or freeing it.
 */
void ahead_queue(struct job *job, enum end end);

/*
 * Takes a job back, on the main thread. Returns 1 when it is done, 0 if nobody
 * has begun it; nobody will then.
 */
int ahead_take(struct job *job);

#endif
