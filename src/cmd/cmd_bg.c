/* SPDX-License-Identifier: ISC */
/* cmd_bg: --bg, a session started in the background. */

#include <string.h>

#include "base/jv.h"
#include "base/opts.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/consent.h"
#include "cmd/show.h"
#include "cmd/start.h"

static const struct opt bg_opts[] = {
	{ 0, "name", "NAME", "the session's name" },
	{ 0, "tag", "TAG", "a tag of the session (repeatable)" },
	START_AGENT_OPTS,
	{ 0, "resume", "ID", "go on with that conversation of the agent" },
	{ 0, "cwd", "DIR", "where it runs (default: here)" },
	{ 0, "size", "COLSxROWS", "of its terminal (default: as this one)" },
	{ 0, "exec", "COMMAND", "a shell job; or --exec -- WORD ..." },
	{ 0, "json", NULL, "print the session as JSON" },
};

static int
bg_run(struct cmd_call *c)
{
	struct jv *body, *session;
	char *cause = NULL;
	int usage = 0, status;

	body = start_request(c, &usage, &cause);
	if (body == NULL && usage) {
		status = cmd_usage(c->cmd, "--bg: %s", cause);
		free(cause);
		return status;
	}
	if (body == NULL)
		return cmd_fail_cause(cause);
	if (consent_check(c, body, false, &cause) != 0) {
		jv_free(body);
		return cmd_fail_cause(cause);
	}
	session = start_session(c, body, &cause);
	jv_free(body);
	if (session == NULL)
		return cmd_fail_cause(cause);
	if (opts_has(c->opts, "json"))
		cmd_print_json(session);
	else
		show_card(session, NULL);
	jv_free(session);
	return EXIT_OK;
}

const struct cmd cmd_bg = {
	.name = "--bg",
	.opts = bg_opts,
	.nopts = nitems(bg_opts),
	.tail = "[TASK] [-- ARG ...]",
	.summary = "Start a session in the background",
	.max_operands = -1,
	.run = bg_run,
	.prepare = start_prepare,
};
