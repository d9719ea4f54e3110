/* SPDX-License-Identifier: ISC */
/* queue: tasks that wait until fewer agents work than may at a time
 * (dispatch.maxWorking). What waits is on disk, without its environment, which
 * is kept as those of all agents are; so it outlives supervisors. */

#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "supervisor/action.h"
#include "supervisor/bus.h"
#include "supervisor/notify.h"
#include "supervisor/queue.h"
#include "supervisor/registry.h"
#include "supervisor/respawn.h"
#include "supervisor/roster.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/settings.h"
#include "supervisor/store.h"
#include "supervisor/supervisor_internal.h"

struct queue {
	struct supervisor *sup;	  /* borrowed */
	struct loop_timer *timer; /* owned */
};

unsigned
queue_working(struct registry *reg)
{
	struct session *s;
	unsigned n = 0;

	for (s = registry_first(reg); s != NULL; s = registry_next(s))
		if (session_is_live(s) && !session_is_job(s) &&
		    strcmp(session_string(s, "state"), "working") == 0)
			n++;
	return n;
}

struct session *
queue_first(struct registry *reg)
{
	struct session *s, *first = NULL;

	for (s = registry_first(reg); s != NULL; s = registry_next(s))
		if (s->life == LIFE_QUEUED && s->home != SESSION_FOREIGN &&
		    s->announced && !s->passed_over &&
		    (first == NULL ||
			session_int(s, "startedAt") <=
			    session_int(first, "startedAt")))
			first = s;
	return first;
}

static void
set_reason(struct session *s, const char *why)
{
	struct jv *v = jv_object();

	jv_set_string(v, "reason", why);
	session_fill(s, v);
	jv_free(v);
}

/* Its turn has come. One that cannot be started says why, and stays for the
 * person to start. */
static void
start(struct session *s)
{
	char *cause = NULL;
	struct jv *boot = respawn_boot(s->sup, s, NULL, &cause);

	if (boot == NULL) {
		log_info("%s: its turn, but: %s", s->id, cause);
		s->passed_over = true;
		set_reason(s, cause);
		notify_tell(s, "state");
		free(cause);
		return;
	}
	log_info("%s: its turn", s->id);
	jv_free(s->next);
	s->next = boot;
	action_event(s, LIFE_EV_RESPAWN, NULL);
}

static void
on_timer(void *arg)
{
	struct queue *q = arg;
	struct supervisor *sup = q->sup;
	int64_t max = settings_max_working(sup->settings);
	struct session *s;

	while (!sup->ending && (s = queue_first(sup->registry)) != NULL &&
	    (max == 0 || queue_working(sup->registry) < max))
		start(s);
}

void
queue_changed(struct queue *q)
{
	if (q != NULL && !loop_timer_running(q->timer) &&
	    queue_first(q->sup->registry) != NULL)
		loop_timer_start(q->timer, 0);
}

bool
queue_takes(const struct queue *q, const struct session *s)
{
	int64_t max = settings_max_working(q->sup->settings);

	if (max == 0 || session_is_job(s) ||
	    *session_string(s, "task") == '\0' ||
	    strcmp(session_string(s, "kind"), "background") != 0)
		return false;
	return queue_first(q->sup->registry) != NULL ||
	    queue_working(q->sup->registry) >= max;
}

int
queue_add(struct session *s, const struct jv *boot)
{
	struct supervisor *sup = s->sup;
	struct jv *v = jv_object();

	jv_set_string(v, "state", "queued");
	jv_set_bool(v, "unstarted", true);
	jv_set_int(v, "hooksAt", jv_int(boot, "hooksAt", -1));
	session_fill(s, v);
	jv_free(v);
	if (store_save(sup->store, s, true) != 0)
		return -1;
	log_info("%s: waits for its turn", s->id);
	s->announced = true;
	roster_touch(sup->roster);
	notify_tell(s, "added");
	bus_answer(sup->bus, s->id, BUS_WAIT_START, s);
	return 0;
}

struct queue *
queue_create(struct supervisor *sup)
{
	struct queue *q = xcalloc(1, sizeof *q);

	q->sup = sup;
	q->timer = loop_timer_create(sup->loop, on_timer, q);
	return q;
}

void
queue_destroy(struct queue *q)
{
	if (q == NULL)
		return;
	loop_timer_destroy(q->timer);
	free(q);
}
