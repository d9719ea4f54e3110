/* SPDX-License-Identifier: ISC */
/* attaching: a session in this terminal, and how that ended. */

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/envlist.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "client/attachrun.h"
#include "client/attachview.h"
#include "client/history.h"
#include "cmd/attaching.h"
#include "cmd/cmd.h"
#include "cmd/cmdconf.h"
#include "cmd/lookup.h"
#include "cmd/show.h"
#include "cmd/super.h"
#include "conf/conf.h"
#include "tty/caps.h"
#include "wire/call.h"

extern char **environ;

/* How long a session may take to be one in the background. */
#define BACKGROUND_MS	   1000
#define BACKGROUND_EACH_MS 20

/* What asking again for the session needs. */
struct again {
	struct cmd_call *call;
	const char *id;
	struct call *start; /* the request that starts it; may be NULL */
};

int
attaching_signal_status(const char *name)
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
exit_status(const char *id, const char *signame, int code)
{
	if (signame != NULL) {
		printf("[%s ended by %s]\n", id, signame);
		return attaching_signal_status(signame);
	}
	printf("[%s exited with status %d]\n", id, code);
	return code;
}

static int
end_status(const struct jv *session, const struct attach_end *end, bool lead)
{
	const char *id = jv_string(session, "id");

	switch (end->how) {
	case ATTACH_DETACHED:
		if (lead)
			show_card(session, NULL);
		else
			printf("[detached from %s]\n", id);
		return EXIT_OK;
	case ATTACH_EXITED:
		return exit_status(id, end->signal, end->exit_code);
	case ATTACH_SIGNAL:
		return end->signal != NULL ?
		    attaching_signal_status(end->signal) :
		    EXIT_FAILED;
	case ATTACH_LOST:
	case ATTACH_REFUSED:
		break;
	}
	return cmd_fail("%s: %s", id,
	    end->reason != NULL ? end->reason : "the session's host went away");
}

/* Until the host has noticed that we left: whoever lists sessions next shall
 * see it. */
static void
await_background(struct cmd_call *c, const char *id)
{
	monotime deadline = monotime_add(monotime_now(), BACKGROUND_MS);
	struct jv *session;
	const char *kind;
	char *cause;
	bool waits = true;

	while (waits && monotime_left(deadline) > 0) {
		cause = NULL;
		session = lookup_find(c, id, false, &cause);
		kind = jv_string(session, "kind");
		waits = kind != NULL && strcmp(kind, "interactive") == 0;
		jv_free(session);
		free(cause);
		if (waits)
			(void)poll(NULL, 0, BACKGROUND_EACH_MS);
	}
}

/* Why the start that was asked for has failed, as far as it is known now;
 * caller frees. */
static char *
start_failure(struct again *a)
{
	struct jv *result = NULL;
	char *cause = NULL, *why = NULL;
	struct msg m;

	if (a->start == NULL ||
	    call_next(a->start, &m, monotime_now(), &cause) != 1) {
		free(cause);
		return NULL;
	}
	if (m.type == MSG_RESULT)
		result = jv_parse((const char *)m.body, m.len, &cause);
	if (result != NULL && !jv_bool(result, "ok", false))
		why = xasprintf("cannot be started again: %s",
		    jv_string(result, "error") != NULL ?
			jv_string(result, "error") :
			"?");
	free(cause);
	jv_free(result);
	return why;
}

/* Where the session's next host is, once it has one. */
static char *
reopen(void *arg, char **why, bool *final)
{
	struct again *a = arg;
	struct jv *session;
	const char *socket;
	char *path = NULL, *state;

	if ((*why = start_failure(a)) != NULL) {
		*final = true;
		return NULL;
	}
	session = lookup_find(a->call, a->id, false, why);
	if (session == NULL)
		return NULL;
	socket = jv_string(session, "socket");
	if (socket != NULL)
		path = xstrdup(socket);
	else {
		state = show_state(session);
		*why = xasprintf("has ended: %s", state);
		free(state);
	}
	jv_free(session);
	return path;
}

/* A program that had ended before this terminal could look at it: how it did,
 * from its record. Frees cause. */
static int
missed(struct cmd_call *c, const char *id, char *cause)
{
	struct jv *session;
	char *why = NULL;
	int64_t code;
	int status;

	session = lookup_find(c, id, false, &why);
	free(why);
	code = jv_int(session, "exitCode", -1);
	if (jv_string(session, "signal") == NULL && code == -1)
		status = cmd_fail_cause(cause);
	else {
		free(cause);
		status =
		    exit_status(id, jv_string(session, "signal"), (int)code);
	}
	jv_free(session);
	return status;
}

bool
attaching_can(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

int
attaching_check(char **cause)
{
	struct caps caps;

	if (caps_load(&caps, caps_env, cause) == -1)
		return -1;
	caps_clear(&caps);
	return 0;
}

void
attaching_options(const struct conf *conf, struct attach_options *o)
{
	const char *keys;

	if (conf_source(conf, "prefix", NULL) != CONF_DEFAULT)
		o->prefix = conf_string(conf, "prefix");
	keys = conf_string(conf, "history.keys");
	o->history_vi = strcmp(keys, "vi") == 0 ||
	    (strcmp(keys, "auto") == 0 && history_default_vi());
	o->history_mouse = conf_bool(conf, "history.mouse");
	o->left_leaves = conf_bool(conf, "leftArrowOpensAgents");
	o->copy_command = conf_string(conf, "history.copyCommand");
	o->status_line = conf_bool(conf, "attach.statusLine");
	o->recap = conf_bool(conf, "attach.recap");
	o->count_waiting = conf_bool(conf, "attach.countWaiting");
	o->notify = conf_string(conf, "notify.form");
}

/* Ask for the start of a session that has ended, without waiting for it. NULL
 * and *cause. */
static struct call *
ask_start(struct cmd_call *c, const char *id, char **cause)
{
	monotime deadline = monotime_add(monotime_now(), SUPER_ANSWER_MS);
	struct call *call = super_open(c, cause);
	struct jv *body;

	if (call == NULL)
		return NULL;
	body = jv_object();
	jv_set_string(body, "id", id);
	jv_set(body, "env", envlist_jv(environ));
	if (call_send(call, MSG_SESSION_RESPAWN, body, deadline, cause) == 0) {
		call_close(call);
		call = NULL;
	}
	jv_free(body);
	return call;
}

int
attaching_run(struct cmd_call *c, const struct jv *session,
    struct attaching *how)
{
	struct again again = { c, jv_string(session, "id"), NULL };
	struct attach_options o = { 0 };
	struct attach_end end = { 0 };
	struct conf *conf;
	char *cause = NULL, *saved = NULL, *super;
	int status;

	o.socket = jv_string(session, "socket");
	o.id = again.id;
	o.name = jv_string(session, "name");
	o.read_only = how->read_only;
	o.take_over = how->take_over;
	o.lead = how->lead;
	o.once = jv_bool(session, "exec", false);
	o.reopen = reopen;
	o.arg = &again;
	if (o.socket == NULL) {
		if (attaching_check(&cause) == 0)
			again.start = ask_start(c, again.id, &cause);
		if (again.start == NULL)
			return cmd_fail_cause(cause);
	}
	o.saved = saved = xasprintf("%s/jobs/%s/screen", c->state, again.id);
	conf = cmdconf_load(c, NULL);
	if (!how->lead) /* its start has said it */
		cmdconf_warn(conf);
	cmdconf_keys(conf, NULL, NULL);
	attaching_options(conf, &o);
	o.super = super = path_join(c->runtime, "s");
	status = attachview_run(&o, &end, &cause);
	conf_free(conf);
	call_close(again.start);
	free(saved);
	free(super);
	if (status == -1)
		return how->lead ? missed(c, o.id, cause) :
				   cmd_fail_cause(cause);
	if (how->lead && end.how == ATTACH_DETACHED)
		await_background(c, o.id);
	how->to_agents =
	    end.how == ATTACH_DETACHED && end.leave == ATTACH_LEAVE_AGENTS;
	status =
	    how->to_agents ? EXIT_OK : end_status(session, &end, how->lead);
	free(end.signal);
	free(end.reason);
	return status;
}
