/* SPDX-License-Identifier: ISC */
/* cmd_report: what a program in a session says of it, to its host. */

#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/opts.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "wire/call.h"

#define RUNS_MAX 999999
#define NEXT_MAX (366LL * 86400) /* s */

#define REPORT_MS 2000 /* it stands in scripts: never in their way for long */

static const struct opt report_opts[] = {
	{ 0, "message", "TEXT", "what it does now" },
	{ 0, "waiting-for", "TEXT", "what it needs (with blocked)" },
	{ 0, "progress", "PERCENT", "how far it is, 0 to 100" },
	{ 0, "runs", "N",
	    "how often it has run (of what runs again and again)" },
	{ 0, "next", "SECONDS", "it sleeps, and runs again then" },
	{ 0, "summary", "TEXT", "the row's line from now on" },
	{ 0, "pr", "URL", "a pull request (repeatable)" },
};

static const char *const states[] = { "working", "blocked", "idle", "done",
	"failed", "clear" };

static bool
is_state(const char *word)
{
	size_t i;

	for (i = 0; i < nitems(states); i++)
		if (strcmp(word, states[i]) == 0)
			return true;
	return false;
}

/* A number of the options, if it is there: 0, or -1 and *cause. */
static int
put_number(struct opts *o, const char *name, long long max, struct jv *body,
    const char *key, char **cause)
{
	long long n = 0;

	if (!opts_has(o, name))
		return 0;
	if (opts_number(name, opts_get(o, name), 0, max, &n, cause) == -1)
		return -1;
	jv_set_int(body, key, n);
	return 0;
}

/* NULL and *cause if it is wrong usage. */
static struct jv *
request(struct opts *o, char **cause)
{
	const char *state = opts_argv(o)[0];
	struct jv *body, *prs;
	size_t i;

	if (!is_state(state)) {
		*cause = xasprintf("unknown state '%s'", state);
		return NULL;
	}
	if (opts_has(o, "waiting-for") && strcmp(state, "blocked") != 0) {
		*cause = xstrdup("--waiting-for goes with blocked");
		return NULL;
	}
	body = jv_object();
	if (put_number(o, "progress", 100, body, "progress", cause) == -1 ||
	    put_number(o, "runs", RUNS_MAX, body, "runs", cause) == -1 ||
	    put_number(o, "next", NEXT_MAX, body, "next", cause) == -1) {
		jv_free(body);
		return NULL;
	}
	jv_set_string(body, "state", state);
	jv_set_string(body, "message", opts_get(o, "message"));
	jv_set_string(body, "waitingFor", opts_get(o, "waiting-for"));
	jv_set_string(body, "summary", opts_get(o, "summary"));
	if (opts_has(o, "pr")) {
		prs = jv_array();
		for (i = 0; i < opts_count(o, "pr"); i++)
			jv_append_string(prs, opts_get_at(o, "pr", i));
		jv_set(body, "prs", prs);
	}
	return body;
}

static struct jv *
tell(const char *path, const struct jv *body, char **cause)
{
	monotime deadline = monotime_add(monotime_now(), REPORT_MS);
	struct jv *result;
	struct call *call;
	char *why = NULL;

	call = call_open(path, ROLE_REPORTER, deadline, &why);
	if (call == NULL) {
		*cause =
		    xasprintf("no answer from the session's host: %s", why);
		free(why);
		return NULL;
	}
	result = call_ask(call, MSG_HOST_REPORT, body, deadline, cause);
	call_close(call);
	return result;
}

static int
report_run(struct cmd_call *c)
{
	const char *path = getenv("BGMUX_SOCKET");
	struct jv *body, *result;
	char *cause = NULL;
	int status;

	if ((body = request(c->opts, &cause)) == NULL) {
		status = cmd_usage(c->cmd, "report: %s", cause);
		free(cause);
		return status;
	}
	if (path == NULL || *path != '/') {
		jv_free(body);
		return cmd_fail("report: not in a session (BGMUX_SOCKET is "
				"not set)");
	}
	jv_set_string(body, "token", getenv("BGMUX_TOKEN"));
	result = tell(path, body, &cause);
	jv_free(body);
	if (result == NULL) {
		status = cmd_fail("report: %s", cause);
		free(cause);
		return status;
	}
	jv_free(result);
	return EXIT_OK;
}

const struct cmd cmd_report = {
	.name = "report",
	.opts = report_opts,
	.nopts = nitems(report_opts),
	.tail = "working | blocked | idle | done | failed | clear",
	.summary = "Say of the session one is in how it is",
	.min_operands = 1,
	.max_operands = 1,
	.run = report_run,
};
