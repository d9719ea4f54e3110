/* SPDX-License-Identifier: ISC */
/* cmd_daemon: the supervisor's state and end. */

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
#include "cmd/show.h"
#include "cmd/super.h"
#include "wire/msg.h"

static const struct opt daemon_opts[] = {
	{ 0, "json", NULL, "status: print JSON" },
	{ 0, "keep-sessions", NULL, "stop: leave the sessions running" },
};

static int
not_running(char *cause)
{
	if (errno != ENOENT && errno != ECONNREFUSED)
		return cmd_fail_cause(cause);
	free(cause);
	return cmd_fail("the supervisor is not running; the next command that "
			"needs it starts it");
}

static void
print_problems(struct jv *s)
{
	struct jv *list = jv_get_array(s, "problems");
	const char *text;
	char *clean;
	size_t i;

	for (i = 0; i < jv_count(list); i++) {
		if ((text = jv_string_at(list, i)) == NULL)
			continue;
		clean = utf8_clean(text, strlen(text), 4096);
		printf("problem:   %s\n", clean);
		free(clean);
	}
}

static void
print_status(struct jv *s)
{
	char *age = show_age(wall_ms() - jv_int(s, "startedAt", 0));
	char *version = show_clean(s, "version", 64);
	char *socks = show_clean(s, "socketDir", 4096);
	char *state = show_clean(s, "stateDir", 4096);

	printf("pid:       %lld\n", (long long)jv_int(s, "pid", 0));
	printf("version:   %s\n", version);
	printf("uptime:    %s\n", age);
	printf("sessions:  %lld\n", (long long)jv_int(s, "sessions", 0));
	printf("sockets:   %s\n", socks);
	printf("state:     %s\n", state);
	printf("log:       %s/daemon.log\n", state);
	print_problems(s);
	free(age);
	free(version);
	free(socks);
	free(state);
}

static int
status(struct cmd_call *c)
{
	struct jv *result;
	char *cause = NULL;

	result = super_ask_running(c, MSG_DAEMON_STATUS, NULL, SUPER_REQUEST_MS,
	    &cause);
	if (result == NULL)
		return not_running(cause);
	jv_unset(result, "ok");
	if (opts_has(c->opts, "json"))
		cmd_print_json(result);
	else
		print_status(result);
	jv_free(result);
	return EXIT_OK;
}

static int
stop(struct cmd_call *c)
{
	struct jv *body = jv_object(), *result;
	char *cause = NULL;
	int64_t n;

	jv_set_bool(body, "keepSessions", opts_has(c->opts, "keep-sessions"));
	result = super_ask_running(c, MSG_DAEMON_STOP, body,
	    cmdconf_stop_most_ms(), &cause);
	jv_free(body);
	if (result == NULL)
		return not_running(cause);
	n = jv_int(result, "stopped", 0);
	if (opts_has(c->opts, "keep-sessions"))
		puts("stopped; its sessions go on");
	else
		printf("stopped (ended %lld session%s)\n", (long long)n,
		    n == 1 ? "" : "s");
	jv_free(result);
	return EXIT_OK;
}

static int
daemon_run(struct cmd_call *c)
{
	const char *what = opts_argv(c->opts)[0];

	if (strcmp(what, "status") == 0)
		return status(c);
	if (strcmp(what, "stop") == 0)
		return stop(c);
	return cmd_usage(c->cmd, "daemon: no '%s'", what);
}

const struct cmd cmd_daemon = {
	.name = "daemon",
	.opts = daemon_opts,
	.nopts = nitems(daemon_opts),
	.tail = "status | stop",
	.summary = "Tell about the supervisor, or stop it",
	.min_operands = 1,
	.max_operands = 1,
	.run = daemon_run,
};
