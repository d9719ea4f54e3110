/* SPDX-License-Identifier: ISC */
/* cmd_wait: wait until sessions have reached a state. */

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/opts.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/lookup.h"
#include "cmd/watching.h"

static const struct opt wait_opts[] = {
	{ 0, "until", "STATES",
	    "comma-separated (default: done,failed,stopped)" },
	{ 0, "timeout", "SECONDS", "give up after that long" },
	{ 0, "json", NULL, "print the sessions as JSON at the end" },
};

static const char *const state_names[] = { "queued", "working", "blocked",
	"idle", "done", "failed", "stopped" };

/* What the waiting knows: the sessions by id, in the order asked. */
struct waiting {
	struct jv *sessions; /* owned; array of session objects */
	const char *until;
	bool ended; /* one ended in a state not asked for */
};

/* Whether the comma-separated list has the word. */
static bool
in_list(const char *list, const char *word)
{
	size_t n = strlen(word), len;

	for (;;) {
		len = strcspn(list, ",");
		if (len == n && strncmp(list, word, n) == 0)
			return true;
		if (list[len] == '\0')
			return false;
		list += len + 1;
	}
}

static bool
valid_states(const char *list)
{
	size_t len, i;

	for (;;) {
		len = strcspn(list, ",");
		for (i = 0; i < nitems(state_names); i++) {
			if (strlen(state_names[i]) == len &&
			    strncmp(list, state_names[i], len) == 0)
				break;
		}
		if (i == nitems(state_names))
			return false;
		if (list[len] == '\0')
			return true;
		list += len + 1;
	}
}

/* An agent that is done with its task, and lives, may do another. */
static bool
is_over(const struct jv *session)
{
	return jv_int(session, "endedAt", 0) > 0;
}

/* Whether every session has reached what was asked for; sets ended where one
 * cannot any more. */
static bool
all_reached(struct waiting *w)
{
	const char *state;
	bool all = true;
	size_t i;

	for (i = 0; i < jv_count(w->sessions); i++) {
		state = jv_string(jv_at(w->sessions, i), "state");
		if (state == NULL)
			state = "";
		if (in_list(w->until, state))
			continue;
		all = false;
		if (is_over(jv_at(w->sessions, i)))
			w->ended = true;
	}
	return all;
}

static bool
is_same(const struct jv *a, const struct jv *b)
{
	const char *id = jv_string(a, "id"), *other = jv_string(b, "id");

	return id != NULL && other != NULL && strcmp(id, other) == 0;
}

/* The session as it is told now stands where it stood. */
static void
update(struct waiting *w, const struct jv *news)
{
	struct jv *list = jv_array(), *one;
	size_t i;

	for (i = 0; i < jv_count(w->sessions); i++) {
		one = jv_at(w->sessions, i);
		jv_append(list, jv_copy(is_same(one, news) ? news : one));
	}
	jv_free(w->sessions);
	w->sessions = list;
}

/* The callback of watching: 1 when the waiting is over. */
static int
on_news(const char *event, struct jv *news, void *arg)
{
	struct waiting *w = arg;
	struct jv *session;
	size_t i;

	if (strcmp(event, "removed") != 0)
		update(w, news);
	else
		for (i = 0; i < jv_count(w->sessions); i++) {
			session = jv_at(w->sessions, i);
			if (is_same(session, news) &&
			    !in_list(w->until, jv_string(session, "state")))
				w->ended = true;
		}
	return all_reached(w) || w->ended;
}

static int
find_all(struct cmd_call *c, struct waiting *w)
{
	struct jv *session;
	char *cause = NULL;
	int i;

	for (i = 0; i < opts_argc(c->opts); i++) {
		session = lookup_find(c, opts_argv(c->opts)[i], false, &cause);
		if (session == NULL)
			return cmd_fail_cause(cause);
		jv_append(w->sessions, session);
	}
	return EXIT_OK;
}

/* Seconds as ms; -1 if the text is none. */
static int64_t
parse_seconds(const char *text)
{
	char *end;
	double s;

	errno = 0;
	s = strtod(text, &end);
	if (end == text || *end != '\0' || errno != 0 || !isfinite(s) ||
	    s < 0 || s > 1e9)
		return -1;
	return (int64_t)(s * 1000);
}

static int
wait_run(struct cmd_call *c)
{
	struct waiting w = { .until = "done,failed,stopped" };
	const char *timeout = opts_get(c->opts, "timeout");
	int64_t ms = -1;
	char *cause = NULL;
	int status, r;

	if (opts_get(c->opts, "until") != NULL)
		w.until = opts_get(c->opts, "until");
	if (!valid_states(w.until))
		return cmd_usage(c->cmd, "wait: unknown state in '%s'",
		    w.until);
	if (timeout != NULL && (ms = parse_seconds(timeout)) == -1)
		return cmd_usage(c->cmd, "wait: '%s' is no time in seconds",
		    timeout);
	w.sessions = jv_array();
	status = find_all(c, &w);
	if (status == EXIT_OK && !all_reached(&w) && !w.ended) {
		r = watching_run(c, ms, on_news, &w, &cause);
		if (r == -1)
			status = cmd_fail_cause(cause);
		else if (r == 0)
			status = EXIT_TIMED_OUT;
	}
	if (status == EXIT_OK && w.ended)
		status = EXIT_ENDED;
	if (opts_has(c->opts, "json") && status != EXIT_FAILED)
		cmd_print_json(w.sessions);
	jv_free(w.sessions);
	return status;
}

const struct cmd cmd_wait = {
	.name = "wait",
	.opts = wait_opts,
	.nopts = nitems(wait_opts),
	.tail = "ID ...",
	.summary = "Wait until sessions have reached a state",
	.min_operands = 1,
	.max_operands = -1,
	.run = wait_run,
};
