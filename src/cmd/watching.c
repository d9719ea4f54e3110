/* SPDX-License-Identifier: ISC */
/* watching: following the changes of sessions. */

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/super.h"
#include "cmd/watching.h"
#include "wire/call.h"

#define FOREVER_MS (INT64_C(1000) * 86400 * 365 * 10)
#define PAUSE_MS   250	 /* between two tries */
#define RETRY_MS   20	 /* after a loss */
#define MOST_MS	   60000 /* without a supervisor that answers */

struct watching {
	watching_cb cb;
	void *arg;
	struct jv *known; /* owned: by id, each session as it was last told */
	bool again;	  /* there was a list before */
	bool ended;	  /* the supervisor was told to end and to stop all */
};

/* Whether a session's host has said later what state it is in than what is told
 * here, by a supervisor that knows the past from its record. */
static bool
is_stale(const struct jv *old, const struct jv *session)
{
	int64_t host = jv_int(session, "hostPid", 0);

	return host != 0 && host == jv_int(old, "hostPid", 0) &&
	    jv_int(session, "changedAt", INT64_MAX) <
	    jv_int(old, "changedAt", 0);
}

/* Tell cb what it does not know yet. */
static int
tell(struct watching *w, const char *event, struct jv *session)
{
	const char *id = jv_string(session, "id");
	struct jv *old;
	char *was = NULL, *is;
	bool same;

	if (id == NULL)
		return 0;
	old = jv_get_object(w->known, id);
	if (strcmp(event, "removed") == 0) {
		jv_unset(w->known, id);
		return old != NULL ? w->cb(event, session, w->arg) : 0;
	}
	if (old != NULL && is_stale(old, session))
		return 0;
	if (old != NULL)
		was = jv_text(old, false);
	is = jv_text(session, false);
	same = was != NULL && strcmp(was, is) == 0;
	free(was);
	free(is);
	if (same)
		return 0;
	jv_set(w->known, id, jv_copy(session));
	return w->cb(event, session, w->arg);
}

static bool
has_string(const struct jv *list, const char *what)
{
	size_t i;

	for (i = 0; i < jv_count(list); i++)
		if (jv_string_at(list, i) != NULL &&
		    strcmp(jv_string_at(list, i), what) == 0)
			return true;
	return false;
}

static void
note_missing(const char *key, struct jv *session, void *arg)
{
	struct jv **both = arg; /* those listed by id, those missing */

	if (jv_get(both[0], key) == NULL)
		jv_append(both[1], jv_copy(session));
}

static int
tell_missing(struct watching *w, const struct jv *list)
{
	struct jv *both[2] = { jv_object(), jv_array() };
	size_t i;
	int r = 0;

	for (i = 0; i < jv_count(list); i++)
		if (jv_string(jv_at(list, i), "id") != NULL)
			jv_set_null(both[0], jv_string(jv_at(list, i), "id"));
	jv_each(w->known, note_missing, both);
	for (i = 0; r == 0 && i < jv_count(both[1]); i++)
		r = tell(w, "removed", jv_at(both[1], i));
	jv_free(both[0]);
	jv_free(both[1]);
	return r;
}

static void
put_over(const char *key, struct jv *v, void *arg)
{
	struct jv *session = arg;

	if (jv_type(v) == JV_NULL)
		jv_unset(session, key);
	else
		jv_set(session, key, jv_copy(v));
}

/* The states that sessions have been in while no supervisor told them. */
static int
tell_missed(struct watching *w, const struct jv *list)
{
	struct jv *change, *old, *session;
	const char *id;
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < jv_count(list); i++) {
		change = jv_at(list, i);
		id = jv_string(change, "id");
		old = id != NULL ? jv_get_object(w->known, id) : NULL;
		if (old == NULL ||
		    jv_int(change, "changedAt", 0) <=
			jv_int(old, "changedAt", INT64_MAX))
			continue;
		session = jv_copy(old);
		jv_each(change, put_over, session);
		r = tell(w, "state", session);
		jv_free(session);
	}
	return r;
}

/* The list of a new supervisor: what it only has from its records is not held
 * against what was told before; an event follows. */
static int
tell_list(struct watching *w, const struct jv *result)
{
	struct jv *list = jv_get_array(result, "sessions"), *session;
	struct jv *unconfirmed = jv_get_array(result, "unconfirmed");
	const char *id;
	bool known;
	size_t i;
	int r;

	r = tell_missed(w, jv_get_array(result, "missed"));
	for (i = 0; r == 0 && i < jv_count(list); i++) {
		session = jv_at(list, i);
		if ((id = jv_string(session, "id")) == NULL)
			continue;
		known = jv_get(w->known, id) != NULL;
		if (known && has_string(unconfirmed, id))
			continue;
		r = tell(w, known || !w->again ? "state" : "added", session);
	}
	if (r == 0 && w->again && !jv_bool(result, "cut", false))
		r = tell_missing(w, list);
	w->again = true;
	return r;
}

/* What became of a reply is told each time. */
static int
tell_reply(struct watching *w, const struct jv *event, struct jv *session)
{
	const struct jv *reply = jv_get_object(event, "reply");
	struct jv *both;
	int r;

	if ((r = tell(w, "state", session)) != 0 || reply == NULL)
		return r;
	both = jv_copy(session);
	jv_set(both, "reply", jv_copy(reply));
	r = w->cb("reply", both, w->arg);
	jv_free(both);
	return r;
}

static int
tell_one(struct watching *w, const struct msg *m)
{
	struct jv *j, *session;
	const char *event;
	char *cause = NULL;
	int r = 0;

	if (m->type != MSG_SESSION_EVENT)
		return 0;
	j = jv_parse((const char *)m->body, m->len, &cause);
	free(cause);
	if (j == NULL)
		return 0;
	session = jv_get_object(j, "session");
	event = jv_string(j, "event");
	if (event != NULL && strcmp(event, "ending") == 0)
		w->ended = true;
	else if (event != NULL && session != NULL &&
	    strcmp(event, "reply") == 0)
		r = tell_reply(w, j, session);
	else if (event != NULL && session != NULL)
		r = tell(w, strcmp(event, "moved") == 0 ? "state" : event,
		    session);
	jv_free(j);
	return r;
}

/* One connection: until cb ends it, the deadline (0) or its loss (-1). */
static int
follow(struct watching *w, struct call *call, monotime deadline, monotime *last,
    char **cause)
{
	struct jv *result, *body;
	struct msg m;
	int r;

	body = jv_object();
	jv_set_bool(body, "missed", w->again);
	result = call_ask(call, MSG_SESSION_WATCH, body,
	    monotime_add(monotime_now(), SUPER_ANSWER_MS), cause);
	jv_free(body);
	if (result == NULL)
		return -1;
	w->ended = false;
	r = tell_list(w, result);
	jv_free(result);
	while (r == 0) {
		r = call_next(call, &m, deadline, cause);
		*last = monotime_now();
		if (r != 1)
			return r;
		r = tell_one(w, &m);
	}
	return r;
}

/* Follow again and again; MOST_MS without success are too much, except where
 * the supervisor was told to end. */
static int
follow_all(struct watching *w, struct cmd_call *c, monotime deadline,
    char **cause)
{
	monotime last = monotime_now();
	struct call *call;
	int r;

	for (;;) {
		*cause = NULL;
		call = w->ended ? super_open_running(c, cause) :
				  super_open(c, cause);
		if (call == NULL && !w->again)
			return -1;
		r = -1;
		if (call != NULL)
			r = follow(w, call, deadline, &last, cause);
		call_close(call);
		if (r != -1)
			return r;
		if (monotime_left(deadline) == 0) {
			free(*cause);
			*cause = NULL;
			return 0;
		}
		if (!w->ended && monotime_diff(last, monotime_now()) > MOST_MS)
			return -1;
		free(*cause);
		poll(NULL, 0, call == NULL || w->ended ? PAUSE_MS : RETRY_MS);
	}
}

int
watching_run(struct cmd_call *c, int64_t ms, watching_cb cb, void *arg,
    char **cause)
{
	struct watching w = { .cb = cb, .arg = arg };
	int r;

	w.known = jv_object();
	r = follow_all(&w, c,
	    monotime_add(monotime_now(), ms == -1 ? FOREVER_MS : ms), cause);
	jv_free(w.known);
	return r;
}
