/* SPDX-License-Identifier: ISC */
/* agenttype: the input of the agent view: what it suggests, what is typed there
 * for new sessions, and the editor for it. */

#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "client/agentview_internal.h"
#include "client/compose.h"
#include "client/editor.h"
#include "client/filter.h"
#include "client/lineedit.h"
#include "client/linehist.h"
#include "client/list.h"
#include "client/peek.h"
#include "client/requestid.h"
#include "client/suggest.h"
#include "client/superlink.h"
#include "conf/conf.h"
#include "term/key.h"
#include "tty/tty.h"
#include "wire/msg.h"

#define NOTE_MS 4000

/* A session that is to start. */
struct start {
	struct agentview *view;
	bool attach;
	struct linesaved typed; /* comes back if it fails */
	char id[REQUESTID_SIZE];
	char *text; /* owned: what was typed, whole */
};

/* The input. */

static void
on_command(const char *name, const char *text, void *arg)
{
	suggest_add_command(arg, name, text);
}

void
agenttype_commands(struct agentview *v, const char *agent, const char *dir,
    bool first, struct suggest *s)
{
	struct customs own = { 0 };
	struct conf_place place;
	char *name;
	size_t i;

	suggest_clear_commands(s);
	if (agent == NULL)
		return;
	conf_place_init(&place, NULL);
	if (strcmp(agent, "claude") == 0)
		customs_load_commands(&place, dir, &own);
	conf_place_clear(&place);
	for (i = 0; i < own.n; i++) {
		name = xasprintf("/%s", own.list[i].name);
		suggest_add_command(s, name, own.list[i].text);
		free(name);
	}
	customs_clear(&own);
	if (v->options->commands != NULL)
		v->options->commands(agent, first, on_command, s,
		    v->options->arg);
}

void
agenttype_read(struct agentview *v)
{
	const char *dir = v->options->cwd;
	struct conf_place place;

	v->customs_old = false;
	conf_place_init(&place, NULL);
	customs_load(&place, dir, &v->customs);
	conf_place_clear(&place);
	suggest_set_customs(v->suggest, &v->customs);
	agenttype_commands(v, v->options->agent, dir, true, v->suggest);
}

/* It is another text now: perhaps a filter. */
void
agenttype_changed(struct agentview *v)
{
	const char *text;
	size_t cursor;

	text = lineedit_shown(v->input, &cursor);
	/* They are as they are when one begins to type. */
	if (*text == '\0')
		v->customs_old = true;
	else if (v->customs_old)
		agenttype_read(v);
	filter_free(v->filter);
	v->filter = filter_parse(text);
	suggest_update(v->suggest, v->filter == NULL ? text : "",
	    v->filter == NULL ? cursor : 0);
	if (v->note != NULL && v->note_until.ms == 0) {
		free(v->note);
		v->note = NULL;
	}
}

void
agenttype_set(struct agentview *v, const char *text)
{
	lineedit_set(v->input, text);
	agenttype_changed(v);
}

/* What is typed into: the reply while there is a peek, else a new session. */
static struct lineedit *
input_now(struct agentview *v)
{
	return v->peeking ? peek_input(v->peek) : v->input;
}

bool
agenttype_continue(struct agentview *v)
{
	if (!lineedit_continue(input_now(v)))
		return false;
	if (!v->peeking)
		agenttype_changed(v);
	return true;
}

/* Tab takes what is suggested, or shows all that could be. */
static void
complete(struct agentview *v)
{
	size_t from, to;
	char *text = suggest_take(v->suggest, &from, &to);

	if (text != NULL) {
		(void)lineedit_replace(v->input, from, to, text);
		free(text);
		agenttype_changed(v);
	} else if (lineedit_is_empty(v->input))
		suggest_browse(v->suggest);
}

bool
agenttype_key(struct agentview *v, const struct key *key)
{
	unsigned mods = key->mods & ~(KEY_MOD_CAPS | KEY_MOD_NUM);

	if (key->code == KEY_TAB && (mods & ~KEY_MOD_SHIFT) == 0) {
		if (mods != 0)
			suggest_move(v->suggest, -1);
		else
			complete(v);
		return true;
	}
	if (mods == 0 && suggest_count(v->suggest) > 0 &&
	    (key->code == KEY_UP || key->code == KEY_DOWN)) {
		suggest_move(v->suggest, key->code == KEY_UP ? -1 : 1);
		return true;
	}
	switch (lineedit_key(v->input, key)) {
	case LINEEDIT_NONE:
		return false;
	case LINEEDIT_FULL:
		agentview_note(v, true, NOTE_MS, "that is too much text");
		return true;
	case LINEEDIT_MOVED:
	case LINEEDIT_CHANGED:
		break;
	}
	agenttype_changed(v);
	return true;
}

/* New sessions. */

/* It is not known to have started: the same text entered again is the same
 * request, so that it does not start twice if it had. */
static void
keep_unsure(struct agentview *v, struct start *s)
{
	free(v->unsure);
	v->unsure = s->text;
	s->text = NULL;
	strlcpy(v->unsure_id, s->id, sizeof v->unsure_id);
}

static void
choose_id(struct agentview *v, struct start *s)
{
	if (v->unsure != NULL && strcmp(v->unsure, s->text) == 0)
		strlcpy(s->id, v->unsure_id, sizeof s->id);
	else
		requestid_new(s->id);
	free(v->unsure);
	v->unsure = NULL;
}

static void
on_started(const struct jv *result, const char *why, void *arg)
{
	struct start *s = arg;
	struct agentview *v = s->view;
	const struct jv *session = jv_get_object(result, "session");
	const char *id = jv_string(session, "id");

	if (result == NULL && why == NULL)
		; /* the view ends */
	else if (id == NULL) {
		agentview_note(v, true, 0, "not started: %s",
		    why != NULL ? why : "the supervisor answers nonsense");
		(void)lineedit_give_back(v->input, &s->typed);
		keep_unsure(v, s);
		agentview_touch(v);
	} else {
		list_forget(v->list);
		(void)model_event(v->model, "added", session);
		(void)list_select_id(v->list, id);
		agentview_touch(v);
		if (s->attach && !v->over)
			agentattach_id(v, id, jv_string(session, "socket"),
			    jv_string(session, "name"));
	}
	linesaved_clear(&s->typed);
	free(s->text);
	free(s);
}

static void
start(struct agentview *v, struct compose *c, bool attach)
{
	char *cause = NULL;
	unsigned rows, cols;
	struct start *s;
	struct jv *body;

	if (c->model == NULL && v->model_name != NULL)
		c->model = xstrdup(v->model_name);
	tty_size(v->tty, &rows, &cols);
	body = v->options->request(c, rows, cols, &cause, v->options->arg);
	if (body == NULL) {
		agentview_note(v, true, 0, "not started: %s", cause);
		free(cause);
		return;
	}
	s = xcalloc(1, sizeof *s);
	s->view = v;
	s->attach = attach;
	s->text = lineedit_text(v->input);
	choose_id(v, s);
	jv_set_string(body, "start", s->id);
	lineedit_take(v->input, &s->typed);
	agenttype_changed(v);
	superlink_ask_again(v->super, MSG_SESSION_START, body, SUPERLINK_ASK_MS,
	    on_started, s);
	jv_free(body);
	agentview_touch(v);
}

static void
set_model(struct agentview *v, const char *name)
{
	free(v->model_name);
	v->model_name = name != NULL ? xstrdup(name) : NULL;
	agentview_note(v, false, NOTE_MS, "new sessions use %s",
	    name != NULL ? name : "the default model");
}

/* What was typed is done, and is in the history. */
static void
done(struct agentview *v)
{
	struct linesaved typed;

	lineedit_take(v->input, &typed);
	linesaved_clear(&typed);
	agenttype_changed(v);
}

void
agenttype_enter(struct agentview *v, bool attach)
{
	char *text = lineedit_text(v->input);
	struct compose c;

	compose_parse(text, &v->customs, &c);
	free(text);
	switch (c.kind) {
	case COMPOSE_NOTHING:
		break;
	case COMPOSE_TASK:
	case COMPOSE_JOB:
	case COMPOSE_LOGOUT:
		start(v, &c, attach);
		break;
	case COMPOSE_EXIT:
		agentview_finish(v, NULL);
		break;
	case COMPOSE_MODEL:
		set_model(v, c.model);
		done(v);
		break;
	case COMPOSE_BAD:
		agentview_note(v, true, 0, "%s", c.cause);
		break;
	}
	compose_clear(&c);
}

/* The editor. */

static void
on_edited(char *text, const char *why, void *arg)
{
	struct agentview *v = arg;

	editor_stop(v->editor);
	v->editor = NULL;
	if (text != NULL) {
		lineedit_set(input_now(v), text);
		if (!v->peeking)
			agenttype_changed(v);
	}
	if (why != NULL)
		agentview_note(v, true, NOTE_MS, "%s", why);
	free(text);
	agentview_draw_now(v);
}

void
agenttype_edit(struct agentview *v)
{
	char *text = lineedit_text(input_now(v)), *cause = NULL;

	v->editor = editor_start(v->reaper, v->tty, v->options->state, text,
	    on_edited, v, &cause);
	if (v->editor == NULL)
		agentview_note(v, true, NOTE_MS, "%s", cause);
	free(cause);
	free(text);
}
