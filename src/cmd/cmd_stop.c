/* SPDX-License-Identifier: ISC */
/* cmd_stop: stop and rm, the ends of sessions. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/opts.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmdconf.h"
#include "cmd/cmdtable.h"
#include "cmd/hosts.h"
#include "cmd/lookup.h"
#include "cmd/super.h"
#include "wire/call.h"

/* Ask the session's host itself, while the supervisor does not answer. */
static struct jv *
stop_directly(struct jv *session, int ms, char **cause)
{
	const char *path = jv_string(session, "socket");
	monotime deadline = monotime_add(monotime_now(), ms);
	struct call *call;
	struct jv *result;

	if (path == NULL) {
		*cause = xstrdup("its host has no socket");
		return NULL;
	}
	call = hosts_open(session, ms, cause);
	if (call == NULL)
		return NULL;
	result = call_ask(call, MSG_HOST_STOP, NULL, deadline, cause);
	call_close(call);
	return result;
}

/* Name the processes that were left, since they made sessions of their own. */
static void
print_left(struct jv *result)
{
	struct jv *left;
	const char *text;
	char *clean;
	size_t i;

	left = jv_get_array(jv_get_object(result, "session"), "left");
	for (i = 0; i < jv_count(left); i++) {
		if ((text = jv_string_at(left, i)) == NULL)
			continue;
		clean = utf8_clean(text, strlen(text), 128);
		fprintf(stderr,
		    "bgmux: left running, in a session of its own: %s\n",
		    clean);
		free(clean);
	}
}

static int
end_one(struct cmd_call *c, uint16_t type, const char *what, const char *done)
{
	struct jv *session, *body, *result;
	char *cause = NULL;
	const char *id;
	int ms;

	session = lookup_find(c, what, false, &cause);
	if (session == NULL)
		return cmd_fail_cause(cause);
	id = jv_string(session, "id");
	body = jv_object();
	jv_set_string(body, "id", id);
	ms = cmdconf_stop_ms(c, jv_string(session, "cwd"));
	result = super_ask(c, type, body, ms, &cause);
	if (result == NULL && errno != 0 && type == MSG_SESSION_STOP) {
		free(cause);
		cause = NULL;
		result = stop_directly(session, ms, &cause);
	}
	jv_free(body);
	if (result != NULL) {
		printf("%s %s\n", done, id);
		print_left(result);
	}
	jv_free(session);
	if (result == NULL)
		return cmd_fail_cause(cause);
	jv_free(result);
	return EXIT_OK;
}

static int
end_all(struct cmd_call *c, uint16_t type, const char *done)
{
	int i, status = EXIT_OK;

	for (i = 0; i < opts_argc(c->opts); i++) {
		if (end_one(c, type, opts_argv(c->opts)[i], done) != EXIT_OK)
			status = EXIT_FAILED;
	}
	return status;
}

static int
stop_run(struct cmd_call *c)
{
	return end_all(c, MSG_SESSION_STOP, "stopped");
}

static int
rm_run(struct cmd_call *c)
{
	return end_all(c, MSG_SESSION_REMOVE, "removed");
}

const struct cmd cmd_stop = {
	.name = "stop",
	.alias = "kill",
	.tail = "ID ...",
	.summary = "Stop sessions' processes",
	.min_operands = 1,
	.max_operands = -1,
	.run = stop_run,
};

const struct cmd cmd_rm = {
	.name = "rm",
	.tail = "ID ...",
	.summary = "Remove sessions",
	.min_operands = 1,
	.max_operands = -1,
	.run = rm_run,
};
