/* SPDX-License-Identifier: ISC */
/* cmd_attach: a session full-screen in this terminal. */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/opts.h"
#include "client/attachview.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/lookup.h"
#include "cmd/show.h"

static const struct opt attach_opts[] = {
	{ 'r', "read-only", NULL, "look, do not type" },
	{ 0, "take-over", NULL, "drive the session's size at once" },
};

/* 128 + the number of a signal by its name, as a shell tells it. */
static int
signal_status(const char *name)
{
	const char *abbrev;
	int n;

	if (strncmp(name, "SIG", 3) == 0)
		name += 3;
	for (n = 1; n < NSIG; n++) {
		abbrev = sigabbrev_np(n);
		if (abbrev != NULL && strcmp(abbrev, name) == 0)
			return 128 + n;
	}
	return EXIT_FAILED;
}

static int
end_status(const char *id, const struct attach_end *end)
{
	switch (end->how) {
	case ATTACH_DETACHED:
		printf("[detached from %s]\n", id);
		return EXIT_OK;
	case ATTACH_EXITED:
		if (end->signal != NULL) {
			printf("[%s ended by %s]\n", id, end->signal);
			return signal_status(end->signal);
		}
		printf("[%s exited with status %d]\n", id, end->exit_code);
		return end->exit_code;
	case ATTACH_SIGNAL:
		return end->signal != NULL ? signal_status(end->signal) :
					     EXIT_FAILED;
	case ATTACH_LOST:
	case ATTACH_REFUSED:
		break;
	}
	return cmd_fail("%s: %s", id,
	    end->reason != NULL ? end->reason : "the session's host went away");
}

static int
attach_to(struct cmd_call *c, struct jv *session)
{
	struct attach_options o = { 0 };
	struct attach_end end = { 0 };
	char *cause = NULL, *state;
	int status;

	o.socket = jv_string(session, "socket");
	o.id = jv_string(session, "id");
	o.name = jv_string(session, "name");
	o.read_only = opts_has(c->opts, "read-only");
	o.take_over = opts_has(c->opts, "take-over");
	if (o.socket == NULL) {
		state = show_state(session);
		status = cmd_fail("%s has ended: %s", o.id, state);
		free(state);
		return status;
	}
	if (attachview_run(&o, &end, &cause) == -1)
		return cmd_fail_cause(cause);
	status = end_status(o.id, &end);
	free(end.signal);
	free(end.reason);
	return status;
}

static int
attach_run(struct cmd_call *c)
{
	struct jv *session;
	char *cause = NULL;
	int status;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return cmd_fail("attach needs a terminal; bgmux logs prints "
				"a session's output");
	session = lookup_find(c, opts_argv(c->opts)[0], true, &cause);
	if (session == NULL)
		return cmd_fail_cause(cause);
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
