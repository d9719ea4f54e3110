/* SPDX-License-Identifier: ISC */
/* hostend: how a session ends.
 *
 * starting -> up -> draining -> ended -> leaving. The worker's end begins the
 * draining: output is read to its end, for 500 ms of quiet, or for 5 s at most.
 * Then, and when a stop has ended the rest of the family, the end is written
 * down and told. A shell job's host stays with its
 * screen until its row goes or its time is over; others leave at once. Whatever
 * is in the way of leaving (last frames, a full disk) is waited for within a
 * bound.
 *
 * Those who look at an agent that died at its work wait for the supervisor's
 * word whether it is resumed: they go on with the next host, or are told the
 * end.
 */

#include <sys/wait.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/procid.h"
#include "base/xmalloc.h"
#include "host/conn.h"
#include "host/host_internal.h"
#include "host/hostend.h"
#include "host/hostevent.h"
#include "host/hostevidence.h"
#include "host/hostlogs.h"
#include "host/hostsave.h"
#include "host/hostsend.h"
#include "host/hostsummary.h"
#include "host/lead.h"
#include "host/pty.h"
#include "host/report.h"
#include "host/stop.h"
#include "host/viewer.h"
#include "host/watch.h"
#include "wire/peer.h"

#define HOSTEND_DRAIN_MS    5000
#define HOSTEND_SAVE_MS	    10000
#define HOSTEND_SAVE_MAX_MS 3600000
#define HOSTEND_LEAVE_MS    5000 /* for viewers and answers */
#define HOSTEND_FINISH_MS   3000 /* for the last bytes */
#define HOSTEND_FATE_MS	    2000 /* for the supervisor's word */

static void
hostend_leave(struct host *h)
{
	struct conn *c;

	log_info("leaving");
	h->phase = HOST_LEAVING;
	conn_unlisten(h);
	TAILQ_FOREACH(c, &h->conns, entry)
		if (!c->closing)
			conn_finish(c);
	loop_timer_start(h->leave_timer, HOSTEND_FINISH_MS);
	hostend_try_leave(h);
}

/* Whether somebody is still owed something. */
static bool
hostend_owes(const struct host *h)
{
	const struct conn *c;

	if (h->stop != NULL || lead_awaited(h))
		return true;
	TAILQ_FOREACH(c, &h->conns, entry)
		if (c->logs != NULL ||
		    (c->viewer != NULL && !viewer_ended(c->viewer)))
			return true;
	return false;
}

void
hostend_try_leave(struct host *h)
{
	if (h->phase == HOST_LEAVING && TAILQ_EMPTY(&h->conns)) {
		loop_timer_stop(h->leave_timer);
		h->phase = HOST_GONE;
		h->on_left(h->arg);
	}
	if (h->phase != HOST_ENDED || !h->released || !h->saved)
		return;
	if (hostend_owes(h) && monotime_left(h->leave_until) > 0)
		loop_timer_start(h->leave_timer, monotime_left(h->leave_until));
	else
		hostend_leave(h);
}

void
hostend_leave_fire(void *arg)
{
	struct host *h = arg;
	struct conn *c;

	if (h->phase == HOST_ENDED) {
		/* The time of a finished job, or of those still owed. */
		hostend_release(h);
		hostend_try_leave(h);
	}
	if (h->phase == HOST_LEAVING)
		while (h->phase == HOST_LEAVING &&
		    (c = TAILQ_FIRST(&h->conns)) != NULL)
			conn_destroy(c);
}

void
hostend_release(struct host *h)
{
	if (h->phase != HOST_ENDED)
		return;
	if (!h->released)
		h->leave_until = monotime_add(monotime_now(), HOSTEND_LEAVE_MS);
	h->released = true;
	if (h->saved)
		hostend_try_leave(h);
	else
		loop_timer_start(h->save_timer, 0);
}

/* Write down the end; again later if the disk refuses, for an hour. */
void
hostend_save(void *arg)
{
	struct host *h = arg;
	int error;

	error = hostsave_end(h) == 0 ? 0 : errno;
	free(h->unsaved);
	h->unsaved = NULL;
	if (error == ENOENT)
		log_warnx("the job directory has gone: nothing is kept");
	else if (error != 0 && monotime_left(h->save_until) == 0)
		log_warnx("giving up: nothing is kept");
	else if (error != 0) {
		h->unsaved =
		    xasprintf("cannot write its record: %s", strerror(error));
		hostevent_tell(h, CHANGE_END);
		loop_timer_start(h->save_timer, HOSTEND_SAVE_MS);
		return;
	}
	h->saved = true;
	hostend_try_leave(h);
}

/* Answer all who asked for the end. */
static void
hostend_answer_stops(struct host *h, bool ended)
{
	struct jv *result;
	struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry) {
		if (c->stop_id == 0 || c->closing)
			continue;
		if (ended) {
			result = jv_object();
			jv_set(result, "session", report_session(h));
			if (h->left != NULL)
				jv_set(result, "left", jv_copy(h->left));
			peer_reply(c->peer, c->stop_id, result);
			jv_free(result);
		} else
			peer_refuse(c->peer, c->stop_id,
			    "the program did not end, not even by SIGKILL");
		c->stop_id = 0;
	}
}

static void
hostend_viewers(struct host *h)
{
	struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry)
		if (c->viewer != NULL)
			viewer_end(c->viewer);
}

void
hostend_judged(struct host *h, bool again)
{
	if (!h->unjudged)
		return;
	h->unjudged = false;
	h->respawning = again;
	loop_timer_stop(h->fate_timer);
	hostend_viewers(h);
	hostend_try_leave(h);
}

/* Nobody judges: views are told that it may be resumed yet. */
void
hostend_fate_fire(void *arg)
{
	hostend_viewers(arg);
}

/* Write the end down, tell all, leave or linger. */
static void
hostend_now(struct host *h)
{
	loop_timer_stop(h->drain_timer);
	watch_stop(h->watch);
	hostsummary_end(h->by_command);
	pty_close(h->pty);
	h->pty = NULL;
	h->phase = HOST_ENDED;
	h->ended_at = wall_ms();
	said_end(&h->said);
	hostevidence_ended(h);
	h->ended_in = hostevidence_knows(h) || h->state != STATE_WORKING ?
	    h->state :
	    STATE_IDLE;
	if (h->stopping)
		h->state = STATE_STOPPED;
	else if (h->resting) {
		h->state = h->ended_in;
		h->reason = xstrdup(h->rest_why);
	} else if (WIFEXITED(h->status) && WEXITSTATUS(h->status) == 0)
		h->state = STATE_DONE;
	else {
		h->state = STATE_FAILED;
		h->reason = report_reason(h->status);
	}
	(void)prseen_look(h);
	h->unjudged = h->state == STATE_FAILED &&
	    h->ended_in == STATE_WORKING && !h->boot->exec;
	host_summarize(h);
	hostevent_note(h);
	log_info("ended: %s",
	    h->reason != NULL ? h->reason :
		h->stopping   ? "stopped" :
				"done");
	h->save_until = monotime_add(monotime_now(), HOSTEND_SAVE_MAX_MS);
	hostend_save(h);
	hostsend_end(h);
	hostevent_tell(h, CHANGE_ALL);
	if (h->unjudged)
		loop_timer_start(h->fate_timer, HOSTEND_FATE_MS);
	else
		hostend_viewers(h);
	hostlogs_end(h);
	hostend_answer_stops(h, true);
	if (!h->boot->exec || h->quitting)
		hostend_release(h);
	else
		loop_timer_start(h->leave_timer, h->boot->linger_ms);
}

/* Who asked for a stop is told of the end when nothing of it is left. */
void
hostend_drained(struct host *h)
{
	h->drained = true;
	if (h->stop == NULL)
		hostend_now(h);
}

void
hostend_drain_fire(void *arg)
{
	struct host *h = arg;

	if (!h->drained)
		log_info("something still holds the terminal: it is closed");
	hostend_drained(h);
}

void
hostend_worker(pid_t pid, int status, void *arg)
{
	struct host *h = arg;

	(void)pid;
	h->status = status;
	h->phase = HOST_DRAINING;
	h->drain_until = monotime_add(monotime_now(), HOSTEND_DRAIN_MS);
	loop_timer_start(h->drain_timer, HOSTEND_QUIET_MS);
	if (h->stop != NULL)
		stop_poke(h->stop);
	pty_hangup(h->pty);
}

static void
hostend_stopped(unsigned alive, const struct jv *left, void *arg)
{
	struct host *h = arg;
	struct proc p;

	stop_destroy(h->stop);
	h->stop = NULL;
	jv_free(h->left);
	h->left = jv_copy(left);
	if (h->phase >= HOST_ENDED)
		hostend_answer_stops(h, true);
	else if (h->phase == HOST_DRAINING && h->drained)
		hostend_now(h);
	else if (h->phase == HOST_UP && alive > 0 &&
	    proc_get(h->worker, &p) == 0 && p.state != 'Z')
		hostend_answer_stops(h, false);
	/* Else its end has yet to be told, and answers. */
	hostend_try_leave(h);
}

void
hostend_stop(struct host *h, int64_t grace_ms)
{
	if (h->phase == HOST_UP)
		h->stopping = true;
	hostend_rest(h, grace_ms);
}

void
hostend_rest(struct host *h, int64_t grace_ms)
{
	hostsummary_end(h->by_command);
	if (h->stop != NULL)
		stop_hurry(h->stop, grace_ms);
	else
		h->stop = stop_start(h->loop, h->worker, grace_ms,
		    hostend_stopped, h);
}
