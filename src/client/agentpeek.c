/* SPDX-License-Identifier: ISC */
/* agentpeek: the peek panel in the agent view: what it shows follows the
 * selection, and what is replied goes to the supervisor. */

#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "client/agentview_internal.h"
#include "client/list.h"
#include "client/peek.h"
#include "client/superlink.h"
#include "wire/msg.h"

#define NOTE_MS 4000

/* A reply that was sent. */
struct sent {
	struct agentview *view;
	char *id; /* owned: the reply's */
};

static void
on_changed(void *arg)
{
	agentview_touch(arg);
}

static void
on_sent(const struct jv *result, const char *why, void *arg)
{
	struct sent *s = arg;

	if (result == NULL && why == NULL)
		; /* the view ends */
	else if (result != NULL)
		peek_answer(s->view->peek, result);
	else if (superlink_is_up(s->view->super))
		peek_failed(s->view->peek, s->id, why);
	/* Else nobody knows yet: it is sent again. */
	free(s->id);
	free(s);
}

static void
on_send(const struct jv *body, void *arg)
{
	struct agentview *v = arg;
	struct sent *s = xcalloc(1, sizeof *s);
	const char *id = jv_string(body, "reply");

	s->view = v;
	s->id = xstrdup(id != NULL ? id : "");
	superlink_ask(v->super, MSG_SESSION_REPLY, body, SUPERLINK_ASK_MS,
	    on_sent, s);
}

static void
on_commands(const char *id, struct suggest *s, void *arg)
{
	struct agentview *v = arg;
	const struct entry *e = model_find(v->model, id);

	if (e != NULL)
		agenttype_commands(v, e->exec ? NULL : e->adapter, e->cwd,
		    false, s);
}

static const struct peek_handler handler = {
	.commands = on_commands,
	.changed = on_changed,
	.send = on_send,
};

void
agentpeek_create(struct agentview *v)
{
	v->peek = peek_create(v->loop, v->intern, v->theme, v->hist,
	    v->options->state, &handler, v);
}

/* What the panel shows is what is selected; NULL where that is no session. */
void
agentpeek_follow(struct agentview *v)
{
	peek_show(v->peek, v->peeking ? list_entry(v->list) : NULL, v->model);
}

static void
on_started(const struct jv *result, const char *why, void *arg)
{
	if (result == NULL && why != NULL)
		agentview_note(arg, true, NOTE_MS, "not started again: %s",
		    why);
}

/* An agent that has ended goes on where it left off. */
static void
wake(struct agentview *v, const struct entry *e)
{
	struct jv *body;

	if (e->alive || e->exec || e->adapter == NULL || e->machine != NULL)
		return;
	body = jv_object();
	jv_set_string(body, "id", e->id);
	jv_set(body, "env", v->options->environment(v->options->arg));
	superlink_ask(v->super, MSG_SESSION_RESPAWN, body, SUPERLINK_ASK_MS,
	    on_started, v);
	jv_free(body);
}

void
agentpeek_toggle(struct agentview *v)
{
	const struct entry *e = list_entry(v->list);

	if (!v->peeking && e == NULL)
		return;
	v->peeking = !v->peeking;
	if (v->peeking)
		wake(v, e);
	agentpeek_follow(v);
}

void
agentpeek_close(struct agentview *v)
{
	v->peeking = false;
	agentpeek_follow(v);
}

void
agentpeek_send(struct agentview *v)
{
	(void)peek_send(v->peek);
}
