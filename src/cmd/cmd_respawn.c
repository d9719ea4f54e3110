/* SPDX-License-Identifier: ISC */
/* cmd_respawn: agents' sessions, started again with their conversations. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/envlist.h"
#include "base/jv.h"
#include "base/opts.h"
#include "cmd/cmd.h"
#include "cmd/cmdconf.h"
#include "cmd/cmdtable.h"
#include "cmd/lookup.h"
#include "cmd/super.h"
#include "wire/msg.h"

#define START_MS 12000 /* for a host and its worker, besides the stop */

extern char **environ;

static const struct opt respawn_opts[] = {
	{ 0, "all", NULL, "all agents' sessions that run" },
};

/* The environment is for a session whose own was not kept, and for what an
 * older one may not tell: where the ssh agent is now. */
static int
respawn(struct cmd_call *c, const struct jv *session)
{
	const char *id = jv_string(session, "id");
	struct jv *body = jv_object(), *result;
	char *cause = NULL;
	int ms;

	jv_set_string(body, "id", id);
	jv_set(body, "env", envlist_jv(environ));
	ms = cmdconf_stop_ms(c, jv_string(session, "cwd")) + START_MS;
	result = super_ask(c, MSG_SESSION_RESPAWN, body, ms, &cause);
	jv_free(body);
	if (result == NULL) {
		cmd_fail("%s: %s", id, cause);
		free(cause);
		return EXIT_FAILED;
	}
	printf("restarted %s\n", id);
	jv_free(result);
	return EXIT_OK;
}

static int
respawn_one(struct cmd_call *c, const char *what)
{
	struct jv *session;
	char *cause = NULL;
	int status;

	session = lookup_find(c, what, false, &cause);
	if (session == NULL)
		return cmd_fail_cause(cause);
	status = respawn(c, session);
	jv_free(session);
	return status;
}

/* Those of other machines are not ours to start, jobs are nobody's. */
static bool
is_restartable(const struct jv *session)
{
	return !jv_bool(session, "exec", false) &&
	    jv_string(session, "machine") == NULL;
}

static int
respawn_all(struct cmd_call *c)
{
	struct jv *list, *session;
	char *cause = NULL;
	int status = EXIT_OK, n = 0;
	size_t i;

	list = lookup_list(c, false, NULL, NULL, &cause);
	if (list == NULL)
		return cmd_fail_cause(cause);
	for (i = 0; i < jv_count(list); i++) {
		session = jv_at(list, i);
		if (!is_restartable(session))
			continue;
		n++;
		if (respawn(c, session) != EXIT_OK)
			status = EXIT_FAILED;
	}
	jv_free(list);
	if (n == 0)
		puts("no running sessions to restart");
	return status;
}

static int
respawn_run(struct cmd_call *c)
{
	int i, n = opts_argc(c->opts), status = EXIT_OK;

	if (opts_has(c->opts, "all") != (n == 0))
		return cmd_usage(c->cmd,
		    "respawn: name sessions, or say --all");
	if (n == 0)
		return respawn_all(c);
	for (i = 0; i < n; i++)
		if (respawn_one(c, opts_argv(c->opts)[i]) != EXIT_OK)
			status = EXIT_FAILED;
	return status;
}

const struct cmd cmd_respawn = {
	.name = "respawn",
	.opts = respawn_opts,
	.nopts = nitems(respawn_opts),
	.tail = "[ID ...]",
	.summary = "Restart agents with their conversations",
	.max_operands = -1,
	.run = respawn_run,
};
