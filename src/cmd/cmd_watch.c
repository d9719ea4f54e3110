/* SPDX-License-Identifier: ISC */
/* cmd_watch: a line for each change of a session. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/opts.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/show.h"
#include "cmd/watching.h"

static const struct opt watch_opts[] = {
	{ 0, "json", NULL, "print a JSON object a line" },
};

static void
print_text(const char *event, struct jv *session)
{
	char *id = show_clean(session, "id", 16);
	char *name = show_clean(session, "name", 256);
	char *summary = show_clean(session, "summary", 512);
	char *state = show_state(session);

	printf("%s %s %s %s%s%s\n", id,
	    strcmp(event, "removed") == 0 ? event : state, name,
	    *summary != '\0' ? "- " : "", summary, "");
	free(id);
	free(name);
	free(summary);
	free(state);
}

static int
on_news(const char *event, struct jv *session, void *arg)
{
	const bool *json = arg;
	struct jv *j;
	char *text;

	if (*json) {
		j = jv_object();
		jv_set_string(j, "event", event);
		jv_set(j, "session", jv_copy(session));
		text = jv_text(j, false);
		puts(text);
		free(text);
		jv_free(j);
	} else
		print_text(event, session);
	return fflush(stdout) == EOF ? 1 : 0;
}

static int
watch_run(struct cmd_call *c)
{
	bool json = opts_has(c->opts, "json");
	char *cause = NULL;

	if (watching_run(c, -1, on_news, &json, &cause) == -1)
		return cmd_fail_cause(cause);
	return EXIT_OK;
}

const struct cmd cmd_watch = {
	.name = "watch",
	.opts = watch_opts,
	.nopts = nitems(watch_opts),
	.summary = "Print a line for each change of a session",
	.run = watch_run,
};
