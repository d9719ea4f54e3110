/* SPDX-License-Identifier: ISC */
/* cmd_attach: a session full-screen in this terminal. */

#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/opts.h"
#include "cmd/attaching.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/lookup.h"
#include "cmd/show.h"
#include "cmd/viewing.h"

static const struct opt attach_opts[] = {
	{ 'r', "read-only", NULL, "look, do not type" },
	{ 0, "take-over", NULL, "drive the session's size at once" },
};

static int
attach_to(struct cmd_call *c, struct jv *session)
{
	struct attaching how = { 0 };
	char *state;
	int status;

	how.read_only = opts_has(c->opts, "read-only");
	how.take_over = opts_has(c->opts, "take-over");
	/* An agent that has ended goes on where it left off. */
	if (jv_string(session, "socket") != NULL ||
	    (!how.read_only && jv_string(session, "machine") == NULL &&
		!jv_bool(session, "exec", false))) {
		status = attaching_run(c, session, &how);
		if (how.to_agents)
			status = viewing_run(c, jv_string(session, "id"));
		return status;
	}
	if (jv_string(session, "machine") != NULL)
		return cmd_fail_cause(lookup_no_host(session));
	state = show_state(session);
	status = cmd_fail("%s has ended: %s", jv_string(session, "id"), state);
	free(state);
	return status;
}

/* Whether we run on the session's own terminal. */
static bool
is_inside(const struct jv *session)
{
	const char *socket = jv_string(session, "socket");
	const char *ours = getenv("BGMUX_SOCKET");

	return socket != NULL && ours != NULL && strcmp(socket, ours) == 0;
}

static int
attach_run(struct cmd_call *c)
{
	struct jv *session;
	char *cause = NULL;
	int status;

	if (opts_has(c->opts, "read-only") && opts_has(c->opts, "take-over"))
		return cmd_usage(c->cmd,
		    "attach: who only looks cannot take over");
	if (!attaching_can())
		return cmd_fail("attach needs a terminal; bgmux logs prints "
				"a session's output");
	session = lookup_attach(c, opts_argv(c->opts)[0], &cause);
	if (session == NULL)
		return cmd_fail_cause(cause);
	if (is_inside(session))
		status = cmd_fail("%s is the session that this terminal is in: "
				  "it would show itself",
		    jv_string(session, "id"));
	else
		status = attach_to(c, session);
	jv_free(session);
	return status;
}

const struct cmd cmd_attach = {
	.name = "attach",
	.opts = attach_opts,
	.nopts = nitems(attach_opts),
	.tail = "ID",
	.summary = "Show a session full-screen in this terminal",
	.min_operands = 1,
	.max_operands = 1,
	.run = attach_run,
};
