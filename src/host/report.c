/* SPDX-License-Identifier: ISC */
/* report: a session as JSON: whole, what has changed, how it ended. */

#include <sys/wait.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostreply.h"
#include "host/hostsummary.h"
#include "host/hosttold.h"
#include "host/report.h"
#include "term/screen.h"
#include "term/vt.h"

#define REPORT_SCHEMA 1

static const struct {
	const char *state;
	const char *status; /* while the worker lives */
} report_states[] = {
	[STATE_WORKING] = { "working", "busy" },
	[STATE_IDLE] = { "idle", "idle" },
	[STATE_DONE] = { "done", "idle" },
	[STATE_FAILED] = { "failed", "idle" },
	[STATE_STOPPED] = { "stopped", "idle" },
	[STATE_BLOCKED] = { "blocked", "waiting" },
};

static const struct {
	int number;
	const char *name;
} report_signals[] = {
	{ SIGABRT, "SIGABRT" },
	{ SIGALRM, "SIGALRM" },
	{ SIGBUS, "SIGBUS" },
	{ SIGFPE, "SIGFPE" },
	{ SIGHUP, "SIGHUP" },
	{ SIGILL, "SIGILL" },
	{ SIGINT, "SIGINT" },
	{ SIGKILL, "SIGKILL" },
	{ SIGPIPE, "SIGPIPE" },
	{ SIGPROF, "SIGPROF" },
	{ SIGQUIT, "SIGQUIT" },
	{ SIGSEGV, "SIGSEGV" },
	{ SIGSYS, "SIGSYS" },
	{ SIGTERM, "SIGTERM" },
	{ SIGTRAP, "SIGTRAP" },
	{ SIGUSR1, "SIGUSR1" },
	{ SIGUSR2, "SIGUSR2" },
	{ SIGVTALRM, "SIGVTALRM" },
	{ SIGXCPU, "SIGXCPU" },
	{ SIGXFSZ, "SIGXFSZ" },
};

static char *
report_signal_name(int number)
{
	size_t i;

	for (i = 0; i < nitems(report_signals); i++)
		if (report_signals[i].number == number)
			return xstrdup(report_signals[i].name);
	return xasprintf("SIG%d", number);
}

char *
report_reason(int status)
{
	char *name, *reason;

	if (WIFEXITED(status))
		return xasprintf("exit status %d", WEXITSTATUS(status));
	name = report_signal_name(WTERMSIG(status));
	reason = xasprintf("ended by %s", name);
	free(name);
	return reason;
}

static void
report_put_exit(const struct host *h, struct jv *jv)
{
	char *name;

	if (h->ended_at == 0)
		return;
	if (WIFEXITED(h->status)) {
		jv_set_int(jv, "exitCode", WEXITSTATUS(h->status));
		return;
	}
	name = report_signal_name(WTERMSIG(h->status));
	jv_set_string(jv, "signal", name);
	free(name);
}

/* What a stop left running, as "PID NAME". */
static void
report_put_left(const struct host *h, struct jv *jv)
{
	struct jv *left, *one;
	const char *comm;
	char *clean, *text;
	size_t i;

	if (jv_count(h->left) == 0)
		return;
	left = jv_array();
	for (i = 0; i < jv_count(h->left); i++) {
		one = jv_at(h->left, i);
		comm = jv_string(one, "comm");
		clean = comm == NULL ? xstrdup("?") :
				       utf8_clean(comm, strlen(comm), 64);
		text = xasprintf("%lld %s", (long long)jv_int(one, "pid", 0),
		    clean);
		jv_append_string(left, text);
		free(text);
		free(clean);
	}
	jv_set(jv, "left", left);
}

static void
report_put_size(const struct host *h, struct jv *jv)
{
	const struct screen *s;
	char *size;

	s = vt_screen(h->vt);
	size = xasprintf("%ux%u", screen_cols(s), screen_rows(s));
	jv_set_string(jv, "terminal", size);
	free(size);
}

static void
report_put_state(const struct host *h, struct jv *jv)
{
	jv_set_string(jv, "state", report_states[h->state].state);
	if (h->ended_at == 0)
		jv_set_string(jv, "status", report_states[h->state].status);
	jv_set_int(jv, "changedAt", h->changed_at);
}

static const char *
report_summary(const struct host *h)
{
	const char *text = hostsummary_text(h->by_command);

	if (text != NULL)
		return text;
	/* What a hook tells is how a turn has ended; the next one goes on. */
	if (h->said.summary == NULL ||
	    (h->evidence.sums_up && h->summary_new && *h->summary != '\0' &&
		h->state == STATE_WORKING))
		return h->summary;
	return h->said.summary;
}

struct jv *
report_changes(const struct host *h, unsigned what)
{
	struct jv *jv;

	jv = jv_object();
	jv_set_string(jv, "id", h->boot->id);
	if (what & (CHANGE_STATE | CHANGE_END))
		report_put_state(h, jv);
	if (what & CHANGE_SUMMARY)
		jv_set_string(jv, "summary", report_summary(h));
	if (what & (CHANGE_SAID | CHANGE_END)) {
		hosttold_put(h, jv);
		jv_set_int(jv, "changedAt", h->changed_at);
	}
	if (what & CHANGE_SIZE)
		report_put_size(h, jv);
	if (what & CHANGE_KIND)
		jv_set_string(jv, "kind", h->boot->kind);
	if (what & CHANGE_TAKES)
		jv_set_bool(jv, "takesReplies", hostreply_ready(h));
	if (what & CHANGE_VIEWS)
		jv_set_int(jv, "views", (int64_t)h->drive.n);
	if ((what & CHANGE_END) && h->ended_at != 0) {
		jv_set_int(jv, "endedAt", h->ended_at);
		jv_set_string(jv, "endedIn", report_states[h->ended_in].state);
		jv_set_string(jv, "reason", h->reason);
		jv_set_string(jv, "unsaved", h->unsaved);
		report_put_exit(h, jv);
		report_put_left(h, jv);
	}
	return jv;
}

struct jv *
report_session(const struct host *h)
{
	static const char *const said[] = { "waitingFor", "message", "progress",
		"prs", "dialog", "suggestion", "items", "loop", "limit",
		"unprompted" };
	struct jv *jv = report_whole(h);
	size_t i;

	for (i = 0; i < nitems(said); i++)
		if (jv_type(jv_get(jv, said[i])) == JV_NULL)
			jv_unset(jv, said[i]);
	return jv;
}

struct jv *
report_whole(const struct host *h)
{
	const struct boot *b = h->boot;
	struct jv *jv, *argv;
	size_t i;

	jv = report_changes(h, CHANGE_ALL);
	jv_set_string(jv, "name", b->name);
	jv_set_string(jv, "cwd", b->cwd);
	jv_set_string(jv, "adapter", b->adapter);
	jv_set_int(jv, "startedAt", b->started_at);
	if (h->ended_at == 0 && h->worker != 0)
		jv_set_int(jv, "pid", h->worker);
	jv_set_int(jv, "hostPid", getpid());
	jv_set_string(jv, "socket", h->socket);
	jv_set_bool(jv, "exec", b->exec);
	argv = jv_array();
	for (i = 0; i < b->argv.n; i++)
		jv_append_string(argv, b->argv.v[i]);
	jv_set(jv, "argv", argv);
	jv_set_int(jv, "schema", REPORT_SCHEMA);
	return jv;
}

struct jv *
report_hello(const struct host *h)
{
	struct jv *jv;

	jv = jv_object();
	jv_set_string(jv, "id", h->boot->id);
	jv_set_string(jv, "name", h->boot->name);
	jv_set_string(jv, "state", report_states[h->state].state);
	jv_set_string(jv, "kind", h->boot->kind);
	jv_set_bool(jv, "replies", true);
	if (h->ended_at == 0)
		jv_set_int(jv, "worker", h->worker);
	return jv;
}

struct jv *
report_exit(const struct host *h)
{
	struct jv *jv;

	jv = report_changes(h,
	    CHANGE_STATE | CHANGE_END | CHANGE_SUMMARY | CHANGE_KIND);
	jv_unset(jv, "unsaved");
	return jv;
}

struct jv *
report_view_end(const struct host *h)
{
	struct jv *jv;

	jv = jv_object();
	report_put_exit(h, jv);
	jv_set_string(jv, "reason",
	    h->respawning		  ? "respawn" :
		h->state == STATE_STOPPED ? "stopped" :
					    "exited");
	if (h->unjudged || (h->respawning && h->state == STATE_FAILED))
		jv_set_bool(jv, "died", true);
	return jv;
}
