/* SPDX-License-Identifier: ISC */
/* command: a shell command of the conversation: whether it may run, the wait
 * for its end, what is said of it. */

#include <sys/wait.h>

#include <poll.h>
#include <signal.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "sh/box.h"
#include "sh/talk_internal.h"
#include "sh/transcript.h"

#define TOOL	    "Bash" /* as hooks know it */
#define TICK_MS	    1000
#define DRAIN_MS    200	 /* for output after the end */
#define END_MS	    1000 /* for processes that are asked to end */
#define KEPT_MAX    8192 /* bytes of output in the transcript */
#define MESSAGE_MAX 300	 /* bytes of a command in a report */

/* --- permission */

static struct jv *
command_payload(struct talk *t, const char *event, const char *command)
{
	struct jv *v = talkhook_payload(t, event), *input = jv_object();
	char *id = xasprintf("tool-%lld", (long long)t->tools);

	jv_set_string(v, "tool_name", TOOL);
	jv_set_string(input, "command", command);
	jv_set(v, "tool_input", input);
	jv_set_string(v, "tool_use_id", id);
	free(id);
	return v;
}

/* It is not run: say so, and why. */
static bool
command_refuse(struct talk *t, const char *why)
{
	struct jv *v;

	if (io_quitting() != 0)
		return false;
	v = transcript_entry("denied");
	jv_set_string(v, "text", why);
	talk_note(t, v);
	talk_say(t, "%s %s\n", out_sign(&t->out, "\342\227\217", "*"), why);
	return false;
}

static void
command_allow(struct talk *t, const char *rule)
{
	struct jv *v = transcript_entry("allowed");

	strv_add(&t->permit.allowed, rule);
	jv_set_string(v, "rule", rule);
	talk_note(t, v);
}

/* What the answer to the dialog means. */
static bool
command_answered(struct talk *t, enum ask_end how, int selected,
    const char *rule, const char *reason)
{
	char *why;
	bool ok;

	if (how == ASK_CHOSEN && selected == 1)
		command_allow(t, rule);
	if (how == ASK_ALLOWED || (how == ASK_CHOSEN && selected < 2))
		return true;
	if (how == ASK_DENIED && reason != NULL) {
		why = xasprintf("Denied by a hook: %s", reason);
		ok = command_refuse(t, why);
		free(why);
		return ok;
	}
	if (!t->out.tty)
		return command_refuse(t,
		    "Not run: there is no terminal to ask on");
	return command_refuse(t, "Not run. What should be done instead?");
}

static bool
command_ask(struct talk *t, const char *command)
{
	char *rule = permit_rule(command), *what = permit_describe(rule);
	char *again = xasprintf("Yes, and don't ask again for %s", what);
	char *message = xasprintf("approve: %.*s", MESSAGE_MAX, command);
	struct hooks_run run = { 0 };
	struct dialog d;
	enum ask_end how;
	bool ok;

	dialog_init(&d, "Shell command", command, "Do you want to proceed?",
	    false);
	dialog_add(&d, "Yes");
	dialog_add(&d, again);
	dialog_add(&d, "No, and say what to do instead");
	if (t->hooks != NULL)
		hooks_start(t->hooks, &run, &t->io, "PermissionRequest", TOOL,
		    command_payload(t, "PermissionRequest", command));
	how = ask_dialog(t, &d, "permission", message, &run);
	ok = command_answered(t, how, d.selected, rule, run.reason);
	if (t->hooks != NULL)
		hooks_leave(&run);
	dialog_clear(&d);
	free(message);
	free(again);
	free(what);
	free(rule);
	return ok;
}

static bool
command_permitted(struct talk *t, const char *command)
{
	enum hooks_decision said;
	enum permit_verdict verdict = permit_judge(&t->permit, command);
	char *reason = NULL, *why;

	said = talkhook_run(t, "PreToolUse", TOOL,
	    command_payload(t, "PreToolUse", command), &reason);
	if (said == HOOKS_DENY) {
		why = xasprintf("Denied by a hook%s%s",
		    reason != NULL ? ": " : "", reason != NULL ? reason : "");
		command_refuse(t, why);
		free(why);
		free(reason);
		return false;
	}
	free(reason);
	if (said == HOOKS_ALLOW && verdict == PERMIT_ASK)
		verdict = PERMIT_RUN;
	if (said == HOOKS_ASK && verdict == PERMIT_RUN)
		verdict = PERMIT_ASK;
	switch (verdict) {
	case PERMIT_RUN:
		return true;
	case PERMIT_ASK:
		return command_ask(t, command);
	case PERMIT_SAY:
		why = xasprintf("Plan mode: would run: %s", command);
		talk_message(t, why);
		free(why);
		return false;
	default:
		return command_refuse(t,
		    "Not run: it is not allowed, and nobody is to be asked");
	}
}

/* --- the wait */

/* The command wants the terminal: it is told of as a need, for nobody else can
 * give it what it reads. */
static void
command_give(struct talk *t, struct task *k)
{
	struct buf lines = { 0 };
	const char *hint = "  the command has the terminal, Ctrl+C interrupts";

	if (k->fd != -1)
		task_read(k, &lines);
	panel_remove(&t->out);
	talk_output(t, &lines, false);
	/* Who reads the hint may type: that is echoed already. */
	out_give(&t->out);
	out_print(&t->out, "%s%s%s\n", OUT_DIM, hint, OUT_PLAIN);
	out_write(&t->out, k->partial.data, k->partial.len);
	buf_reset(&k->partial);
	buf_clear(&lines);
	t->io.reading = false;
	report_set(&t->report, REPORT_BLOCKED, "question",
	    "the command reads the terminal");
	task_give(k, &t->out);
}

static void
command_output(struct talk *t, struct task *k, struct buf *kept)
{
	struct buf lines = { 0 };
	int fd = k->fd;

	if (!task_read(k, &lines)) {
		io_unwatch(&t->io, fd);
		task_flush(k, &lines);
	}
	if (lines.len > 0) {
		if (k->given)
			report_set(&t->report, REPORT_WORKING, NULL, NULL);
		talk_output(t, &lines, k->given);
		buf_put(kept, lines.data, lines.len);
		if (kept->len > KEPT_MAX)
			buf_drain(kept, kept->len - KEPT_MAX);
	}
	if (!k->given)
		talk_draw(t);
	buf_clear(&lines);
}

static void
command_event(struct talk *t, struct task *k, const struct io_event *e,
    struct buf *kept)
{
	if (e->what == IO_CHILD) {
		if (task_check(k))
			command_give(t, k);
	} else if (e->what == IO_FD && k->fd != -1 && e->fd == k->fd)
		command_output(t, k, kept);
	else if (e->what == IO_QUIT || e->what == IO_END) {
		t->over = true;
		k->asked = k->asked > 0 ? k->asked : 1;
		task_interrupt(k);
	} else if (talk_busy(t, e)) {
		task_interrupt(k);
		talk_draw(t);
	} else if (!k->given)
		talk_draw(t);
}

/* Until it has ended: also of what it does when we are to end. */
static void
command_wait(struct talk *t, struct task *k, struct buf *kept)
{
	monotime until, limit = { 0 };
	struct io_event e;

	while (!k->ended) {
		until = monotime_add(monotime_now(), TICK_MS);
		io_wait(&t->io, k->given ? NULL : &until, &e);
		command_event(t, k, &e, kept);
		if (e.what != IO_QUIT && e.what != IO_END)
			continue;
		/* One second, then for sure. */
		t->io.ending = true;
		limit = monotime_add(monotime_now(), END_MS);
		while (!k->ended && monotime_left(limit) > 0) {
			io_wait(&t->io, &limit, &e);
			command_event(t, k, &e, kept);
		}
		task_interrupt(k);
	}
	until = monotime_add(monotime_now(), DRAIN_MS);
	while (k->fd != -1 && monotime_left(until) > 0) {
		io_wait(&t->io, &until, &e);
		command_event(t, k, &e, kept);
	}
}

/* --- what is left */

/* Keep what its processes still do, or be done with it. */
static void
command_leave(struct talk *t, struct task *k)
{
	size_t n = task_left(k);

	if (n == 0 || t->nleft == TALK_LEFT_MAX) {
		if (n > 0)
			kill(-k->pid, SIGTERM);
		if (k->fd != -1)
			io_unwatch(&t->io, k->fd);
		task_clear(k);
		return;
	}
	talk_say(t, "%s  %zu of its processes run%s on%s", OUT_DIM, n,
	    n == 1 ? "s" : "", OUT_PLAIN);
	t->left[t->nleft++] = *k;
}

void
command_end_left(struct talk *t)
{
	monotime limit = monotime_add(monotime_now(), END_MS);
	struct io_event e;
	monotime soon;
	size_t i, n = 0, left;

	for (i = 0; i < t->nleft; i++) {
		left = task_left(&t->left[i]);
		n += left;
		if (left > 0)
			kill(-t->left[i].pid, SIGTERM);
	}
	if (n > 0)
		talk_say(t, "%zu background process%s ended", n,
		    n == 1 ? "" : "es");
	do {
		for (i = 0, left = 0; i < t->nleft; i++)
			left += task_left(&t->left[i]);
		if (left == 0)
			break;
		soon = monotime_add(monotime_now(), 20);
		io_wait(&t->io, &soon, &e);
		talk_common(t, &e);
	} while (monotime_left(limit) > 0);
	for (i = 0; i < t->nleft; i++) {
		if (task_left(&t->left[i]) > 0)
			kill(-t->left[i].pid, SIGKILL);
		if (t->left[i].fd != -1)
			io_unwatch(&t->io, t->left[i].fd);
		task_clear(&t->left[i]);
	}
	t->nleft = 0;
}

/* --- the whole */

/* Its end, in the transcript, to the hooks and on the screen. */
static void
command_result(struct talk *t, const char *command, struct task *k,
    const struct buf *kept, bool whole)
{
	int signo, code = task_code(k, &signo);
	int64_t ms = monotime_diff(k->began, monotime_now());
	char *output =
	    xstrndup(kept->data != NULL ? (char *)kept->data : "", kept->len);
	struct jv *v = transcript_entry("result"), *response;
	char *message;

	jv_set_int(v, signo != 0 ? "signal" : "exitCode",
	    signo != 0 ? signo : code);
	jv_set_string(v, "output", output);
	jv_set_int(v, "ms", ms);
	/* Broken off by our own end it has no result: it is offered again. */
	if (io_quitting() != 0)
		jv_free(v);
	else
		talk_note(t, v);
	box_show_result(t, code, signo, (int)(ms / 1000));
	if (k->asked == 0 && !whole) {
		v = command_payload(t, "PostToolUse", command);
		response = jv_object();
		jv_set_string(response, "stdout", output);
		jv_set_int(response, "exitCode", code);
		jv_set(v, "tool_response", response);
		jv_set_int(v, "duration_ms", ms);
		talkhook_run(t, "PostToolUse", TOOL, v, NULL);
	}
	free(output);
	if (k->asked > 0) {
		if (!t->over)
			talk_say(t,
			    "Interrupted. What should be done instead?\n");
		turn_end(t, REPORT_IDLE, NULL);
		return;
	}
	message = xasprintf("exit %d", code);
	if (code != 0)
		talk_set(&t->suggestion, command);
	talk_set(&t->last, code != 0 ? message : "done");
	turn_end(t, code != 0 ? REPORT_ERROR : REPORT_DONE,
	    code != 0 ? message : NULL);
	free(message);
}

/* Begin to do something that the indicator shows. */
static void
command_show(struct talk *t, const char *doing)
{
	talk_set(&t->doing, doing);
	t->since = monotime_now();
	report_set(&t->report, REPORT_WORKING, NULL, NULL);
	talk_draw(t);
}

void
command_run(struct talk *t, const char *command, bool whole)
{
	struct buf kept = { 0 };
	struct task k;
	char *cause = NULL;

	t->tools++;
	if (!whole && !command_permitted(t, command)) {
		turn_end(t, REPORT_IDLE, NULL);
		return;
	}
	if (whole) {
		panel_remove(&t->out);
		t->io.reading = false;
		report_set(&t->report, REPORT_WORKING, NULL, NULL);
	} else
		command_show(t, "Running");
	/* What is no terminal is read by one at a time. */
	t->io.reading = t->io.reading && t->out.tty;
	if (task_start(&k, &t->out, command, whole, &cause) == -1) {
		talk_say(t, "%s", cause);
		k.ended = true;
	}
	free(cause);
	t->running = &k;
	if (k.fd != -1)
		io_watch(&t->io, k.fd);
	if (k.pid != -1)
		command_wait(t, &k, &kept);
	t->running = NULL;
	talk_set(&t->doing, NULL);
	if (k.given) {
		task_take(&k, &t->out);
		out_mend(&t->out);
	}
	out_take(&t->out);
	if (!t->io.reading)
		io_begin(&t->io);
	report_title(&t->report);
	if (k.pid != -1)
		command_leave(t, &k);
	command_result(t, command, &k, &kept, whole);
	buf_clear(&kept);
}
