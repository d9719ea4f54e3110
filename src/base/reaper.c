/* SPDX-License-Identifier: ISC */
/* reaper: waits for children, and says which has ended. */

#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdbool.h>

#include "base/log.h"
#include "base/loop.h"
#include "base/reaper.h"
#include "base/xmalloc.h"

#define REAPER_REMEMBERED 64

struct watch {
	TAILQ_ENTRY(watch) entry;
	pid_t pid;
	reaper_cb cb;
	void *arg;
};

/* A child that ended before anybody asked for it. */
struct ended {
	pid_t pid; /* 0: free */
	int status;
};

TAILQ_HEAD(watch_list, watch);

struct reaper {
	struct loop *loop; /* borrowed */
	struct loop_signal *sigchld;
	struct watch_list watches;
	struct ended ended[REAPER_REMEMBERED]; /* a ring */
	size_t next;
	bool queued; /* reaper_again is deferred */
	bool dead;   /* destroyed; freed after the turn */
};

static struct watch *
reaper_find(struct reaper *r, pid_t pid)
{
	struct watch *w;

	TAILQ_FOREACH(w, &r->watches, entry) {
		if (w->pid == pid)
			return w;
	}
	return NULL;
}

static void
reaper_tell(struct reaper *r, pid_t pid, int status)
{
	struct watch *w = reaper_find(r, pid);

	if (w == NULL) {
		log_debug("child %ld ended with status %#x, unwatched",
		    (long)pid, (unsigned)status);
		r->ended[r->next].pid = pid;
		r->ended[r->next].status = status;
		r->next = (r->next + 1) % nitems(r->ended);
		return;
	}
	TAILQ_REMOVE(&r->watches, w, entry);
	w->cb(pid, status, w->arg);
	free(w);
}

static void
reaper_reap(int signo, void *arg)
{
	struct reaper *r = arg;
	int status;
	pid_t pid;

	(void)signo;
	while (!r->dead) {
		pid = waitpid(-1, &status, WNOHANG);
		if (pid == -1 && errno == EINTR)
			continue;
		if (pid <= 0)
			break;
		reaper_tell(r, pid, status);
	}
}

struct reaper *
reaper_create(struct loop *loop)
{
	struct reaper *r;

	r = xcalloc(1, sizeof *r);
	r->loop = loop;
	TAILQ_INIT(&r->watches);
	r->sigchld = loop_signal_add(loop, SIGCHLD, reaper_reap, r);
	return r;
}

void
reaper_destroy(struct reaper *r)
{
	struct watch *w;

	if (r == NULL)
		return;
	loop_signal_remove(r->sigchld);
	r->sigchld = NULL;
	r->dead = true;
	while ((w = TAILQ_FIRST(&r->watches)) != NULL) {
		TAILQ_REMOVE(&r->watches, w, entry);
		free(w);
	}
	/* It may be a callback of ours that destroys us. */
	loop_defer(r->loop, free, r);
}

/* Tell of those that had ended before they were watched. */
static void
reaper_again(void *arg)
{
	struct reaper *r = arg;
	struct ended e;
	size_t i;

	r->queued = false;
	for (i = 0; i < nitems(r->ended) && !r->dead; i++) {
		e = r->ended[i];
		if (e.pid == 0 || reaper_find(r, e.pid) == NULL)
			continue;
		r->ended[i].pid = 0;
		reaper_tell(r, e.pid, e.status);
	}
	reaper_reap(SIGCHLD, r);
}

/* Forget an earlier child that had the same pid. */
static void
reaper_forget(struct reaper *r, pid_t pid)
{
	size_t i;

	for (i = 0; i < nitems(r->ended); i++) {
		if (r->ended[i].pid == pid)
			r->ended[i].pid = 0;
	}
}

void
reaper_watch(struct reaper *r, pid_t pid, reaper_cb cb, void *arg)
{
	siginfo_t si = { 0 };
	struct watch *w;
	bool ended = true;

	reaper_unwatch(r, pid);
	w = xcalloc(1, sizeof *w);
	w->pid = pid;
	w->cb = cb;
	w->arg = arg;
	TAILQ_INSERT_TAIL(&r->watches, w, entry);
	if (waitid(P_PID, (id_t)pid, &si, WEXITED | WNOHANG | WNOWAIT) == 0) {
		/* Still a child: what is remembered of this pid is older. */
		reaper_forget(r, pid);
		ended = si.si_pid != 0;
	}
	if (ended && !r->queued) {
		r->queued = true;
		loop_defer(r->loop, reaper_again, r);
	}
}

void
reaper_unwatch(struct reaper *r, pid_t pid)
{
	struct watch *w = reaper_find(r, pid);

	if (w == NULL)
		return;
	TAILQ_REMOVE(&r->watches, w, entry);
	free(w);
}
