/* SPDX-License-Identifier: ISC */
/* cmd_run: run, a session started in this terminal. */

#include <stdlib.h>

#include "base/jv.h"
#include "base/opts.h"
#include "cmd/attaching.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/consent.h"
#include "cmd/start.h"
#include "cmd/viewing.h"

static const struct opt run_opts[] = {
	{ 0, "name", "NAME", "the session's name" },
	{ 0, "tag", "TAG", "a tag of the session (repeatable)" },
	START_AGENT_OPTS,
	{ 0, "resume", "ID", "go on with that conversation of the agent" },
	{ 0, "cwd", "DIR", "where it runs (default: here)" },
	{ 0, "exec", "COMMAND", "a shell job; or --exec -- WORD ..." },
};

static int
run_run(struct cmd_call *c)
{
	struct attaching how = { .lead = true };
	struct jv *body, *session;
	char *cause = NULL;
	int usage = 0, status;

	if (!attaching_can())
		return cmd_fail("run needs a terminal; bgmux --bg starts a "
				"session without one");
	if (attaching_check(&cause) == -1)
		return cmd_fail_cause(cause);
	body = start_request(c, &usage, &cause);
	if (body == NULL && usage) {
		status = cmd_usage(c->cmd, "run: %s", cause);
		free(cause);
		return status;
	}
	if (body == NULL)
		return cmd_fail_cause(cause);
	if (consent_check(c, body, true, &cause) != 0) {
		jv_free(body);
		return cmd_fail_cause(cause);
	}
	jv_set_string(body, "kind", "interactive");
	session = start_session(c, body, &cause);
	jv_free(body);
	if (session == NULL)
		return cmd_fail_cause(cause);
	status = attaching_run(c, session, &how);
	if (how.to_agents)
		status = viewing_run(c, jv_string(session, "id"));
	jv_free(session);
	return status;
}

const struct cmd cmd_run = {
	.name = "run",
	.opts = run_opts,
	.nopts = nitems(run_opts),
	.tail = "[TASK] [-- ARG ...]",
	.summary = "Start a session in this terminal",
	.max_operands = -1,
	.run = run_run,
	.prepare = start_prepare,
};
