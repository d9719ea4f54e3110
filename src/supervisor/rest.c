/* SPDX-License-Identifier: ISC */
/* rest: sessions that nobody uses have their workers ended, and keep their
 * rows, after a while or, the longest unused first, where memory is short;
 * those that never had a prompt go. Whether it may be done at that moment is
 * the host's to say. */

#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "supervisor/action.h"
#include "supervisor/bus.h"
#include "supervisor/hostlink.h"
#include "supervisor/inbox.h"
#include "supervisor/pressure.h"
#include "supervisor/registry.h"
#include "supervisor/respawn.h"
#include "supervisor/rest.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/settings.h"
#include "supervisor/supervisor_internal.h"

#define AGAIN_MAX_MS (10 * 60 * (int64_t)1000) /* after a refusal */
/* Where memory is short: what is unused for so long, one after another, each
 * with time to have its effect. */
#define SHORT_IDLE_MS	60000
#define SHORT_SETTLE_MS 10000
#define SHORT_AGAIN_MS	60000 /* after a refusal */

struct rest {
	struct supervisor *sup;	   /* borrowed */
	struct loop_timer *timer;  /* owned */
	struct pressure *pressure; /* owned */
	monotime settled;	   /* when the last one has had its effect */
};

static bool
is_unprompted(const struct session *s)
{
	return jv_bool(s->fields, "unprompted", false);
}

static bool
is_unused(const struct session *s)
{
	static const char *const states[] = { "done", "idle", "failed" };
	const char *state = session_string(s, "state");
	size_t i;

	if (s->life != LIFE_UP || s->home != SESSION_OURS ||
	    session_is_job(s) || session_int(s, "views") > 0)
		return false;
	for (i = 0; i < nitems(states); i++)
		if (strcmp(state, states[i]) == 0)
			return true;
	return strcmp(session_string(s, "waitingFor"), "first prompt") == 0;
}

bool
rest_due(const struct session *s, monotime since, int64_t after, int64_t empty,
    monotime *when)
{
	/* No agent goes on with a conversation that has nothing. */
	int64_t ms = is_unprompted(s) ? empty : after;

	if (ms == 0 || !is_unused(s))
		return false;
	*when = monotime_add(since, ms);
	return true;
}

static void
set_why(struct session *s, const char *why)
{
	if (why != NULL)
		log_debug("%s: stays up: %s", s->id, why);
	jv_unset(s->fields, "staysUp");
	jv_set_string(s->fields, "staysUp", why);
}

/* Arm the timer for the first one. */
static void
arm(struct rest *r)
{
	int64_t after, empty, left, least = -1;
	struct session *s;
	monotime when;

	bool any = false;

	settings_rest_ms(r->sup->settings, &after, &empty);
	for (s = registry_first(r->sup->registry); s != NULL;
	     s = registry_next(s)) {
		any = any || s->unused.ms != 0;
		if (s->unused.ms == 0 ||
		    !rest_due(s, s->unused, after, empty, &when))
			continue;
		left = monotime_left(when);
		if (least == -1 || left < least)
			least = left;
	}
	pressure_want(r->pressure,
	    any && settings_rest_short(r->sup->settings));
	if (least == -1)
		loop_timer_stop(r->timer);
	else
		loop_timer_start(r->timer, least);
}

void
rest_changed(struct session *s)
{
	struct rest *r = s->sup->rest;

	if (is_unused(s) == (s->unused.ms != 0) || r == NULL)
		return;
	if (s->unused.ms != 0) {
		s->unused.ms = 0;
		s->resting = false;
		set_why(s, NULL);
	} else
		s->unused = s->idle_since = monotime_now();
	arm(r);
}

/* Whether it could be started again, and would be: NULL, or why not (caller
 * frees). */
static char *
refusal(struct session *s)
{
	struct jv *boot;
	char *why = NULL;

	if (session_is_pinned(s))
		return xstrdup("it is pinned");
	if (s->inbox != NULL && inbox_count(s->inbox) > 0)
		return xstrdup("replies wait for it");
	if (s->link == NULL || !hostlink_is_up(s->link))
		return xstrdup("its host does not answer");
	if (is_unprompted(s))
		return NULL;
	boot = respawn_boot(s->sup, s, NULL, &why);
	jv_free(boot);
	return why;
}

/* It is asked again after a while from now, as if it had been unused for ms
 * then. */
static void
put_off(struct session *s, int64_t ms)
{
	s->unused = monotime_add(monotime_now(),
	    (ms < AGAIN_MAX_MS ? ms : AGAIN_MAX_MS) - ms);
	if (s->unused.ms == 0)
		s->unused.ms = 1;
}

static void
on_timer(void *arg)
{
	struct rest *r = arg;
	int64_t after, empty, ms;
	struct session *s;
	monotime when;
	char *why;

	settings_rest_ms(r->sup->settings, &after, &empty);
	for (s = registry_first(r->sup->registry); s != NULL && !r->sup->ending;
	     s = registry_next(s)) {
		if (s->unused.ms == 0 ||
		    !rest_due(s, s->unused, after, empty, &when) ||
		    monotime_left(when) > 0)
			continue;
		ms = monotime_diff(s->unused, when);
		put_off(s, ms);
		/* Who is being ended, which may take its time, would refuse. */
		if (s->resting)
			continue;
		if ((why = refusal(s)) != NULL)
			set_why(s, why);
		else {
			s->resting = true;
			hostlink_rest(s->link,
			    settings_grace_ms(r->sup->settings, s), ms, NULL);
		}
		free(why);
	}
	if (!r->sup->ending)
		arm(r);
}

bool
rest_gives_way(const struct session *s, monotime now, int64_t idle_ms)
{
	return s->unused.ms != 0 && !s->resting && is_unused(s) &&
	    !is_unprompted(s) && !session_is_pinned(s) &&
	    monotime_diff(s->idle_since, now) >= idle_ms &&
	    (s->pressed.ms == 0 ||
		monotime_diff(s->pressed, now) >= SHORT_AGAIN_MS);
}

/* The longest unused one that may be ended. */
static struct session *
find_longest(struct rest *r, monotime now, int64_t idle_ms)
{
	struct session *s, *found = NULL;

	for (s = registry_first(r->sup->registry); s != NULL;
	     s = registry_next(s))
		if (rest_gives_way(s, now, idle_ms) &&
		    (found == NULL || s->idle_since.ms < found->idle_since.ms))
			found = s;
	return found;
}

/* Memory is short: one session is ended, and the next one if it stays so. */
static void
on_short(void *arg)
{
	struct rest *r = arg;
	monotime now = monotime_now();
	int64_t idle = pressure_is_test() ? 0 : SHORT_IDLE_MS;
	struct session *s;
	char *why;

	if (r->sup->ending || !settings_rest_short(r->sup->settings) ||
	    (r->settled.ms != 0 && monotime_left(r->settled) > 0))
		return;
	while ((s = find_longest(r, now, idle)) != NULL) {
		s->pressed = now;
		if ((why = refusal(s)) == NULL)
			break;
		set_why(s, why);
		free(why);
	}
	if (s == NULL)
		return;
	log_info("%s: memory is short, and it is unused for %lld s", s->id,
	    (long long)monotime_diff(s->idle_since, now) / 1000);
	r->settled =
	    monotime_add(now, pressure_is_test() ? 500 : SHORT_SETTLE_MS);
	s->resting = true;
	hostlink_rest(s->link, settings_grace_ms(r->sup->settings, s), idle,
	    "memory");
}

void
rest_answered(struct hostlink *l, const char *error, void *arg)
{
	struct session *s = arg;

	(void)l;
	if (error == NULL)
		return;
	s->resting = false;
	set_why(s, error);
}

void
rest_ended(struct session *s)
{
	if (!s->resting)
		return;
	s->resting = false;
	s->unused.ms = 0;
	if (is_unprompted(s) &&
	    strcmp(session_string(s, "state"), "stopped") != 0)
		action_event(s, LIFE_EV_REMOVE, NULL);
}

void
rest_settings(struct rest *r)
{
	if (r != NULL)
		arm(r);
}

struct rest *
rest_create(struct supervisor *sup)
{
	struct rest *r = xcalloc(1, sizeof *r);

	r->sup = sup;
	r->timer = loop_timer_create(sup->loop, on_timer, r);
	r->pressure = pressure_create(sup->loop, on_short, r);
	return r;
}

void
rest_destroy(struct rest *r)
{
	if (r == NULL)
		return;
	loop_timer_destroy(r->timer);
	pressure_destroy(r->pressure);
	free(r);
}
