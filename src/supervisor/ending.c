/* SPDX-License-Identifier: ISC */
/* ending: ends what a lost host has left behind; only processes that are
 * proven by pid and start time. */

#include <signal.h>

#include "base/log.h"
#include "base/loop.h"
#include "base/procid.h"
#include "base/xmalloc.h"
#include "supervisor/ending.h"

struct ending {
	struct loop_timer *timer; /* owned */
	struct procid *left;	  /* owned: who was told to end */
	size_t n;
	ending_cb done;
	void *arg;
};

/* The worker, its terminal session and its descendants, in a new array. A
 * worker that is gone has none: its pid may be another's by now. */
static struct procid *
find_all(const struct procid *worker, size_t *n)
{
	struct procid *out = NULL;
	struct proc *list;
	bool *marks;
	size_t i, total;

	*n = 0;
	if (!procid_alive(worker) || (list = proc_list(&total)) == NULL)
		return NULL;
	marks = xcalloc(total + 1, sizeof *marks);
	out = xcalloc(total + 1, sizeof *out);
	proc_mark(list, total, worker->pid, worker->pid, marks);
	for (i = 0; i < total; i++)
		if (marks[i] && list[i].id.pid > 1 &&
		    list[i].id.pid != getpid())
			out[(*n)++] = list[i].id;
	free(marks);
	free(list);
	return out;
}

static void
kill_all(const struct procid *all, size_t n, int signo)
{
	size_t i;

	for (i = 0; i < n; i++)
		procid_kill(&all[i], signo);
}

static void
on_timer(void *arg)
{
	struct ending *e = arg;

	kill_all(e->left, e->n, SIGKILL);
	e->done(e->arg);
}

struct ending *
ending_create(struct loop *loop, const struct procid *worker, int64_t grace_ms,
    ending_cb done, void *arg)
{
	struct ending *e;
	struct procid *left;
	size_t n;

	left = find_all(worker, &n);
	if (n == 0 || grace_ms == 0) {
		kill_all(left, n, SIGKILL);
		free(left);
		return NULL;
	}
	log_info("worker %ld outlived its host: ending %zu processes",
	    (long)worker->pid, n);
	kill_all(left, n, SIGHUP);
	kill_all(left, n, SIGTERM);
	kill_all(left, n, SIGCONT);
	e = xcalloc(1, sizeof *e);
	e->left = left;
	e->n = n;
	e->done = done;
	e->arg = arg;
	e->timer = loop_timer_create(loop, on_timer, e);
	loop_timer_start(e->timer, grace_ms);
	return e;
}

void
ending_destroy(struct ending *e)
{
	if (e == NULL)
		return;
	loop_timer_destroy(e->timer);
	free(e->left);
	free(e);
}
