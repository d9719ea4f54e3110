/* SPDX-License-Identifier: ISC */
/* viewing: the agent view with the settings, and what it needs of the commands:
 * how sessions are started, and the supervisor. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "agent/adapter.h"
#include "base/jv.h"
#include "base/opts.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "client/agentview.h"
#include "client/attachview.h"
#include "client/plainview.h"
#include "cmd/attaching.h"
#include "cmd/cmd.h"
#include "cmd/cmdconf.h"
#include "cmd/consent.h"
#include "cmd/lookup.h"
#include "cmd/start.h"
#include "cmd/super.h"
#include "cmd/viewing.h"
#include "conf/conf.h"
#include "wire/call.h"

#define DEFAULTS 3

struct viewing {
	struct cmd_call *call;	 /* borrowed */
	struct adapter *adapter; /* owned: of new sessions; may be NULL */
};

static pid_t
on_start(void *arg)
{
	(void)arg;
	return super_start_later();
}

static struct jv *
on_request(const struct compose *typed, unsigned rows, unsigned cols,
    char **cause, void *arg)
{
	struct cmd_call *c = ((struct viewing *)arg)->call;
	struct jv *body = start_typed(c, typed, rows, cols, cause);

	if (body != NULL && consent_check(c, body, false, cause) != 0) {
		jv_free(body);
		body = NULL;
	}
	return body;
}

static struct jv *
on_environment(void *arg)
{
	(void)arg;
	return start_environment();
}

static void
on_commands(const char *agent, bool first, agentview_command_cb tell,
    void *tell_arg, void *arg)
{
	struct viewing *v = arg;
	struct adapter *a = v->adapter;
	char *cause = NULL;
	size_t i;

	if (a == NULL || strcmp(a->name, agent) != 0)
		a = adapter_find(agent, NULL, &cause);
	for (i = 0; a != NULL && i < a->commands.n; i++)
		if (!first || a->commands.list[i].first)
			tell(a->commands.list[i].name, a->commands.list[i].text,
			    tell_arg);
	if (a != v->adapter)
		adapter_destroy(a);
	free(cause);
}

/* There is a supervisor, or it is said why not before the terminal changes. */
static int
have_supervisor(struct cmd_call *c)
{
	struct call *call;
	char *cause = NULL;

	call = super_open(c, &cause);
	if (call == NULL && errno == ETIMEDOUT) {
		/* It may be stopped for a while: the view waits for it. */
		free(cause);
		return EXIT_OK;
	}
	if (call == NULL)
		return cmd_fail_cause(cause);
	call_close(call);
	return EXIT_OK;
}

/* What is wrong with the settings is said in the view, and after it. */
static void
on_error(const char *text, void *arg)
{
	char **first = arg;

	cmd_fail("%s", text);
	if (*first == NULL)
		*first = xstrdup(text);
}

/* The first thing that is wrong with the settings; NULL if nothing is. Of trust
 * the view itself asks. */
static char *
settle_keys(const struct conf *conf)
{
	char *first = NULL;
	size_t i;

	for (i = 0; i < conf_faults(conf); i++)
		on_error(conf_error(conf, i), &first);
	cmdconf_keys(conf, on_error, &first);
	return first;
}

/* What new sessions will be, shown in the head; NULL: that cannot be told. */
static struct adapter *
find_adapter(struct cmd_call *c)
{
	const char *with = opts_get(c->opts, "with");
	char *cause = NULL;
	struct adapter *a;

	a = adapter_find(with != NULL ? with : "auto", NULL, &cause);
	free(cause);
	return a;
}

static int
run(struct cmd_call *c, struct agentview_options *o)
{
	struct agentview_end end;
	char *cause = NULL;
	int status = EXIT_OK;

	(void)c;
	if (agentview_run(o, &end, &cause) == -1) {
		/* What such a terminal can do all the same. */
		status = cmd_fail("%s; agents --plain shows the sessions in "
				  "lines",
		    cause);
		free(cause);
		return status;
	}
	if (end.signal != NULL)
		status = attaching_signal_status(end.signal);
	free(end.signal);
	return status;
}

/* In lines, as often as a session was opened and left. */
static int
run_plain(struct cmd_call *c, struct agentview_options *o)
{
	struct attaching how = { 0 };
	struct jv *session;
	char *open, *cause;

	for (;;) {
		plainview_run(o, &open);
		if (open == NULL)
			return EXIT_OK;
		cause = NULL;
		session = lookup_attach(c, open, &cause);
		if (!attaching_can())
			(void)cmd_fail("this is no terminal");
		else if (session == NULL)
			(void)cmd_fail_cause(cause);
		else if (jv_string(session, "socket") == NULL)
			(void)cmd_fail("%s has ended", open);
		else
			(void)attaching_run(c, session, &how);
		jv_free(session);
		free(open);
	}
}

/* What else the command asks for of new sessions. */
static size_t
get_defaults(struct cmd_call *c, const char *out[])
{
	static const char *const names[DEFAULTS] = { "agent", "effort",
		"permission-mode" };
	const char *value;
	size_t i, n = 0;

	for (i = 0; i < nitems(names); i++)
		if ((value = opts_get(c->opts, names[i])) != NULL)
			out[n++] = value;
	return n;
}

int
viewing_run(struct cmd_call *c, const char *select)
{
	struct agentview_options o = { 0 };
	struct attach_options attach = { 0 };
	const char *dir = opts_get(c->opts, "cwd");
	struct viewing v = { c, find_adapter(c) };
	char *socket = path_join(c->runtime, "s");
	char *cwd = path_absolute(dir != NULL ? dir : ".");
	struct conf *conf = cmdconf_load(c, cwd);
	char *note = settle_keys(conf);
	const char *defaults[DEFAULTS];
	const char **groups;
	size_t n;
	int status;

	groups = cmdconf_strings(conf, "agents.groups", &n);
	attaching_options(conf, &attach);
	o.socket = socket;
	o.state = c->state;
	o.cwd = cwd;
	o.scope = dir != NULL ? cwd : NULL;
	o.select = select;
	o.agent = v.adapter != NULL ? v.adapter->name : NULL;
	o.model = opts_get(c->opts, "model");
	o.ndefaults = get_defaults(c, defaults);
	o.defaults = defaults;
	o.mouse = conf_bool(conf, "agents.mouse");
	o.animate = conf_bool(conf, "agents.animation");
	o.suspend_exits = conf_bool(conf, "agents.suspendExits");
	o.stable = strcmp(conf_string(conf, "agents.sort"), "stable") == 0;
	o.groups = groups;
	o.ngroups = n;
	o.note = note;
	o.attach = &attach;
	o.start = on_start;
	o.request = on_request;
	o.environment = on_environment;
	o.commands = on_commands;
	o.arg = &v;
	if (cwd == NULL)
		status = cmd_fail("%s: %s", dir != NULL ? dir : ".",
		    strerror(errno));
	else
		status = have_supervisor(c);
	if (status == EXIT_OK)
		status =
		    opts_has(c->opts, "plain") ? run_plain(c, &o) : run(c, &o);
	conf_free(conf);
	free(groups);
	free(note);
	free(socket);
	adapter_destroy(v.adapter);
	free(cwd);
	return status;
}
