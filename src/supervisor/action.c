/* SPDX-License-Identifier: ISC */
/* action: does what the lifecycle says is to be done to a session: its
 * processes, record, row, and the answers that wait. */

/*
 * The supervisor may be killed between any two lines here. Hence the order:
 * start: execute the host, record (starting; who the host is), boot, ready, the
 * worker in the journal, the client's answer, later record (up). A host without
 * its boot message has no session and ends by itself; one that has it is named
 * on record, and binds its socket. Who is in the journal may be promised.
 *
 * stop: record (stopping), ask the host. The next supervisor asks again.
 * end: the host's exit.json, record (down), acknowledgement, answers. An event
 * that was not acknowledged comes again.
 *
 * respawn: record (respawning), ask the host as for a stop, which the next
 * supervisor does again; at the end record (restarting), then as a start. An
 * agent that died goes the same way from its end on (see revive).
 *
 * remove: record (removing), ask the host, remove the record, then the
 * directory, answers.
 *
 * What a record says of a life is thus never ahead of the truth, and where it
 * is behind, the host's hello or its exit.json corrects it.
 */

#include <errno.h>
#include <signal.h>

#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "supervisor/action.h"
#include "supervisor/bus.h"
#include "supervisor/dispatch.h"
#include "supervisor/ending.h"
#include "supervisor/envstore.h"
#include "supervisor/heard.h"
#include "supervisor/hostlink.h"
#include "supervisor/notify.h"
#include "supervisor/queue.h"
#include "supervisor/registry.h"
#include "supervisor/replies.h"
#include "supervisor/rest.h"
#include "supervisor/revive.h"
#include "supervisor/roster.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/settings.h"
#include "supervisor/starting.h"
#include "supervisor/store.h"
#include "supervisor/supervisor_internal.h"

#define STOP_MS	      12000 /* besides the grace, drained output included */
#define LOSS_GRACE_MS 3000  /* for a worker without a host */
#define ROW_MS	      (5 * 60 * (int64_t)1000)
#define RECORD_MS     (24 * 3600 * (int64_t)1000)

typedef void (*action_cb)(struct session *, enum life_state was,
    const char *why);

static void on_timer(void *);

static void
arm(struct session *s, int64_t ms)
{
	if (s->timer == NULL)
		s->timer = loop_timer_create(s->sup->loop, on_timer, s);
	loop_timer_start(s->timer, ms);
}

/* For a stop under way, all of it. */
static void
arm_stop(struct session *s, int64_t grace_ms)
{
	arm(s, grace_ms + STOP_MS);
}

static int64_t
grace_of(const struct session *s)
{
	return settings_grace_ms(s->sup->settings, s);
}

static void
disarm(struct session *s)
{
	loop_timer_destroy(s->timer);
	s->timer = NULL;
}

static void
tell(struct session *s, const char *event)
{
	if (s->announced && !s->expired)
		notify_tell(s, event);
}

static void
announce(struct session *s)
{
	if (s->announced) {
		tell(s, "state");
		return;
	}
	log_info("%s: up, host %ld, worker %ld", s->id, (long)s->host.pid,
	    (long)session_int(s, "pid"));
	s->announced = true;
	roster_touch(s->sup->roster);
	tell(s, "added");
}

void
action_detach(struct session *s)
{
	hostlink_destroy(s->link);
	dispatch_destroy(s->boot);
	ending_destroy(s->ending);
	s->link = NULL;
	s->boot = NULL;
	s->ending = NULL;
	disarm(s);
}

/* --- what the parts report --- */

static void
on_timer(void *arg)
{
	action_event(arg, LIFE_EV_TIMEOUT, NULL);
}

static void
on_up(struct hostlink *l, const struct jv *status, void *arg)
{
	struct session *s = arg;
	bool died;

	s->recorded = s->life == LIFE_UP && heard_agrees(s, status);
	s->host = *hostlink_host(l);
	if (jv_int(status, "endedAt", 0) <= 0 && s->life == LIFE_DOWN) {
		log_warnx("%s: held for ended, but its host says it is not",
		    s->id);
		session_revive(s);
	}
	died = revive_died(s, status);
	heard_merge(s, status, tell);
	heard_name(s, jv_string(status, "name"));
	settings_tell(s->sup->settings, s);
	action_event(s,
	    session_has_ended(s) ? revive_event(s, died, LIFE_EV_ENDED) :
				   LIFE_EV_FOUND,
	    NULL);
	replies_go_on(s);
}

static void
on_event(struct hostlink *l, const struct jv *changes, void *arg)
{
	struct session *s = arg;
	bool recorded = heard_agrees(s, changes);
	bool died = revive_died(s, changes);

	(void)l;
	replies_changed(s, changes);
	if (!heard_merge(s, changes, tell))
		return;
	if (session_has_ended(s) && s->life != LIFE_DOWN) {
		action_event(s, revive_event(s, died, LIFE_EV_ENDED), NULL);
		return;
	}
	rest_changed(s);
	queue_changed(s->sup->queue);
	if (!recorded)
		store_save(s->sup->store, s, false);
	tell(s, "state");
}

static void
on_stopped(struct hostlink *l, const char *error, const struct jv *left,
    void *arg)
{
	struct session *s = arg;

	(void)l;
	if (error != NULL)
		log_warnx("%s: its host did not stop it: %s", s->id, error);
	jv_free(s->left);
	s->left = jv_count(left) > 0 ? jv_copy(left) : NULL;
	if (s->life == LIFE_DOWN)
		bus_answer(s->sup->bus, s->id, BUS_WAIT_STOP, s);
}

static void
on_lost(struct hostlink *l, const char *why, void *arg)
{
	struct session *s = arg;

	log_info("%s: %s", s->id, why);
	hostlink_destroy(l);
	s->link = NULL;
	action_judge_loss(s, "its host was killed");
}

void
action_judge_loss(struct session *s, const char *why)
{
	struct jv *v;
	bool died;

	if (s->life == LIFE_DOWN) {
		tell(s, "state");
		bus_answer(s->sup->bus, s->id, BUS_WAIT_STOP, s);
		return;
	}
	v = store_exit(s->sup->store, s->id);
	died = revive_died(s, v);
	session_merge(s, v);
	action_event(s,
	    revive_event(s, died, v != NULL ? LIFE_EV_ENDED : LIFE_EV_LOST),
	    v != NULL ? NULL : why);
	jv_free(v);
}

void
action_link(struct session *s)
{
	static const struct hostlink_handler handler = {
		.up = on_up,
		.event = on_event,
		.stopped = on_stopped,
		.rested = rest_answered,
		.replied = replies_answered,
		.lost = on_lost,
	};
	char *path;

	if (s->link != NULL)
		return;
	path = supervisor_host_path(s->sup, s->id);
	s->link =
	    hostlink_create(s->sup->loop, path, s->id, &s->host, &handler, s);
	hostlink_since(s->link, heard_since(s));
	hostlink_take(s->link, s->ready);
	s->ready = NULL;
	free(path);
}

void
action_resume(struct session *s)
{
	if (s->life == LIFE_STARTING || s->life == LIFE_RESTARTING)
		arm(s, DISPATCH_MS);
	else if (s->life == LIFE_STOPPING || s->life == LIFE_REMOVING ||
	    s->life == LIFE_RESPAWNING)
		arm_stop(s, grace_of(s));
	action_link(s);
}

static void
on_ending_done(void *arg)
{
	struct session *s = arg;

	ending_destroy(s->ending);
	s->ending = NULL;
}

void
action_end_left(struct session *s)
{
	if (s->ending == NULL)
		s->ending = ending_create(s->sup->loop, &s->worker,
		    LOSS_GRACE_MS, on_ending_done, s);
}

/* --- the actions --- */

static void
do_ignore(struct session *s, enum life_state was, const char *why)
{
	(void)s;
	(void)was;
	(void)why;
}

static void
do_wait(struct session *s, enum life_state was, const char *why)
{
	(void)why;
	if (s->life == was)
		return;
	store_save(s->sup->store, s, true);
	if (s->timer == NULL)
		arm_stop(s, grace_of(s));
}

static void
do_exec(struct session *s, enum life_state was, const char *why)
{
	(void)was;
	(void)why;
	starting_execute(s, s->boot_msg);
}

static void
do_link(struct session *s, enum life_state was, const char *why)
{
	(void)why;
	disarm(s);
	heard_worker(s);
	if (was == LIFE_STARTING)
		store_later(s->sup->store, s);
	else if (!s->recorded || was != LIFE_UP)
		store_save(s->sup->store, s, false);
	action_link(s);
	announce(s);
	bus_answer(s->sup->bus, s->id, BUS_WAIT_START | BUS_WAIT_RESPAWN, s);
}

static void
do_linger(struct session *s, enum life_state was, const char *why)
{
	(void)was;
	(void)why;
	if (s->expired && s->link != NULL) {
		hostlink_release(s->link, false);
		s->link = NULL;
		return;
	}
	tell(s, "state");
}

static void
do_stop(struct session *s, enum life_state was, const char *why)
{
	int64_t grace = grace_of(s);

	(void)was;
	(void)why;
	store_save(s->sup->store, s, true);
	arm_stop(s, grace);
	action_link(s);
	hostlink_stop(s->link, grace, s->life == LIFE_RESPAWNING);
}

/* A host that was found, or became ready, after the stop. */
static void
do_ask_again(struct session *s, enum life_state was, const char *why)
{
	do_stop(s, was, why);
	announce(s);
	bus_answer(s->sup->bus, s->id, BUS_WAIT_START, s);
}

static bool
is_final(const struct session *s)
{
	const char *state = session_string(s, "state");

	return strcmp(state, "done") == 0 || strcmp(state, "failed") == 0 ||
	    strcmp(state, "stopped") == 0 || strcmp(state, "idle") == 0;
}

static void
finish(struct session *s)
{
	const char *state = session_string(s, "state");

	disarm(s);
	log_info("%s: %s", s->id, state);
	jv_free(s->next);
	s->next = NULL;
	s->home = SESSION_OURS;
	store_save(s->sup->store, s, true);
	announce(s);
	bus_answer(s->sup->bus, s->id, BUS_WAIT_START, s);
	/* The worker has ended; its descendants may have more time. */
	if (!hostlink_is_stopping(s->link))
		bus_answer(s->sup->bus, s->id, BUS_WAIT_STOP, s);
	if (strcmp(state, "failed") == 0 &&
	    *session_string(s, "reason") != '\0')
		state = session_string(s, "reason");
	bus_refuse(s->sup->bus, s->id, BUS_WAIT_RESPAWN, state);
	action_age(s);
	replies_go_on(s);
	rest_ended(s);
}

static void
do_finish(struct session *s, enum life_state was, const char *why)
{
	if (!session_has_ended(s))
		session_end(s, "stopped", why);
	else if (!is_final(s))
		session_end(s, was == LIFE_STOPPING ? "stopped" : "failed",
		    why);
	finish(s);
}

/* Whoever waited for an answer when the machine went down waits on. */
static void
do_lose(struct session *s, enum life_state was, const char *why)
{
	const char *state = was == LIFE_STOPPING ? "stopped" : "failed";

	if (s->home == SESSION_BEFORE_BOOT &&
	    strcmp(session_string(s, "state"), "blocked") == 0)
		state = "blocked";
	hostlink_destroy(s->link);
	s->link = NULL;
	action_end_left(s);
	session_end(s, state, why);
	finish(s);
}

static void
do_kill(struct session *s, enum life_state was, const char *why)
{
	(void)why;
	log_warnx("%s: killed while %s", s->id, lifecycle_state_name(was));
	starting_kill(s);
	session_end(s, "stopped",
	    was == LIFE_RESTARTING ? NULL :
				     "it did not stop in time and was killed");
	finish(s);
}

static void
do_fail(struct session *s, enum life_state was, const char *why)
{
	(void)was;
	starting_kill(s);
	session_end(s, "failed",
	    why != NULL ? why : "its host was not ready in time");
	log_warnx("%s: not started again: %s", s->id,
	    session_string(s, "reason"));
	finish(s);
}

static void
do_again(struct session *s, enum life_state was, const char *why)
{
	struct jv *boot;
	char *cause = NULL;

	(void)was;
	(void)why;
	disarm(s);
	boot = starting_again(s, &cause);
	if (boot == NULL) {
		action_event(s, LIFE_EV_REFUSED, cause);
		free(cause);
		return;
	}
	log_info("%s: started again", s->id);
	bus_answer(s->sup->bus, s->id, BUS_WAIT_STOP, s);
	tell(s, "state");
	starting_execute(s, boot);
	jv_free(boot);
}

static void
do_deny(struct session *s, enum life_state was, const char *why)
{
	char *cause = xasprintf("session %s cannot be restarted while it is %s",
	    s->id, lifecycle_state_name(was));

	(void)why;
	jv_free(s->next);
	s->next = NULL;
	bus_refuse(s->sup->bus, s->id, BUS_WAIT_RESPAWN, cause);
	free(cause);
}

static void
bury(void *arg)
{
	session_destroy(arg);
}

static void
do_forget(struct session *s, enum life_state was, const char *why)
{
	struct supervisor *sup = s->sup;

	(void)was;
	if (s->removed)
		return;
	hostlink_release(s->link, false);
	s->link = NULL;
	action_detach(s);
	replies_drop(s, "the session was removed");
	registry_remove(sup->registry, s);
	store_remove(sup->store, s->id);
	envstore_remove(sup->envstore, s->id);
	roster_touch(sup->roster);
	tell(s, "removed");
	s->removed = true;
	bus_answer(sup->bus, s->id, BUS_WAIT_REMOVE, s);
	bus_refuse(sup->bus, s->id,
	    BUS_WAIT_START | BUS_WAIT_STOP | BUS_WAIT_RESPAWN,
	    why != NULL ? why : "the session was removed");
	loop_defer(sup->loop, bury, s);
}

static void
do_abort(struct session *s, enum life_state was, const char *why)
{
	log_warnx("%s: given up while %s", s->id, lifecycle_state_name(was));
	starting_kill(s);
	do_forget(s, was, why);
}

static void
do_answer(struct session *s, enum life_state was, const char *why)
{
	(void)was;
	(void)why;
	bus_answer(s->sup->bus, s->id, BUS_WAIT_STOP, s);
}

/* First the row goes and its host with the output, later the record. */
static void
do_expire(struct session *s, enum life_state was, const char *why)
{
	disarm(s);
	if (s->expired) {
		do_forget(s, was, why);
		return;
	}
	tell(s, "removed");
	s->expired = true;
	hostlink_release(s->link, false);
	s->link = NULL;
	action_age(s);
}

/* Ages are wall time, since they outlive boots; a clock that jumped gives at
 * worst the whole time once more. */
void
action_age(struct session *s)
{
	int64_t age, left;

	if (!session_is_job(s) || s->home == SESSION_FOREIGN)
		return;
	age = wall_ms() - session_int(s, "endedAt");
	if (age < 0)
		age = 0;
	left = (s->expired ? RECORD_MS : ROW_MS) - age;
	arm(s, left > 0 ? left : 0);
}

static const action_cb actions[LIFE_ACTIONS] = {
	[LIFE_UNSET] = do_ignore,
	[LIFE_IGNORE] = do_ignore,
	[LIFE_WAIT] = do_wait,
	[LIFE_EXEC] = do_exec,
	[LIFE_LINK] = do_link,
	[LIFE_LINGER] = do_linger,
	[LIFE_STOP] = do_stop,
	[LIFE_ASK_AGAIN] = do_ask_again,
	[LIFE_FINISH] = do_finish,
	[LIFE_LOSE] = do_lose,
	[LIFE_KILL] = do_kill,
	[LIFE_ABORT] = do_abort,
	[LIFE_FORGET] = do_forget,
	[LIFE_ANSWER] = do_answer,
	[LIFE_EXPIRE] = do_expire,
	[LIFE_AGAIN] = do_again,
	[LIFE_FAIL] = do_fail,
	[LIFE_DENY] = do_deny,
};

void
action_event(struct session *s, enum life_event event, const char *why)
{
	struct supervisor *sup = s->sup;
	enum life_state was = s->life;
	struct life_cell cell = lifecycle_next(was, event);

	log_debug("%s: %s, %s: %s, %s", s->id, lifecycle_state_name(was),
	    lifecycle_event_name(event), lifecycle_action_name(cell.action),
	    lifecycle_state_name(cell.next));
	s->life = cell.next;
	actions[cell.action](s, was, why);
	rest_changed(s);
	supervisor_changed(sup);
}

void
action_start(struct session *s, const struct jv *boot)
{
	s->boot_msg = boot;
	action_event(s, LIFE_EV_START, NULL);
	s->boot_msg = NULL;
}
