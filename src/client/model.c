/* SPDX-License-Identifier: ISC */
/* model: the sessions that the supervisor has told of. It asks nobody, and does
 * not know how they are shown. */

/*
 * An entry is made anew of each object that is told, so nothing of an older one
 * stays behind. Texts come from programs that may be hostile: they are cleaned
 * here once more, whoever has cleaned them before.
 */

#include <stdlib.h>

#include "base/jv.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/model.h"

#define TEXT_MAX  1024 /* bytes of a text */
#define TASK_MAX  4096
#define ITEMS_MAX 9999
#define RUNS_MAX  999999

struct model {
	struct model_handler handler;
	void *arg;
	struct entry **entries; /* owned, in order */
	size_t n;
	size_t room;
};

static const struct {
	const char *word; /* on the wire */
	const char *name;
} states[] = {
	[MODEL_QUEUED] = { "queued", "queued" },
	[MODEL_WORKING] = { "working", "working" },
	[MODEL_BLOCKED] = { "blocked", "needs input" },
	[MODEL_IDLE] = { "idle", "idle" },
	[MODEL_DONE] = { "done", "done" },
	[MODEL_FAILED] = { "failed", "failed" },
	[MODEL_STOPPED] = { "stopped", "stopped" },
};

_Static_assert(nitems(states) == MODEL_STATES, "a state has no name");

const char *
model_state_name(enum model_state s)
{
	return states[s].name;
}

static enum model_state
state_of(const char *word)
{
	unsigned i;

	for (i = 0; word != NULL && i < MODEL_STATES; i++)
		if (strcmp(states[i].word, word) == 0)
			return (enum model_state)i;
	return MODEL_WORKING;
}

/* Pull requests. */

/* The digits after the last of a word's occurrences. */
static bool
number_after(const char *url, const char *word, unsigned *number)
{
	const char *p, *last = NULL;
	size_t n;

	for (p = url; (p = strstr(p, word)) != NULL; p++)
		last = p + strlen(word);
	if (last == NULL)
		return false;
	n = strspn(last, "0123456789");
	if (n == 0 || n > 9 ||
	    (last[n] != '\0' && strchr("/?#", last[n]) == NULL))
		return false;
	*number = (unsigned)strtoul(last, NULL, 10);
	return *number > 0;
}

static bool
is_web(const char *url)
{
	return strncmp(url, "https://", 8) == 0 ||
	    strncmp(url, "http://", 7) == 0;
}

bool
model_pr_parse(const char *url, struct model_pr *pr)
{
	memset(pr, 0, sizeof *pr);
	if (!is_web(url))
		return false;
	if (number_after(url, "/-/merge_requests/", &pr->number))
		pr->merge = true;
	else if (!number_after(url, "/pull/", &pr->number) &&
	    !number_after(url, "/pulls/", &pr->number))
		return false;
	return true;
}

void
model_pr_label(const struct entry *e, char *label, size_t size)
{
	const struct model_pr *pr = &e->prs[0];

	*label = '\0';
	if (e->prs_total > 1)
		xsnprintf(label, size, "%u PRs", e->prs_total);
	else if (e->nprs == 1 && pr->number == 0)
		xsnprintf(label, size, "PR");
	else if (e->nprs == 1)
		xsnprintf(label, size, pr->merge ? "MR !%u" : "PR #%u",
		    pr->number);
}

static void
take_prs(struct entry *e, const struct jv *list)
{
	struct model_pr *pr;
	const char *url;
	char *clean;
	size_t i;

	for (i = 0; i < jv_count(list); i++) {
		if ((url = jv_string_at(list, i)) == NULL)
			continue;
		clean = utf8_clean(url, strlen(url), TEXT_MAX);
		/* What had to be cleaned is no address any more. */
		if (strcmp(clean, url) != 0 || !is_web(clean)) {
			free(clean);
			continue;
		}
		e->prs_total++;
		if (e->nprs == MODEL_PRS_MAX) {
			free(clean);
			continue;
		}
		pr = &e->prs[e->nprs++];
		(void)model_pr_parse(clean, pr);
		pr->url = clean;
	}
}

/* Entries. */

static void
entry_destroy(struct entry *e)
{
	unsigned i;

	if (e == NULL)
		return;
	free(e->name);
	free(e->cwd);
	free(e->directory);
	free(e->adapter);
	free(e->model);
	free(e->agent);
	free(e->machine);
	free(e->parent);
	free(e->socket);
	free(e->task);
	free(e->waiting_for);
	free(e->message);
	free(e->summary);
	free(e->reason);
	free(e->limit);
	for (i = 0; i < e->nprs; i++)
		free(e->prs[i].url);
	for (i = 0; i < e->ntags; i++)
		free(e->tags[i]);
	jv_free(e->object);
	free(e);
}

/* NULL if it is absent or nothing is left of it. */
static char *
text_of(const struct jv *j, const char *key, size_t max)
{
	const char *s = jv_string(j, key);
	char *clean;

	if (s == NULL)
		return NULL;
	clean = utf8_clean(s, strlen(s), max);
	if (clean[strspn(clean, " ")] != '\0')
		return clean;
	free(clean);
	return NULL;
}

static char *
copy_of(const struct jv *j, const char *key)
{
	const char *s = jv_string(j, key);

	return s == NULL ? NULL : xstrdup(s);
}

static void
take_directory(struct entry *e, const struct jv *j)
{
	char *shown;

	e->cwd = copy_of(j, "cwd");
	if (e->cwd == NULL)
		return;
	shown = path_display(e->cwd);
	e->directory = utf8_clean(shown, strlen(shown), TEXT_MAX);
	free(shown);
}

static void
take_tags(struct entry *e, const struct jv *list)
{
	const char *s;
	size_t i;

	for (i = 0; i < jv_count(list) && e->ntags < MODEL_TAGS_MAX; i++)
		if ((s = jv_string_at(list, i)) != NULL)
			e->tags[e->ntags++] =
			    utf8_clean(s, strlen(s), TEXT_MAX);
}

static unsigned
count_of(const struct jv *j, const char *key, unsigned max)
{
	int64_t n = jv_int(j, key, 0);

	return n < 0 ? 0 : n > max ? max : (unsigned)n;
}

static void
take_numbers(struct entry *e, const struct jv *j)
{
	const struct jv *items = jv_get_object(j, "items");
	const struct jv *loop = jv_get_object(j, "loop");
	int64_t progress = jv_int(j, "progress", -1);

	e->progress = progress >= 0 && progress <= 100 ? (int)progress : -1;
	e->items_done = count_of(items, "done", ITEMS_MAX);
	e->items_total = count_of(items, "total", ITEMS_MAX);
	e->runs = -1;
	if (jv_get(loop, "runs") != NULL)
		e->runs = (int)count_of(loop, "runs", RUNS_MAX);
	e->next_at = jv_int(loop, "nextAt", 0);
	e->asleep = jv_bool(loop, "asleep", false);
	e->started_at = jv_int(j, "startedAt", 0);
	e->ended_at = jv_int(j, "endedAt", 0);
}

struct jv *
model_members(void)
{
	static const char *const names[] = { "id", "name", "kind", "state",
		"waitingFor", "message", "progress", "dialog", "suggestion",
		"items", "loop", "limit", "summary", "prs", "reason", "cwd",
		"startedAt", "changedAt", "endedAt", "pid", "socket", "adapter",
		"model", "agent", "task", "parent", "exec", "tags", "pinned",
		"archived", "machine" };
	struct jv *members = jv_array();
	size_t i;

	for (i = 0; i < nitems(names); i++)
		jv_append_string(members, names[i]);
	return members;
}

static struct entry *
entry_create(const struct jv *j)
{
	const char *id = jv_string(j, "id"), *kind = jv_string(j, "kind");
	struct entry *e;

	if (id == NULL || strlen(id) != MODEL_ID_LEN ||
	    strspn(id, "0123456789abcdef") != MODEL_ID_LEN)
		return NULL;
	e = xcalloc(1, sizeof *e);
	strlcpy(e->id, id, sizeof e->id);
	e->name = text_of(j, "name", TEXT_MAX);
	if (e->name == NULL)
		e->name = xstrdup(id);
	take_directory(e, j);
	e->adapter = text_of(j, "adapter", TEXT_MAX);
	e->model = text_of(j, "model", TEXT_MAX);
	e->agent = text_of(j, "agent", TEXT_MAX);
	e->machine = text_of(j, "machine", TEXT_MAX);
	e->parent = text_of(j, "parent", TEXT_MAX);
	e->socket = copy_of(j, "socket");
	e->task = text_of(j, "task", TASK_MAX);
	e->waiting_for = text_of(j, "waitingFor", TEXT_MAX);
	e->message = text_of(j, "message", TEXT_MAX);
	e->summary = text_of(j, "summary", TEXT_MAX);
	e->reason = text_of(j, "reason", TEXT_MAX);
	e->limit = text_of(j, "limit", TEXT_MAX);
	take_prs(e, jv_get_array(j, "prs"));
	take_tags(e, jv_get_array(j, "tags"));
	take_numbers(e, j);
	e->state = state_of(jv_string(j, "state"));
	e->alive = jv_get(j, "pid") != NULL || e->state == MODEL_QUEUED;
	e->exec = jv_bool(j, "exec", false);
	e->interactive = kind != NULL && strcmp(kind, "interactive") == 0;
	e->pinned = jv_bool(j, "pinned", false);
	e->archived = jv_bool(j, "archived", false);
	e->object = jv_share(j);
	return e;
}

const char *
model_text(const struct entry *e)
{
	const char *text = NULL;

	switch (e->state) {
	case MODEL_BLOCKED:
		text = e->message != NULL ? e->message : e->waiting_for;
		break;
	case MODEL_QUEUED:
	case MODEL_WORKING:
	case MODEL_IDLE:
		text = e->limit != NULL ? e->limit : e->message;
		break;
	case MODEL_FAILED:
		/* What it says of it, else what it came to, else how it ended.
		 */
		text = e->message;
		break;
	case MODEL_STOPPED:
	case MODEL_DONE:
	case MODEL_STATES:
		break;
	}
	if (text == NULL)
		text = e->summary;
	if (text == NULL)
		text = e->reason;
	if (text == NULL && e->state == MODEL_WORKING)
		text = e->task;
	return text != NULL ? text : "";
}

int64_t
model_age(const struct entry *e, int64_t now)
{
	int64_t end = e->ended_at != 0 ? e->ended_at : now;

	return e->started_at == 0 || end < e->started_at ? 0 :
							   end - e->started_at;
}

/* The list. */

struct model *
model_create(const struct model_handler *h, void *arg)
{
	struct model *m = xcalloc(1, sizeof *m);

	if (h != NULL)
		m->handler = *h;
	m->arg = arg;
	return m;
}

void
model_destroy(struct model *m)
{
	size_t i;

	if (m == NULL)
		return;
	for (i = 0; i < m->n; i++)
		entry_destroy(m->entries[i]);
	free(m->entries);
	free(m);
}

size_t
model_count(const struct model *m)
{
	return m->n;
}

const struct entry *
model_at(const struct model *m, size_t i)
{
	return i < m->n ? m->entries[i] : NULL;
}

static size_t
index_of(const struct model *m, const char *id)
{
	size_t i;

	for (i = 0; i < m->n; i++)
		if (strcmp(m->entries[i]->id, id) == 0)
			break;
	return i;
}

const struct entry *
model_find(const struct model *m, const char *id)
{
	return model_at(m, index_of(m, id));
}

static void
insert(struct model *m, size_t at, struct entry *e)
{
	if (m->n == m->room) {
		m->room = m->room == 0 ? 64 : 2 * m->room;
		m->entries =
		    xreallocarray(m->entries, m->room, sizeof(*m->entries));
	}
	memmove(m->entries + at + 1, m->entries + at,
	    (m->n - at) * sizeof(*m->entries));
	m->entries[at] = e;
	m->n++;
}

static void
remove_at(struct model *m, size_t at)
{
	entry_destroy(m->entries[at]);
	m->n--;
	memmove(m->entries + at, m->entries + at + 1,
	    (m->n - at) * sizeof(*m->entries));
}

static void
tell(struct model *m, const struct entry *e, enum model_state was)
{
	if (was != e->state && m->handler.state != NULL)
		m->handler.state(e, was, m->arg);
}

/* A new session comes in front of those that are pinned as it is. */
static size_t
new_place(const struct model *m, const struct entry *e)
{
	size_t i = 0;

	while (!e->pinned && i < m->n && m->entries[i]->pinned)
		i++;
	return i;
}

bool
model_event(struct model *m, const char *event, const struct jv *session)
{
	struct entry *e = session != NULL ? entry_create(session) : NULL, *was;
	bool moved;
	size_t i;

	if (e == NULL)
		return false;
	i = index_of(m, e->id);
	if (strcmp(event, "removed") == 0) {
		if (i < m->n)
			remove_at(m, i);
		entry_destroy(e);
		return false;
	}
	if (i == m->n) {
		insert(m, new_place(m, e), e);
		return false;
	}
	was = m->entries[i];
	moved = strcmp(event, "moved") == 0 || was->pinned != e->pinned;
	m->entries[i] = e;
	tell(m, e, was->state);
	entry_destroy(was);
	return moved;
}

static bool
has_string(const struct jv *list, const char *s)
{
	size_t i;

	for (i = 0; i < jv_count(list); i++)
		if (jv_string_at(list, i) != NULL &&
		    strcmp(jv_string_at(list, i), s) == 0)
			return true;
	return false;
}

static int
by_id(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

void
model_list(struct model *m, const struct jv *result)
{
	const struct jv *list = jv_get_array(result, "sessions");
	const struct jv *unsure = jv_get_array(result, "unconfirmed");
	struct entry **old = m->entries, **was, *e, swap;
	size_t nold = m->n, i;

	m->entries = NULL;
	m->n = m->room = 0;
	if (nold > 0)
		qsort(old, nold, sizeof(*old), by_id);
	for (i = 0; i < jv_count(list); i++) {
		if ((e = entry_create(jv_at(list, i))) == NULL)
			continue;
		was = NULL;
		if (nold > 0)
			was = bsearch(&e, old, nold, sizeof(*old), by_id);
		insert(m, m->n, e);
		if (was == NULL)
			continue;
		if (has_string(unsure, e->id)) {
			swap = *e;
			*e = **was;
			**was = swap;
		} else
			tell(m, e, (*was)->state);
	}
	for (i = 0; i < nold; i++)
		entry_destroy(old[i]);
	free(old);
}

int64_t
model_asleep(const struct entry *e, int64_t now)
{
	bool may = e->state == MODEL_WORKING || e->state == MODEL_IDLE ||
	    e->state == MODEL_DONE;

	return may && e->alive && e->next_at > now ? e->next_at - now : 0;
}

bool
model_sleeps(const struct entry *e, int64_t now)
{
	bool may = e->state == MODEL_IDLE || e->state == MODEL_DONE;

	return (e->asleep && e->alive && may) || model_asleep(e, now) > 0;
}

const struct entry *
model_parent(const struct model *m, const struct entry *e)
{
	return e->parent != NULL ? model_find(m, e->parent) : NULL;
}

bool
model_lost_name(const struct model *m, const struct entry *e)
{
	const struct entry *other;
	size_t i;

	if (!e->exec || e->alive)
		return false;
	for (i = 0; i < m->n; i++) {
		other = m->entries[i];
		if (other == e || strcmp(other->name, e->name) != 0)
			continue;
		if (!other->exec || other->alive ||
		    other->started_at > e->started_at)
			return true;
	}
	return false;
}
