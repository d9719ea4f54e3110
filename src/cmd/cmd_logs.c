/* SPDX-License-Identifier: ISC */
/* cmd_logs: the recent output of a session. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/opts.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/hosts.h"
#include "cmd/lookup.h"
#include "cmd/saved.h"
#include "cmd/super.h"
#include "wire/call.h"

#define LINES_MAX 10000000
/* Between two messages of a host that sends. */
#define LOGS_MS	   15000
#define FOREVER_MS (INT64_C(1000) * 86400 * 365 * 10)

static const struct opt logs_opts[] = {
	{ 'n', "lines", "LINES", "the last LINES lines (default: all)" },
	{ 'f', "follow", NULL, "go on until the session ends" },
	{ 0, "ansi", NULL, "keep colours and attributes" },
	{ 0, "screen", NULL, "the screen as it is now" },
	{ 0, "json", NULL, "print a JSON object with the text" },
};

static struct jv *
request(struct opts *o, long long lines)
{
	struct jv *body = jv_object();

	jv_set_int(body, "lines", lines);
	jv_set_bool(body, "ansi", opts_has(o, "ansi"));
	jv_set_bool(body, "screen", opts_has(o, "screen"));
	jv_set_bool(body, "follow", opts_has(o, "follow"));
	return body;
}

/* The answer to the request: over without an error? */
static int
finish(const struct msg *m, char **cause)
{
	struct jv *result;
	int r = 0;

	result = jv_parse((const char *)m->body, m->len, cause);
	if (result == NULL)
		return -1;
	if (!jv_bool(result, "ok", false)) {
		*cause = xstrdup(jv_string(result, "error") != NULL ?
			jv_string(result, "error") :
			"refused");
		r = -1;
	}
	jv_free(result);
	return r;
}

/* Receive text until the answer comes; to out, or to stdout if NULL. */
static int
receive(struct call *call, uint32_t id, bool follow, struct buf *out,
    char **cause)
{
	struct msg m;
	int r;

	for (;;) {
		r = call_next(call, &m,
		    monotime_add(monotime_now(), follow ? FOREVER_MS : LOGS_MS),
		    cause);
		if (r == 0)
			*cause = xstrdup("the session's host stopped "
					 "answering");
		else if (r == -1 && *cause == NULL)
			*cause = xstrdup("the session's host went away");
		if (r != 1)
			return -1;
		if (m.type == MSG_RESULT && m.id == id)
			return finish(&m, cause);
		if (m.type != MSG_LOGS_DATA)
			continue;
		if (out != NULL)
			buf_put(out, m.body, m.len);
		else
			cmd_write(m.body, m.len);
	}
}

static void
print_as_json(struct jv *session, struct buf *out)
{
	struct jv *j = jv_object();
	size_t n;
	char *text = buf_steal(out, &n);

	jv_set_string(j, "id", jv_string(session, "id"));
	jv_set_string(j, "name", jv_string(session, "name"));
	jv_set_string(j, "state", jv_string(session, "state"));
	jv_set_string(j, "text", text);
	cmd_print_json(j);
	free(text);
	jv_free(j);
}

static int
from_host(struct cmd_call *c, struct jv *session, long long lines,
    struct buf *out, char **cause)
{
	struct jv *body = request(c->opts, lines);
	monotime deadline = monotime_add(monotime_now(), SUPER_ANSWER_MS);
	struct call *call;
	uint32_t id;
	int r = -1;

	call = hosts_open(session, SUPER_ANSWER_MS, cause);
	if (call != NULL) {
		id = call_send(call, MSG_HOST_LOGS, body, deadline, cause);
		if (id != 0)
			r = receive(call, id, opts_has(c->opts, "follow"), out,
			    cause);
		call_close(call);
	}
	jv_free(body);
	return r;
}

static int
logs_run(struct cmd_call *c)
{
	const char *n = opts_get(c->opts, "lines");
	bool json = opts_has(c->opts, "json");
	struct buf out = { 0 };
	struct jv *session;
	long long lines = 0;
	char *cause = NULL;
	int r;

	if (n != NULL &&
	    opts_number("lines", n, 1, LINES_MAX, &lines, &cause) == -1) {
		r = cmd_usage(c->cmd, "logs: %s", cause);
		free(cause);
		return r;
	}
	if (json && opts_has(c->opts, "follow"))
		return cmd_usage(c->cmd, "logs: --json does not go with -f");
	session = lookup_find(c, opts_argv(c->opts)[0], true, &cause);
	if (session == NULL)
		return cmd_fail_cause(cause);
	if (jv_string(session, "socket") != NULL)
		r = from_host(c, session, lines, json ? &out : NULL, &cause);
	else if (jv_string(session, "machine") != NULL &&
	    jv_int(session, "endedAt", 0) <= 0) {
		cause = lookup_no_host(session);
		r = -1;
	} else
		r = saved_logs(c, session, (size_t)lines,
		    opts_has(c->opts, "ansi"), json ? &out : NULL, &cause);
	if (r == 0 && json)
		print_as_json(session, &out);
	buf_clear(&out);
	jv_free(session);
	return r == 0 ? EXIT_OK : cmd_fail_cause(cause);
}

const struct cmd cmd_logs = {
	.name = "logs",
	.opts = logs_opts,
	.nopts = nitems(logs_opts),
	.tail = "ID",
	.summary = "Print a session's recent output",
	.min_operands = 1,
	.max_operands = 1,
	.run = logs_run,
};
