/* SPDX-License-Identifier: ISC */
/* agentask: what the agent view asks of the supervisor for the person, and what
 * came of it. */

#include <stdarg.h>
#include <stdlib.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "client/agentview_internal.h"
#include "client/list.h"
#include "client/superlink.h"
#include "wire/msg.h"

#define NOTE_MS 4000
#define ARM_MS	2000 /* for a second press */

/* One request: what to say of it. */
struct job {
	struct agentview *view;
	char *name;	  /* owned: of the session */
	const char *done; /* "stopped"; NULL: it is seen */
};

static struct job *
new_job(struct agentview *v, const char *name, const char *done)
{
	struct job *j = xcalloc(1, sizeof *j);

	j->view = v;
	j->name = xstrdup(name);
	j->done = done;
	return j;
}

static void
free_job(struct job *j)
{
	free(j->name);
	free(j);
}

static void
on_done(const struct jv *result, const char *why, void *arg)
{
	struct job *j = arg;

	if (result == NULL && why == NULL)
		; /* the view ends */
	else if (result == NULL)
		agentview_note(j->view, true, NOTE_MS, "%s: %s", j->name, why);
	else if (j->done != NULL)
		agentview_note(j->view, false, NOTE_MS, "%s %s", j->name,
		    j->done);
	free_job(j);
}

static void
ask(struct agentview *v, uint16_t type, struct jv *body, const char *name,
    const char *done)
{
	superlink_ask(v->super, type, body, SUPERLINK_ASK_MS, on_done,
	    new_job(v, name, done));
	jv_free(body);
}

static struct jv *
body_of(const char *id)
{
	struct jv *body = jv_object();

	jv_set_string(body, "id", id);
	return body;
}

/* Takes set. */
static void
change(struct agentview *v, const char *id, const char *name, struct jv *set,
    const char *done)
{
	struct jv *body = body_of(id);

	jv_set(body, "set", set);
	ask(v, MSG_SESSION_CHANGE, body, name, done);
}

/* Stop, then delete. */

void
agentask_disarm(struct agentview *v)
{
	if (v->arm != ARM_NONE)
		agentview_touch(v);
	v->arm = ARM_NONE;
	free(v->armed);
	v->armed = NULL;
}

static void
arm(struct agentview *v, enum agent_arm what, const char *of)
{
	agentask_disarm(v);
	v->arm = what;
	v->armed = xstrdup(of);
	v->arm_until = monotime_add(monotime_now(), ARM_MS);
}

static bool
is_armed(const struct agentview *v, enum agent_arm what, const char *of)
{
	return v->arm == what && strcmp(v->armed, of) == 0 &&
	    monotime_left(v->arm_until) > 0;
}

/* One that stops goes to another group, and takes the selection along; when it
 * is deleted there, the person is where it was. */
static void
note_next(struct agentview *v)
{
	const struct entry *next = list_neighbour(v->list, 1);

	if (next == NULL)
		next = list_neighbour(v->list, -1);
	strlcpy(v->arm_next, next != NULL ? next->id : "", sizeof v->arm_next);
}

static void
stop_entry(struct agentview *v, const struct entry *e)
{
	if (is_armed(v, ARM_DELETE, e->id)) {
		agentask_disarm(v);
		if (v->arm_next[0] != '\0')
			(void)list_select_id(v->list, v->arm_next);
		agentview_note(v, false, NOTE_MS, "deleting %s", e->name);
		ask(v, MSG_SESSION_REMOVE, body_of(e->id), e->name, "deleted");
		return;
	}
	arm(v, ARM_DELETE, e->id);
	note_next(v);
	if (e->alive) {
		agentview_note(v, false, ARM_MS,
		    "stopping %s; ctrl+x again deletes it", e->name);
		ask(v, MSG_SESSION_STOP, body_of(e->id), e->name, NULL);
	} else
		agentview_note(v, false, ARM_MS, "ctrl+x again deletes %s",
		    e->name);
}

/* Of a group, those that are seen. */
static unsigned
count_seen(const struct agentview *v, const struct list_line *line)
{
	const struct list_line *other;
	unsigned n = 0;
	size_t i;

	for (i = 0; (other = list_at(v->list, i)) != NULL; i++)
		n += other->entry != NULL && other->group == line->group;
	return n;
}

/* All that a heading stands for, as it is seen. */
static void
stop_group(struct agentview *v, const struct list_line *line)
{
	const struct list_line *other;
	unsigned n = count_seen(v, line);
	size_t i;

	if (n == 0) {
		agentview_note(v, true, NOTE_MS,
		    "open the group first: only what is shown is deleted");
		return;
	}
	if (!is_armed(v, ARM_DELETE_GROUP, line->group)) {
		arm(v, ARM_DELETE_GROUP, line->group);
		agentview_note(v, false, ARM_MS,
		    "ctrl+x again stops and deletes %s %u of %s",
		    n < line->count ? "the shown" : "all", n, line->group);
		return;
	}
	agentask_disarm(v);
	agentview_note(v, false, NOTE_MS, "deleting what is shown of %s",
	    line->group);
	for (i = 0; (other = list_at(v->list, i)) != NULL; i++)
		if (other->entry != NULL && other->group == line->group)
			ask(v, MSG_SESSION_REMOVE, body_of(other->entry->id),
			    other->entry->name, NULL);
}

void
agentask_stop(struct agentview *v)
{
	const struct list_line *line;

	line = list_at(v->list, list_selected(v->list));
	if (line == NULL)
		return;
	if (line->entry != NULL)
		stop_entry(v, line->entry);
	else if (line->kind == LIST_HEADER)
		stop_group(v, line);
}

/* Small changes. */

const struct entry *
agentask_session(struct agentview *v)
{
	const struct entry *e = list_entry(v->list);

	if (e == NULL && list_count(v->list) > 0)
		agentview_note(v, true, NOTE_MS, "select a session first");
	return e;
}

void
agentask_pin(struct agentview *v)
{
	const struct entry *e = agentask_session(v);
	struct jv *set;

	if (e == NULL)
		return;
	set = jv_object();
	jv_set_bool(set, "pinned", !e->pinned);
	change(v, e->id, e->name, set, NULL);
}

void
agentask_archive(struct agentview *v)
{
	const struct entry *e = agentask_session(v);
	struct jv *set;

	if (e == NULL)
		return;
	set = jv_object();
	jv_set_bool(set, "archived", !e->archived);
	change(v, e->id, e->name, set,
	    e->archived ? "is out of the archive" :
			  "is archived; s:archived finds it");
}

void
agentask_rename(struct agentview *v, const char *id, const char *name)
{
	const struct entry *e = model_find(v->model, id);
	struct jv *set;

	if (e == NULL || strcmp(e->name, name) == 0)
		return;
	set = jv_object();
	jv_set_string(set, "name", name);
	change(v, id, e->name, set, NULL);
}

/* The words typed are the tags from now on. */
void
agentask_tags(struct agentview *v, const char *id, const char *text)
{
	const struct entry *e = model_find(v->model, id);
	struct jv *set, *add = jv_array(), *gone = jv_array();
	char *word;
	unsigned i;
	size_t n;

	if (e == NULL) {
		jv_free(add);
		jv_free(gone);
		return;
	}
	for (i = 0; i < e->ntags; i++)
		jv_append_string(gone, e->tags[i]);
	for (text += strspn(text, " ,"); *text != '\0';
	     text += n, text += strspn(text, " ,")) {
		n = strcspn(text, " ,");
		word = xstrndup(text, n);
		jv_append_string(add, word);
		free(word);
	}
	set = jv_object();
	jv_set(set, "tagsRemove", gone);
	jv_set(set, "tagsAdd", add);
	change(v, id, e->name, set, NULL);
}

/* The session that follows one in the model's order. */
static const struct entry *
after(struct agentview *v, const struct entry *e)
{
	size_t i;

	for (i = 0; i < model_count(v->model); i++)
		if (model_at(v->model, i) == e)
			return model_at(v->model, i + 1);
	return NULL;
}

void
agentask_move(struct agentview *v, int step)
{
	const struct entry *e = agentask_session(v), *other, *before;
	struct jv *body;

	other = list_neighbour(v->list, step);
	if (e == NULL || other == NULL)
		return;
	before = step < 0 ? other : after(v, other);
	body = body_of(e->id);
	if (before != NULL && before->pinned == e->pinned)
		jv_set_string(body, "before", before->id);
	else
		jv_set_string(body, "to", "last");
	ask(v, MSG_SESSION_MOVE, body, e->name, NULL);
}

void
agentask_grouping(struct agentview *v, const char *word)
{
	struct jv *body = jv_object();

	jv_set_string(body, "grouping", word);
	ask(v, MSG_LIST_VIEW, body, "grouping", NULL);
}
