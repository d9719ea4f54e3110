/* SPDX-License-Identifier: ISC */
/* stop: ends a worker, its terminal session and its descendants, within
 * bounds; what made a session of its own is named and left.
 *
 * Processes are remembered by pid and start time when they are first seen: a
 * descendant with a session of its own is none any more once its parent has
 * died, but is still to be killed. Only what descends from us is ever signalled
 * (we are a subreaper), so a number of a session that is used again harms
 * nobody.
 */

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/procid.h"
#include "base/xmalloc.h"
#include "host/stop.h"

#define STOP_LOOK_MS  25
#define STOP_LEFT_MAX 32 /* named at most */

struct stop {
	struct loop_timer *timer; /* owned */
	pid_t worker;
	bool killing;	     /* SIGKILL has been sent */
	monotime until;	     /* of this phase */
	struct procid *seen; /* owned; what we signal */
	size_t nseen;
	stop_cb cb;
	void *arg;
};

static bool
stop_has(const struct stop *s, const struct procid *id)
{
	size_t i;

	for (i = 0; i < s->nseen; i++)
		if (s->seen[i].pid == id->pid && s->seen[i].start == id->start)
			return true;
	return false;
}

/* Mark in out what descends from us, ourselves excepted. */
static void
stop_mark_ours(const struct proc *list, size_t n, bool *out)
{
	size_t i;

	proc_mark(list, n, -1, getpid(), out);
	for (i = 0; i < n; i++)
		if (list[i].id.pid == getpid() || list[i].state == 'Z')
			out[i] = false;
}

/* Mark the worker's family, and that of each process seen before that is no
 * part of it any more: what an orphan has forked meanwhile. */
static void
stop_mark_family(const struct stop *s, const struct proc *list, size_t n,
    bool *marked)
{
	bool *orphans;
	size_t i, j;
	pid_t pid;

	orphans = xcalloc(n + 1, sizeof(*orphans));
	proc_mark(list, n, s->worker, s->worker, marked);
	for (i = 0; i < n; i++) {
		if (marked[i] || !stop_has(s, &list[i].id))
			continue;
		pid = list[i].id.pid;
		proc_mark(list, n, pid, pid, orphans);
		for (j = 0; j < n; j++)
			marked[j] = marked[j] || orphans[j];
	}
	free(orphans);
}

/* Remember what is to be signalled; the number of new ones. */
static size_t
stop_gather(struct stop *s)
{
	struct proc *list;
	bool *ours, *marked;
	size_t i, n, found;

	if ((list = proc_list(&n)) == NULL) {
		log_warn("cannot list processes");
		return 0;
	}
	found = 0;
	ours = xcalloc(n + 1, sizeof(*ours));
	marked = xcalloc(n + 1, sizeof(*marked));
	stop_mark_ours(list, n, ours);
	stop_mark_family(s, list, n, marked);
	for (i = 0; i < n; i++) {
		if (!ours[i] || !marked[i] || stop_has(s, &list[i].id))
			continue;
		s->seen =
		    xreallocarray(s->seen, s->nseen + 1, sizeof(*s->seen));
		s->seen[s->nseen++] = list[i].id;
		found++;
	}
	free(ours);
	free(marked);
	free(list);
	return found;
}

static void
stop_signal(struct stop *s, int signo)
{
	size_t i;

	for (i = 0; i < s->nseen; i++)
		procid_kill(&s->seen[i], signo);
}

static void
stop_ask(struct stop *s)
{
	stop_signal(s, SIGHUP);
	stop_signal(s, SIGTERM);
	stop_signal(s, SIGCONT);
}

static unsigned
stop_alive(const struct stop *s)
{
	unsigned alive;
	size_t i;

	alive = 0;
	for (i = 0; i < s->nseen; i++)
		if (procid_alive(&s->seen[i]))
			alive++;
	return alive;
}

/* Name what still runs below us. */
static struct jv *
stop_left(void)
{
	struct proc *list;
	struct jv *left, *one;
	bool *ours;
	size_t i, n;

	left = jv_array();
	if ((list = proc_list(&n)) == NULL)
		return left;
	ours = xcalloc(n + 1, sizeof(*ours));
	stop_mark_ours(list, n, ours);
	for (i = 0; i < n; i++) {
		if (!ours[i] || jv_count(left) == STOP_LEFT_MAX)
			continue;
		log_info("left running: %d (%s)", (int)list[i].id.pid,
		    list[i].comm);
		one = jv_object();
		jv_set_int(one, "pid", list[i].id.pid);
		jv_set_string(one, "comm", list[i].comm);
		jv_append(left, one);
	}
	free(ours);
	free(list);
	return left;
}

static void
stop_finish(struct stop *s, unsigned alive)
{
	struct jv *left;

	left = stop_left();
	s->cb(alive, left, s->arg);
	jv_free(left);
}

static void
stop_look(void *arg)
{
	struct stop *s = arg;
	unsigned alive;

	if (stop_alive(s) == 0) {
		/* What was forked meanwhile has had no signal yet. */
		if (stop_gather(s) == 0) {
			stop_finish(s, 0);
			return;
		}
		stop_ask(s);
	}
	if (monotime_left(s->until) == 0) {
		if (s->killing) {
			alive = stop_alive(s);
			log_warnx("%u processes could not be ended", alive);
			stop_finish(s, alive);
			return;
		}
		log_info("the worker is still there: SIGKILL");
		s->killing = true;
		s->until = monotime_add(monotime_now(), STOP_KILL_MS);
	}
	if (s->killing) {
		stop_gather(s);
		stop_signal(s, SIGKILL);
	}
	loop_timer_start(s->timer, STOP_LOOK_MS);
}

struct stop *
stop_start(struct loop *loop, pid_t worker, int64_t grace_ms, stop_cb cb,
    void *arg)
{
	struct stop *s;

	s = xcalloc(1, sizeof(*s));
	s->timer = loop_timer_create(loop, stop_look, s);
	s->worker = worker;
	s->cb = cb;
	s->arg = arg;
	s->until = monotime_add(monotime_now(), grace_ms);
	stop_gather(s);
	stop_ask(s);
	loop_timer_start(s->timer, 0);
	return s;
}

void
stop_destroy(struct stop *s)
{
	if (s == NULL)
		return;
	loop_timer_destroy(s->timer);
	free(s->seen);
	free(s);
}

void
stop_hurry(struct stop *s, int64_t grace_ms)
{
	if (!s->killing && grace_ms < monotime_left(s->until))
		s->until = monotime_add(monotime_now(), grace_ms);
}

void
stop_poke(struct stop *s)
{
	loop_timer_start(s->timer, 0);
}
