/* SPDX-License-Identifier: ISC */
/* control: what clients may ask of the supervisor, as a table of handlers with
 * their permissions. */

#include <errno.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "supervisor/action.h"
#include "supervisor/awaiting.h"
#include "supervisor/bus.h"
#include "supervisor/change.h"
#include "supervisor/control.h"
#include "supervisor/heard.h"
#include "supervisor/hostlink.h"
#include "supervisor/intake.h"
#include "supervisor/namer.h"
#include "supervisor/queue.h"
#include "supervisor/registry.h"
#include "supervisor/replies.h"
#include "supervisor/respawn.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/sessionenv.h"
#include "supervisor/settings.h"
#include "supervisor/store.h"
#include "supervisor/supervisor_internal.h"
#include "supervisor/viewfile.h"
#include "wire/peer.h"

#define CONTROL_STARTS	0x1u /* refused while the supervisor is ending */
#define CONTROL_SESSION 0x2u /* its body names a session by its full id */
#define CONTROL_CHANGES 0x4u /* refused for foreign sessions */

#define ANSWER_ROOM 65536 /* bytes of an answer besides its list */

/* One request. */
struct request {
	struct supervisor *sup;
	struct subscriber *client;
	struct peer *peer;
	uint32_t id;
	const struct jv *body;
	struct session *session; /* with CONTROL_SESSION */
};

struct control {
	uint16_t type;
	unsigned flags;
	void (*run)(struct request *);
};

static void
refuse(struct request *r, char *cause)
{
	peer_refuse(r->peer, r->id, "%s", cause);
	free(cause);
}

/* Its client has given up waiting, and would not know of what came of it. */
static bool
is_late(const struct request *r)
{
	monotime before = { jv_int(r->body, "before", INT64_MAX) };

	return monotime_left(before) == 0;
}

static void
reply_session(struct request *r, const struct session *s)
{
	struct jv *v = jv_object();

	jv_set(v, "session", session_object(s));
	peer_reply(r->peer, r->id, v);
	jv_free(v);
}

/* A client that lost its connection asks again. */
static void
start_again(struct request *r, const struct session *s)
{
	if (s->announced)
		reply_session(r, s);
	else
		bus_wait(r->client, r->id, s->id, BUS_WAIT_START);
}

static void
run_start(struct request *r)
{
	struct supervisor *sup = r->sup;
	struct intake_place place = { sup->state, sup->runtime };
	struct jv *boot = NULL, *update;
	struct session *s;
	char *cause = NULL;

	if ((s = intake_started(sup->registry, r->body)) != NULL) {
		start_again(r, s);
		return;
	}
	if (is_late(r)) {
		peer_refuse(r->peer, r->id, "the request came too late");
		return;
	}
	s = intake_session(sup->registry, r->body, &place, &boot, &cause);
	if (s == NULL) {
		refuse(r, cause);
		return;
	}
	if (store_make(sup->store, s->id) != 0) {
		refuse(r,
		    xasprintf("cannot make the session's directory: %s",
			strerror(errno)));
		session_destroy(s);
		jv_free(boot);
		return;
	}
	settings_boot(sup->settings, s, boot, &update);
	settings_booted(sup->settings, s);
	sessionenv_first(sup, s, update, boot);
	jv_free(update);
	s->sup = sup;
	registry_add(sup->registry, s, true);
	bus_wait(r->client, r->id, s->id, BUS_WAIT_START);
	namer_start(sup->namer, s, r->body);
	if (!queue_takes(sup->queue, s))
		action_start(s, boot);
	else if (queue_add(s, boot) != 0)
		action_event(s, LIFE_EV_REMOVE, "its record cannot be written");
	jv_free(boot);
}

typedef bool (*select_cb)(const struct session *);

static bool
select_all(const struct session *s)
{
	return s->announced;
}

static bool
select_live(const struct session *s)
{
	return s->announced && !session_is_archived(s) &&
	    (session_is_live(s) || s->life == LIFE_QUEUED ||
		(s->home == SESSION_FOREIGN && s->life != LIFE_DOWN));
}

/* The sessions in order, as many of the first as an answer holds; whether there
 * were more. */
static bool
put_sessions(struct supervisor *sup, select_cb wanted, uint64_t mask,
    struct buf *b)
{
	size_t room = msg_limit(MSG_RESULT) - ANSWER_ROOM, was, from = b->len;
	struct session *s;

	for (s = registry_first(sup->registry); s != NULL;
	     s = registry_next(s)) {
		if (!wanted(s))
			continue;
		was = b->len;
		if (was > from)
			buf_put_u8(b, ',');
		session_put(s, mask, b);
		if (b->len > room) {
			b->len = was;
			log_warnx("the list of sessions is cut");
			return true;
		}
	}
	return false;
}

/* The answer as text: a list is long, and values of all of it would be made
 * only to be written and freed. Takes v, which has what else is to be said. */
static void
reply_list(struct request *r, select_cb wanted, uint64_t mask, struct jv *v)
{
	struct buf b = { 0 };

	jv_set_bool(v, "ok", true);
	jv_put(&b, v);
	b.len--;
	buf_printf(&b, ",\"sessions\":[");
	if (put_sessions(r->sup, wanted, mask, &b))
		buf_printf(&b, "],\"cut\":true}");
	else
		buf_printf(&b, "]}");
	peer_send_buf(r->peer, MSG_RESULT, r->id, &b);
	buf_clear(&b);
	jv_free(v);
}

static uint64_t
wanted_members(const struct request *r)
{
	const struct jv *members = jv_get_array(r->body, "members");

	return members != NULL ? session_mask(members) : SESSION_WHOLE;
}

static void
run_list(struct request *r)
{
	reply_list(r, jv_bool(r->body, "all", false) ? select_all : select_live,
	    wanted_members(r), jv_object());
}

/* Those whose host has not told its state yet: what the record says of them may
 * be old, and an event will say what is so. */
static struct jv *
list_unconfirmed(struct supervisor *sup)
{
	struct jv *list = jv_array();
	struct session *s;

	for (s = registry_first(sup->registry); s != NULL; s = registry_next(s))
		if (session_is_live(s) &&
		    (s->link == NULL || !hostlink_is_up(s->link)))
			jv_append_string(list, s->id);
	return list;
}

/* For one that shows a session: the news of others, and perhaps how many of
 * them wait. */
static void
watch_news(struct request *r)
{
	const char *own = jv_string(r->body, "waitingBut");
	struct jv *v = jv_object();
	unsigned n;

	bus_watch(r->client, true, true);
	if (own != NULL) {
		n = awaiting_count(r->sup, own);
		jv_set_int(v, "waiting", n);
		bus_watch_waiting(r->client, own, n);
	}
	peer_reply(r->peer, r->id, v);
	jv_free(v);
}

static void
run_watch(struct request *r)
{
	struct jv *v;

	if (jv_bool(r->body, "newsOnly", false)) {
		watch_news(r);
		return;
	}
	v = jv_object();
	jv_set(v, "unconfirmed", list_unconfirmed(r->sup));
	if (jv_bool(r->body, "missed", false))
		jv_set(v, "missed", heard_missed(r->sup));
	jv_set(v, "view", jv_copy(viewfile_get(r->sup->viewfile)));
	reply_list(r, session_is_shown, wanted_members(r), v);
	bus_watch(r->client, jv_bool(r->body, "notify", false), false);
}

static void
run_find(struct request *r)
{
	const char *what = jv_string(r->body, "what");
	struct session *s;
	char *cause = NULL;

	sessionenv_client(r->sup, jv_string(r->body, "sshAuthSock"));
	if (what == NULL) {
		peer_refuse(r->peer, r->id, "no session was named");
		return;
	}
	s = registry_find(r->sup->registry, what,
	    jv_bool(r->body, "part", false), &cause);
	if (s == NULL)
		refuse(r, cause);
	else {
		/* Who asks is likely to go to its host next. */
		hostlink_call_back(s->link);
		reply_session(r, s);
	}
}

static void
run_stop(struct request *r)
{
	bus_wait(r->client, r->id, r->session->id, BUS_WAIT_STOP);
	action_event(r->session, LIFE_EV_STOP, NULL);
}

/* What cannot be started again is not stopped for that. */
static void
run_respawn(struct request *r)
{
	struct session *s = r->session;
	struct jv *boot;
	char *cause = NULL;

	boot = respawn_boot(r->sup, s, jv_get_array(r->body, "env"), &cause);
	if (boot == NULL) {
		refuse(r, cause);
		return;
	}
	jv_free(s->next);
	s->next = boot;
	bus_wait(r->client, r->id, s->id, BUS_WAIT_RESPAWN);
	action_event(s, LIFE_EV_RESPAWN, NULL);
}

static void
run_remove(struct request *r)
{
	bus_wait(r->client, r->id, r->session->id, BUS_WAIT_REMOVE);
	action_event(r->session, LIFE_EV_REMOVE, NULL);
}

static void
run_reply(struct request *r)
{
	replies_take(r->sup, r->client, r->id, r->session, r->body);
}

/* What is not as it should be, in sentences. */
static struct jv *
problems(const struct supervisor *sup)
{
	struct jv *list = jv_array();
	size_t unsaved = store_unsaved(sup->store);
	size_t broken = store_broken(sup->store);
	char *text;

	if (log_failure() != 0) {
		text = xasprintf("%s/daemon.log is not written: %s", sup->state,
		    strerror(log_failure()));
		jv_append_string(list, text);
		free(text);
	}
	if (unsaved > 0) {
		text = xasprintf("%zu record%s could not be written; this is "
				 "tried again",
		    unsaved, unsaved == 1 ? "" : "s");
		jv_append_string(list, text);
		free(text);
	}
	if (broken > 0) {
		text = xasprintf("%zu record%s broken; see %s/daemon.log",
		    broken, broken == 1 ? " was" : "s were", sup->state);
		jv_append_string(list, text);
		free(text);
	}
	return list;
}

static void
run_change(struct request *r)
{
	const struct jv *set = jv_get_object(r->body, "set");
	char *cause = NULL;

	if (change_session(r->sup, r->session, set, &cause) != 0)
		refuse(r, cause);
	else
		reply_session(r, r->session);
}

static void
run_move(struct request *r)
{
	char *cause = NULL;

	if (change_place(r->sup, r->session, r->body, &cause) != 0)
		refuse(r, cause);
	else
		reply_session(r, r->session);
}

static void
run_view(struct request *r)
{
	char *cause = NULL;

	if (viewfile_set(r->sup->viewfile, r->body, &cause) != 0)
		refuse(r, cause);
	else
		peer_reply(r->peer, r->id, NULL);
}

static void
run_status(struct request *r)
{
	struct jv *v = jv_object();

	jv_set_int(v, "pid", getpid());
	jv_set_string(v, "version", PACKAGE_VERSION);
	jv_set_string(v, "socketDir", r->sup->runtime);
	jv_set_string(v, "stateDir", r->sup->state);
	jv_set_int(v, "sessions", (int64_t)registry_live(r->sup->registry));
	jv_set_int(v, "startedAt", r->sup->started_at);
	jv_set(v, "settingsErrors", settings_errors(r->sup->settings));
	jv_set(v, "problems", problems(r->sup));
	peer_reply(r->peer, r->id, v);
	jv_free(v);
}

static void
run_end(struct request *r)
{
	bus_wait(r->client, r->id, "", BUS_WAIT_DAEMON);
	supervisor_end(r->sup, jv_bool(r->body, "keepSessions", false));
}

static const struct control controls[] = {
	{ MSG_SESSION_START, CONTROL_STARTS, run_start },
	{ MSG_SESSION_LIST, 0, run_list },
	{ MSG_SESSION_FIND, 0, run_find },
	{ MSG_SESSION_STOP, CONTROL_SESSION | CONTROL_CHANGES, run_stop },
	{ MSG_SESSION_REMOVE, CONTROL_SESSION | CONTROL_CHANGES, run_remove },
	{ MSG_SESSION_RESPAWN,
	    CONTROL_STARTS | CONTROL_SESSION | CONTROL_CHANGES, run_respawn },
	{ MSG_SESSION_WATCH, 0, run_watch },
	{ MSG_SESSION_REPLY, CONTROL_STARTS | CONTROL_SESSION | CONTROL_CHANGES,
	    run_reply },
	{ MSG_SESSION_CHANGE, CONTROL_SESSION | CONTROL_CHANGES, run_change },
	{ MSG_SESSION_MOVE, CONTROL_SESSION, run_move },
	{ MSG_LIST_VIEW, 0, run_view },
	{ MSG_DAEMON_STATUS, 0, run_status },
	{ MSG_DAEMON_STOP, 0, run_end },
};

static const struct control *
find(uint16_t type)
{
	size_t i;

	for (i = 0; i < nitems(controls); i++)
		if (controls[i].type == type)
			return &controls[i];
	return NULL;
}

bool
control_handles(uint16_t type)
{
	return find(type) != NULL;
}

/* NULL, or why the request may not be served (caller frees). */
static char *
check(struct request *r, unsigned flags)
{
	const char *id;

	if (jv_type(r->body) != JV_OBJECT)
		return xstrdup("the request is not an object");
	if ((flags & CONTROL_STARTS) && r->sup->ending)
		return xstrdup("the supervisor is stopping");
	if ((flags & CONTROL_SESSION) == 0)
		return NULL;
	id = jv_string(r->body, "id");
	if (!session_is_id(id) ||
	    (r->session = registry_get(r->sup->registry, id)) == NULL)
		return xasprintf("no session matching '%.40s'",
		    id != NULL ? id : "");
	if ((flags & CONTROL_CHANGES) && r->session->home == SESSION_FOREIGN)
		return xasprintf("session %s belongs to another machine (%s) "
				 "and can be changed only there",
		    id, r->session->machine);
	return NULL;
}

void
control_message(struct supervisor *sup, struct subscriber *client,
    const struct msg *msg)
{
	const struct control *c = find(msg->type);
	struct request r = { .sup = sup, .client = client, .id = msg->id };
	char *cause = NULL;
	struct jv *body;

	if (c == NULL)
		return;
	r.peer = bus_peer(client);
	body = jv_parse((const char *)msg->body, msg->len, &cause);
	r.body = body;
	if (body != NULL)
		cause = check(&r, c->flags);
	if (cause != NULL)
		refuse(&r, cause);
	else
		c->run(&r);
	jv_free(body);
}
