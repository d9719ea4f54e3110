/* SPDX-License-Identifier: ISC */
/* agentattach: how a session gets the terminal of the agent view, and how the
 * view has it back. */

/*
 * The list stays on the screen until the session's first frame is here, and the
 * next frame after the session's last one is the list again: the terminal is
 * never blank between them. What is typed while a session opens is kept for it.
 */

#include <stdlib.h>

#include "base/jv.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "client/agentview_internal.h"
#include "client/filter.h"
#include "client/link.h"
#include "client/list.h"
#include "client/superlink.h"
#include "tty/tty.h"
#include "wire/msg.h"

#define NOTE_MS 4000
#define SLOW_MS 300 /* then it is said that a session opens */

static void
forget(struct agentview *v)
{
	v->opening = v->attached = v->respawning = false;
	v->ntyped = 0;
	v->attach_id[0] = '\0';
	free(v->attach_name);
	free(v->attach_saved);
	v->attach_name = v->attach_saved = NULL;
}

/* Why the session is left, where that is not plain. */
static void
say_end(struct agentview *v, const struct attach_end *end)
{
	const char *name = v->attach_name;

	switch (end->how) {
	case ATTACH_EXITED:
		if (end->signal != NULL)
			agentview_note(v, false, NOTE_MS, "%s ended by %s",
			    name, end->signal);
		else
			agentview_note(v, end->exit_code != 0, NOTE_MS,
			    "%s exited with status %d", name, end->exit_code);
		break;
	case ATTACH_LOST:
	case ATTACH_REFUSED:
		agentview_note(v, true, NOTE_MS, "%s: %s", name,
		    end->reason != NULL ? end->reason :
					  "the session's host went away");
		break;
	case ATTACH_SIGNAL:
	case ATTACH_DETACHED:
		break;
	}
}

/* After the callback that told of the end. */
static void
come_back(void *arg)
{
	struct agentview *v = arg;
	bool shown = v->attached;

	if (v->attach == NULL)
		return;
	link_close(v->leaving);
	v->leaving = attachview_close(v->attach);
	v->attach = NULL;
	if (v->over) {
		forget(v);
		return;
	}
	(void)list_select_id(v->list, v->attach_id);
	forget(v);
	if (shown)
		agentview_take(v);
	agentview_draw_now(v);
}

static void
on_ended(struct attach_end *end, void *arg)
{
	struct agentview *v = arg;

	say_end(v, end);
	if (end->how == ATTACH_SIGNAL)
		agentview_finish(v, end->signal);
	loop_defer(v->loop, come_back, v);
}

/* What was typed meanwhile, once the first frame is shown. */
static void
type_rest(void *arg)
{
	struct agentview *v = arg;
	unsigned i;

	for (i = 0; i < v->ntyped && v->attach != NULL; i++)
		attachview_key(v->attach, &v->typed[i]);
	v->ntyped = 0;
}

static void
on_shown(void *arg)
{
	struct agentview *v = arg;

	v->attached = true;
	v->opening = false;
	loop_timer_stop(v->tick);
	loop_defer(v->loop, type_rest, v);
}

static const struct attach_handler handler = {
	.shown = on_shown,
	.ended = on_ended,
};

void
agentattach_count(struct agentview *v)
{
	const struct entry *e;
	unsigned n = 0;
	size_t i;

	if (v->attach == NULL)
		return;
	for (i = 0; (e = model_at(v->model, i)) != NULL; i++)
		if (e->state == MODEL_BLOCKED && list_has(v->list, e) &&
		    filter_match(NULL, e) && strcmp(e->id, v->attach_id) != 0)
			n++;
	attachview_waiting(v->attach, n);
}

/* Where the session's next host is, once the supervisor has told. */
static char *
reopen(void *arg, char **why, bool *final)
{
	struct agentview *v = arg;
	const struct entry *e = model_find(v->model, v->attach_id);

	if (e != NULL && e->socket != NULL && e->alive)
		return xstrdup(e->socket);
	(void) final;
	if (e == NULL || e->socket == NULL) /* else it is being started */
		*why = xstrdup(e == NULL ? "it was deleted" : "it has ended");
	return NULL;
}

static void
open_socket(struct agentview *v, const char *socket)
{
	struct attach_place place = { v->loop, v->intern, v->tty, true };
	const struct entry *e = model_find(v->model, v->attach_id);
	char *cause = NULL;

	v->attach_options = *v->options->attach;
	v->attach_options.socket = socket;
	v->attach_options.id = v->attach_id;
	v->attach_options.name = v->attach_name;
	v->attach_options.once = e != NULL && e->exec;
	v->attach_saved =
	    xasprintf("%s/jobs/%s/screen", v->options->state, v->attach_id);
	v->attach_options.saved = v->attach_saved;
	v->attach_options.reopen = reopen;
	v->attach_options.arg = v;
	v->attach =
	    attachview_open(&place, &v->attach_options, &handler, v, &cause);
	if (v->attach == NULL) {
		agentview_note(v, true, NOTE_MS, "%s: %s", v->attach_name,
		    cause);
		free(cause);
		forget(v);
	}
	/* It is needed for the opening alone. */
	v->attach_options.socket = NULL;
	agentattach_count(v);
}

static void
begin(struct agentview *v, const char *id, const char *name)
{
	forget(v);
	strlcpy(v->attach_id, id, sizeof v->attach_id);
	v->attach_name = xstrdup(name);
	v->opening = true;
	v->opening_at = monotime_now();
}

/* Most are there sooner than anything could be read. */
char *
agentattach_note(struct agentview *v, int64_t *ms)
{
	*ms = -1;
	if (!v->opening)
		return NULL;
	if (v->respawning)
		return xasprintf("starting %s again; esc: let it be",
		    v->attach_name);
	*ms = SLOW_MS - monotime_diff(v->opening_at, monotime_now());
	if (*ms > 0)
		return NULL;
	*ms = -1;
	return xasprintf("opening %s; esc: let it be", v->attach_name);
}

/* Whether the view runs on that session's own terminal. */
static bool
is_inside(const char *socket)
{
	const char *ours = getenv("BGMUX_SOCKET");

	return ours != NULL && strcmp(ours, socket) == 0;
}

void
agentattach_id(struct agentview *v, const char *id, const char *socket,
    const char *name)
{
	if (v->attach != NULL || v->opening || socket == NULL)
		return;
	if (is_inside(socket)) {
		agentview_note(v, true, NOTE_MS,
		    "%s is the session that this terminal is in", name);
		return;
	}
	begin(v, id, name != NULL ? name : id);
	open_socket(v, socket);
}

static void
on_respawned(const struct jv *result, const char *why, void *arg)
{
	struct agentview *v = arg;
	const struct jv *session = jv_get_object(result, "session");
	const char *id = jv_string(session, "id");
	const char *socket = jv_string(session, "socket");

	if ((result == NULL && why == NULL) || !v->opening || v->attach != NULL)
		return; /* the person has gone on */
	if (socket != NULL && id != NULL && strcmp(id, v->attach_id) == 0) {
		open_socket(v, socket);
		return;
	}
	agentview_note(v, true, NOTE_MS, "%s: %s", v->attach_name,
	    why != NULL ? why : "it did not start");
	forget(v);
}

/* An agent goes on where it left off. */
static void
respawn(struct agentview *v, const struct entry *e)
{
	struct jv *body = jv_object();

	begin(v, e->id, e->name);
	jv_set_string(body, "id", e->id);
	jv_set(body, "env", v->options->environment(v->options->arg));
	superlink_ask(v->super, MSG_SESSION_RESPAWN, body, SUPERLINK_ASK_MS,
	    on_respawned, v);
	jv_free(body);
	v->respawning = true;
}

void
agentattach_start(struct agentview *v, const struct entry *e)
{
	if (v->attach != NULL || v->opening)
		return;
	if (e->machine != NULL)
		agentview_note(v, true, NOTE_MS, "%s is on another machine: %s",
		    e->name, e->machine);
	else if (e->socket != NULL && e->alive)
		agentattach_id(v, e->id, e->socket, e->name);
	else if (e->exec || e->adapter == NULL)
		agentview_note(v, true, NOTE_MS,
		    "%s has ended, and a shell command is never run again; "
		    "bgmux logs %s shows what it printed",
		    e->name, e->id);
	else
		respawn(v, e);
}

void
agentattach_cancel(struct agentview *v)
{
	if (!v->opening)
		return;
	if (v->attach != NULL)
		link_close(attachview_close(v->attach));
	v->attach = NULL;
	forget(v);
}

void
agentattach_close(struct agentview *v)
{
	struct link *rest;

	if (v->attach != NULL) {
		rest = attachview_close(v->attach);
		link_close(rest);
	}
	v->attach = NULL;
	if (v->leaving != NULL)
		link_drain(v->leaving, ATTACH_DRAIN_MS);
	link_close(v->leaving);
	v->leaving = NULL;
	forget(v);
}
