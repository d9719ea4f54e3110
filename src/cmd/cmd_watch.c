/* SPDX-License-Identifier: ISC */
/* cmd_watch: a line for each change of a session. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/opts.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/show.h"
#include "cmd/watching.h"

static const struct opt watch_opts[] = {
	{ 0, "json", NULL, "print a JSON object a line" },
};

struct watch {
	bool json;
	struct jv *lines; /* owned: by id, the last one printed */
	struct jv *times; /* owned: by id, changedAt as told last */
};

/* When what is told happened: a change of state has its own time, which is long
 * ago where there was no supervisor; the rest is told at once. Unix ms. */
static int64_t
time_of(struct watch *w, const struct jv *session)
{
	const char *id = jv_string(session, "id");
	int64_t at = jv_int(session, "changedAt", 0), now = wall_ms(), last;

	if (id == NULL || at == 0)
		return now;
	last = jv_int(w->times, id, 0);
	jv_set_int(w->times, id, at);
	return last != 0 && last != at && at < now ? at : now;
}

/* " [Yes / No]": how the dialog that is shown can be answered; "" if none is.
 * Caller frees. */
static char *
options_of(const struct jv *session)
{
	const struct jv *list =
	    jv_get_array(jv_get_object(session, "dialog"), "options");
	char *text = xstrdup(""), *label, *more;
	size_t i;

	for (i = 0; i < jv_count(list); i++) {
		label = show_clean(jv_at(list, i), "label", 128);
		more = xasprintf("%s%s%s%s", text, i == 0 ? " [" : " / ", label,
		    i + 1 == jv_count(list) ? "]" : "");
		free(label);
		free(text);
		text = more;
	}
	return text;
}

/* Why it waits and for what, else what it does; caller frees. */
static char *
text_of(const struct jv *session)
{
	char *why = show_clean(session, "waitingFor", 128);
	char *text = show_text(session), *options, *all;

	if (*why == '\0' || strcmp(why, text) == 0) {
		free(why);
		return text;
	}
	options = options_of(session);
	all = xasprintf("%s: %s%s", why, text, options);
	free(options);
	free(why);
	free(text);
	return all;
}

/* What a person is told of a session; caller frees. */
static char *
line_of(const char *event, struct jv *session)
{
	bool removed = strcmp(event, "removed") == 0;
	char *id = show_clean(session, "id", 16);
	char *name = show_clean(session, "name", 256);
	char *text = text_of(session);
	char *state = show_state(session), *line;

	line = xasprintf("%s %s %s%s%s", id, removed ? event : state, name,
	    *text != '\0' ? " - " : "", text);
	free(id);
	free(name);
	free(text);
	free(state);
	return line;
}

/* "ID reply RECEIPT name - reason". */
static void
print_reply(struct jv *session, const char *clock)
{
	struct jv *reply = jv_get_object(session, "reply");
	char *id = show_clean(session, "id", 16);
	char *name = show_clean(session, "name", 256);
	char *word = show_clean(reply, "receipt", 16);
	char *reason = show_clean(reply, "reason", 512);

	printf("%s %s reply %s %s%s%s\n", clock, id, word, name,
	    *reason != '\0' ? " - " : "", reason);
	free(id);
	free(name);
	free(word);
	free(reason);
}

static void
print_text(struct watch *w, const char *event, struct jv *session, int64_t at)
{
	const char *id = jv_string(session, "id"), *last;
	char *line = line_of(event, session), clock[32] = "";
	time_t when = (time_t)(at / 1000);
	struct tm tm;

	last = jv_string(w->lines, id != NULL ? id : "");
	if (localtime_r(&when, &tm) != NULL)
		strftime(clock, sizeof clock, "%Y-%m-%d %H:%M:%S", &tm);
	if (strcmp(event, "reply") == 0)
		print_reply(session, clock);
	/* Something has changed that a line does not show. */
	else if (last == NULL || strcmp(last, line) != 0)
		printf("%s %s\n", clock, line);
	if (id != NULL && strcmp(event, "removed") == 0) {
		jv_unset(w->lines, id);
		jv_unset(w->times, id);
	} else if (id != NULL)
		jv_set_string(w->lines, id, line);
	free(line);
}

static void
print_json(const char *event, struct jv *session, int64_t at)
{
	struct jv *j = jv_object();
	char *text;

	jv_set_string(j, "event", event);
	jv_set_int(j, "at", at);
	jv_set(j, "session", jv_copy(session));
	text = jv_text(j, false);
	puts(text);
	free(text);
	jv_free(j);
}

static int
on_news(const char *event, struct jv *session, void *arg)
{
	struct watch *w = arg;
	int64_t at = time_of(w, session);

	if (w->json)
		print_json(event, session, at);
	else
		print_text(w, event, session, at);
	return fflush(stdout) == EOF ? 1 : 0;
}

static int
watch_run(struct cmd_call *c)
{
	struct watch w = { .json = opts_has(c->opts, "json") };
	char *cause = NULL;
	int r;

	w.lines = jv_object();
	w.times = jv_object();
	r = watching_run(c, -1, on_news, &w, &cause);
	jv_free(w.lines);
	jv_free(w.times);
	return r == -1 ? cmd_fail_cause(cause) : EXIT_OK;
}

const struct cmd cmd_watch = {
	.name = "watch",
	.opts = watch_opts,
	.nopts = nitems(watch_opts),
	.summary = "Print a line for each change of a session",
	.run = watch_run,
};
