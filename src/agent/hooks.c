/* SPDX-License-Identifier: ISC */
/* hooks: reads and fills the templates by which hooks are injected, and judges
 * events by an adapter's rows; it sends nothing. */

#include <ctype.h>

#include "agent/cron.h"
#include "agent/hookfile.h"
#include "agent/hookfill.h"
#include "agent/hooks.h"
#include "agent/member.h"
#include "agent/pattern.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#define WORDS_MAX  64
#define ENV_MAX	   16
#define WHEN_MAX   4
#define PATHS_MAX  4
#define TABLES_MAX 100 /* time tables that are looked at */

struct when {
	char *path;	    /* owned: "tool_input.command" */
	char *value;	    /* owned, NULL: see re */
	struct pattern *re; /* owned, or NULL */
};

struct event {
	char *name; /* owned */
	struct when when[WHEN_MAX];
	size_t nwhen;
	enum agent_state state;
	const char *waiting_for;
	struct strv message; /* paths, the first that has text is taken */
	struct strv summary;
	enum hooks_id ids;
	char *allow; /* owned: what the hook prints then; NULL: */
	char *deny;  /* its word is not waited for */
	/* Owned: the path of a list of its next runs, and the member of each
	 * that is its time table; may be NULL. */
	char *loop, *table;
	bool ignore;
};

struct hooks {
	struct strv options;
	struct strv env;       /* "NAME=template" */
	char *file;	       /* owned name, NULL: none */
	struct jv *file_json;  /* owned, NULL: text */
	struct strv file_text; /* lines */
	bool joins;	       /* the person's settings go into the file */
	char *join_env;	 /* owned: names a file that ours stands in for, */
	char *join_path; /* owned: else this does; both NULL: none */
	struct hookfile *install; /* owned, NULL: none */
	struct event v[HOOKS_EVENTS_MAX];
	size_t n;
};

struct each {
	struct hooks *hooks;
	struct event *event;
	char *why; /* owned, may be NULL */
};

/* What else goes into the file: "settings", the person's for this launch, or a
 * file of the system's or the person's that ours stands in for. */
static char *
parse_joins(const struct jv *file, struct hooks *h)
{
	static const char *const names[] = { "env", "path" };
	const struct jv *joins = jv_get(file, "joins");
	const char *word = jv_as_string(joins);
	char *why;

	if (joins == NULL)
		return NULL;
	if (jv_get_object(file, "json") == NULL)
		return xstrdup(".joins: json is no object");
	if (word != NULL && strcmp(word, "settings") == 0) {
		h->joins = true;
		return NULL;
	}
	why = member_only(joins, names, nitems(names));
	if (why == NULL)
		why = member_text(joins, "env", true, &h->join_env);
	if (why == NULL)
		why = member_text(joins, "path", true, &h->join_path);
	if (why == NULL && h->join_path[0] != '/')
		why = xstrdup(".path: is not absolute");
	return member_in(why, ".joins");
}

static char *
parse_file(const struct jv *v, struct hooks *h)
{
	static const char *const names[] = { "name", "json", "text", "joins" };
	struct jv *file = jv_get(v, "file"), *json;
	char *why;

	if (file == NULL)
		return NULL;
	why = member_only(file, names, nitems(names));
	if (why == NULL)
		why = member_text(file, "name", true, &h->file);
	if (why == NULL &&
	    (h->file[0] == '.' || strchr(h->file, '/') != NULL ||
		strlen(h->file) > 64))
		why = xstrdup(".name: cannot be a file's name");
	if (why == NULL)
		why = member_words(file, "text", 1024, &h->file_text);
	json = jv_get(file, "json");
	if (why == NULL && (json == NULL) == (h->file_text.n == 0))
		why = xstrdup(": has not one of json and text");
	if (why == NULL && json != NULL)
		h->file_json = jv_copy(json);
	if (why == NULL)
		why = parse_joins(file, h);
	return member_in(why, ".file");
}

static void
parse_variable(const char *key, struct jv *value, void *arg)
{
	struct each *e = arg;
	const char *text = jv_as_string(value);

	if (e->why != NULL)
		return;
	if (*key == '\0' || isdigit((unsigned char)*key) ||
	    key[strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] != '\0')
		e->why = xstrdup(".env: has a name that no variable has");
	else if (text == NULL || strlen(text) > MEMBER_TEXT_MAX)
		e->why = xasprintf(".env.%s: is no string", key);
	else if (e->hooks->env.n == ENV_MAX)
		e->why = xasprintf(".env: has more than %d variables", ENV_MAX);
	else
		strv_addf(&e->hooks->env, "%s=%s", key, text);
}

static void
parse_when(const char *key, struct jv *value, void *arg)
{
	static const char *const names[] = { "re" };
	struct each *e = arg;
	bool is_re = jv_type(value) == JV_OBJECT;
	struct when *w;

	if (e->why != NULL)
		return;
	if ((jv_as_string(value) == NULL && !is_re) ||
	    e->event->nwhen == WHEN_MAX) {
		e->why =
		    xasprintf(".when: is not of 1 to %d strings", WHEN_MAX);
		return;
	}
	w = &e->event->when[e->event->nwhen++];
	w->path = xstrdup(key);
	if (!is_re) {
		w->value = xstrdup(jv_as_string(value));
		return;
	}
	e->why = member_only(value, names, nitems(names));
	if (e->why == NULL)
		e->why = member_re(value, "re", true, &w->re);
	e->why = member_in(e->why, ".when.%s", key);
}

static char *
parse_event_state(const struct jv *v, struct event *ev)
{
	char *why, *state = NULL, *waiting = NULL;

	ev->state = AGENT_NONE;
	why = member_text(v, "state", false, &state);
	if (why == NULL)
		why = member_text(v, "waitingFor", false, &waiting);
	if (why == NULL && state != NULL) {
		ev->state = agent_state_find(state);
		if (ev->state == AGENT_NONE)
			why =
			    xasprintf(".state: there is no state '%s'", state);
	}
	if (why == NULL && waiting != NULL) {
		ev->waiting_for = agent_waiting_find(waiting);
		if (ev->waiting_for == NULL || ev->state != AGENT_BLOCKED)
			why = xasprintf(".waitingFor: '%s' has no meaning here",
			    waiting);
	}
	if (ev->state == AGENT_BLOCKED && ev->waiting_for == NULL)
		ev->waiting_for = agent_waiting_find("input needed");
	free(state);
	free(waiting);
	return why;
}

static char *
parse_new_id(const struct jv *v, struct event *ev)
{
	const char *word = jv_string(v, "newId");
	bool follow = false;
	char *why = NULL;

	if (word != NULL && strcmp(word, "turn") == 0) {
		ev->ids = HOOKS_ID_TURN;
		return NULL;
	}
	why = member_flag(v, "newId", &follow);
	ev->ids = follow ? HOOKS_ID_FOLLOW : HOOKS_ID_REFUSE;
	return why;
}

static char *
parse_answer(const struct jv *v, const char *key, char **out)
{
	if (jv_get_object(v, key) == NULL)
		return xasprintf(".%s: is no object", key);
	*out = jv_text(jv_get(v, key), false);
	return strlen(*out) <= HOOKS_TEXT_MAX ?
	    NULL :
	    xasprintf(".%s: is longer than %d bytes", key, HOOKS_TEXT_MAX);
}

static char *
parse_answers(const struct jv *v, struct event *ev)
{
	static const char *const names[] = { "allow", "deny" };
	struct jv *answers = jv_get(v, "answers");
	char *why;

	if (answers == NULL)
		return NULL;
	why = member_only(answers, names, nitems(names));
	if (why == NULL)
		why = parse_answer(answers, "allow", &ev->allow);
	if (why == NULL)
		why = parse_answer(answers, "deny", &ev->deny);
	return member_in(why, ".answers");
}

static char *
parse_event(const struct jv *v, struct event *ev)
{
	static const char *const names[] = { "event", "when", "state",
		"waitingFor", "message", "summary", "newId", "answers",
		"ignore", "loop", "loopTable" };
	struct each e = { NULL, ev, NULL };
	struct jv *when;
	char *why;

	why = member_only(v, names, nitems(names));
	if (why == NULL)
		why = member_text(v, "event", true, &ev->name);
	if (why == NULL && (when = jv_get(v, "when")) != NULL) {
		jv_each(when, parse_when, &e);
		why = e.why;
		if (why == NULL && ev->nwhen == 0)
			why = xstrdup(".when: is no object with members");
	}
	if (why == NULL)
		why = parse_event_state(v, ev);
	if (why == NULL)
		why = member_words(v, "message", PATHS_MAX, &ev->message);
	if (why == NULL)
		why = member_words(v, "summary", PATHS_MAX, &ev->summary);
	if (why == NULL)
		why = parse_new_id(v, ev);
	if (why == NULL)
		why = parse_answers(v, ev);
	if (why == NULL)
		why = member_flag(v, "ignore", &ev->ignore);
	if (why == NULL)
		why = member_text(v, "loop", false, &ev->loop);
	if (why == NULL)
		why = member_text(v, "loopTable", false, &ev->table);
	return why;
}

static char *
parse_events(const struct jv *v, struct hooks *h)
{
	struct jv *list = jv_get(v, "events");
	char *why = NULL;
	size_t i;

	if (jv_type(list) != JV_ARRAY)
		return xstrdup(".events: is no array");
	if (jv_count(list) > HOOKS_EVENTS_MAX)
		return xasprintf(".events: has more than %d rows",
		    HOOKS_EVENTS_MAX);
	for (i = 0; i < jv_count(list) && why == NULL; i++) {
		h->n = i + 1;
		why = member_in(parse_event(jv_at(list, i), &h->v[i]),
		    ".events[%zu]", i);
	}
	return why;
}

struct hooks *
hooks_parse(const struct jv *v, char **why)
{
	static const char *const names[] = { "options", "env", "file",
		"install", "events" };
	struct hooks *h = xcalloc(1, sizeof *h);
	struct each e = { h, NULL, NULL };

	*why = member_only(v, names, nitems(names));
	if (*why == NULL)
		*why = member_words(v, "options", WORDS_MAX, &h->options);
	if (*why == NULL && jv_get(v, "env") != NULL) {
		if (jv_get_object(v, "env") == NULL)
			*why = xstrdup(".env: is no object");
		else
			jv_each(jv_get(v, "env"), parse_variable, &e);
		if (*why == NULL)
			*why = e.why;
	}
	if (*why == NULL)
		*why = parse_file(v, h);
	if (*why == NULL && jv_get(v, "install") != NULL)
		h->install = hookfile_parse(jv_get(v, "install"), why);
	if (*why == NULL)
		*why = parse_events(v, h);
	if (*why == NULL)
		return h;
	hooks_destroy(h);
	return NULL;
}

void
hooks_destroy(struct hooks *h)
{
	size_t i, j;

	if (h == NULL)
		return;
	for (i = 0; i < h->n; i++) {
		free(h->v[i].name);
		for (j = 0; j < h->v[i].nwhen; j++) {
			free(h->v[i].when[j].path);
			free(h->v[i].when[j].value);
			pattern_destroy(h->v[i].when[j].re);
		}
		free(h->v[i].loop);
		free(h->v[i].table);
		free(h->v[i].allow);
		free(h->v[i].deny);
		strv_clear(&h->v[i].message);
		strv_clear(&h->v[i].summary);
	}
	strv_clear(&h->options);
	strv_clear(&h->env);
	free(h->file);
	jv_free(h->file_json);
	strv_clear(&h->file_text);
	free(h->join_env);
	free(h->join_path);
	hookfile_destroy(h->install);
	free(h);
}

void
hooks_options(const struct hooks *h, const char *hook, const char *file,
    struct strv *argv, struct strv *env)
{
	char *text, *value;
	size_t i;

	for (i = 0; i < h->options.n; i++)
		strv_take(argv, hookfill_text(h->options.v[i], hook, file));
	for (i = 0; i < h->env.n; i++) {
		text = hookfill_text(h->env.v[i], hook, file);
		value = strchr(text, '=');
		*value++ = '\0';
		hookfile_variable(env, text, value);
		free(text);
	}
}

const struct hookfile *
hooks_install(const struct hooks *h)
{
	return h != NULL ? h->install : NULL;
}

bool
hooks_injects(const struct hooks *h)
{
	return h != NULL &&
	    (h->options.n > 0 || h->env.n > 0 || h->file != NULL);
}

bool
hooks_joins(const struct hooks *h)
{
	return h != NULL && h->joins;
}

const char *
hooks_stands_for(const struct hooks *h, const struct strv *env)
{
	const char *path = NULL;

	if (h->join_env != NULL)
		path = strv_getenv(env, h->join_env);
	return path != NULL && *path == '/' ? path : h->join_path;
}

struct jv *
hooks_json(const struct hooks *h, const char *hook)
{
	return h->file_json != NULL ? hookfill_json(h->file_json, hook) : NULL;
}

const char *
hooks_file(const struct hooks *h, const char *hook, char **text)
{
	struct jv *filled;
	char *all;

	*text = NULL;
	if (h->file == NULL)
		return NULL;
	if (h->file_json != NULL) {
		filled = hookfill_json(h->file_json, hook);
		*text = jv_text(filled, true);
		jv_free(filled);
		return h->file;
	}
	all = strv_join(&h->file_text, "\n");
	*text = hookfill_text(all, hook, "");
	free(all);
	return h->file;
}

static const char *
text_at(const struct jv *v, const char *path)
{
	return jv_as_string(jv_path(v, path));
}

static bool
when_fits(const struct when *w, const struct jv *v)
{
	struct pattern_span g[PATTERN_GROUPS];
	const char *s = text_at(v, w->path);

	if (s == NULL)
		return false;
	return w->re != NULL ? pattern_match(w->re, s, g) :
			       strcmp(s, w->value) == 0;
}

/* *whole (may be NULL) is cleared if the text is not all of what there is. */
static char *
clean_at(const struct jv *v, const struct strv *paths, bool *whole)
{
	const char *s;
	char *clean;
	size_t i;

	for (i = 0; i < paths->n; i++) {
		if ((s = text_at(v, paths->v[i])) == NULL)
			continue;
		clean = utf8_clean(s, strlen(s), HOOKS_TEXT_MAX);
		if (*clean != '\0') {
			if (whole != NULL)
				*whole = strcmp(clean, s) == 0;
			return clean;
		}
		free(clean);
	}
	return NULL;
}

static bool
event_matches(const struct event *ev, const char *name, const struct jv *v)
{
	size_t i;

	if (strcmp(ev->name, name) != 0)
		return false;
	for (i = 0; i < ev->nwhen; i++)
		if (!when_fits(&ev->when[i], v))
			return false;
	return true;
}

/* A conversation's id, which may become a word of a command line. */
static char *
id_of(const struct jv *v)
{
	static const char *const keys[] = { "session_id", "sessionId",
		"thread-id" };
	const char *s = NULL;
	size_t i;

	for (i = 0; s == NULL && i < nitems(keys); i++)
		s = jv_string(v, keys[i]);
	if (s == NULL || *s == '\0' || *s == '-' || strlen(s) > HOOKS_ID_MAX ||
	    s[strspn(s,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789_.:-")] != '\0')
		return NULL;
	return xstrdup(s);
}

/* The soonest of what it does again by itself. */
static void
read_loop(const struct event *ev, const struct jv *list, time_t now,
    struct hooks_event *out)
{
	size_t i, n = jv_count(list);
	const char *table;
	time_t t;

	out->loop = n > 0;
	for (i = 0; ev->table != NULL && i < n && i < TABLES_MAX; i++) {
		table = jv_string(jv_at(list, i), ev->table);
		t = table != NULL ? cron_next(table, now) : -1;
		if (t != -1 && (out->next == 0 || t < out->next))
			out->next = t;
	}
}

int
hooks_read(const struct hooks *h, const char *name, const struct jv *v,
    time_t now, struct hooks_event *out)
{
	const struct event *ev;
	bool whole = true;
	size_t i;

	memset(out, 0, sizeof *out);
	out->state = AGENT_NONE;
	out->loop = -1;
	if (name == NULL)
		name = jv_string(v, "hook_event_name");
	if (name == NULL)
		name = jv_string(v, "type");
	if (name == NULL || jv_type(v) != JV_OBJECT)
		return -1;
	out->id = id_of(v);
	for (i = 0; h != NULL && i < h->n; i++)
		if (event_matches(&h->v[i], name, v))
			break;
	if (h == NULL || i == h->n)
		return 0;
	ev = &h->v[i];
	if (ev->ignore) {
		free(out->id);
		out->id = NULL;
		return 0;
	}
	out->event = ev->name;
	out->state = ev->state;
	out->waiting_for = ev->waiting_for;
	out->ids = ev->ids;
	if (ev->loop != NULL)
		read_loop(ev, jv_path(v, ev->loop), now, out);
	out->message = clean_at(v, &ev->message, &whole);
	out->summary = clean_at(v, &ev->summary, NULL);
	/* Nobody decides on what he is shown in part. */
	if (out->message != NULL && whole) {
		out->allow = ev->allow;
		out->deny = ev->deny;
	}
	return 0;
}

void
hooks_clear(struct hooks_event *ev)
{
	free(ev->message);
	free(ev->summary);
	free(ev->id);
	memset(ev, 0, sizeof *ev);
	ev->state = AGENT_NONE;
}
