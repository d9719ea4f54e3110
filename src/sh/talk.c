/* SPDX-License-Identifier: ISC */
/* talk: the conversation of the built-in agent, from its first line to its
 * last.
 *
 * There is one thing at a time: the prompt, a dialog, or a running task. Each
 * is a loop over io_wait() that does its own events and gives the rest to
 * talk_common(). */

#include <sys/wait.h>

#include <stdarg.h>
#include <signal.h>

#include "base/jv.h"
#include "base/path.h"
#include "base/random.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/agentfile.h"
#include "sh/box.h"
#include "sh/filter.h"
#include "sh/talk.h"
#include "sh/talk_internal.h"
#include "sh/transcript.h"

#define ANSWER_MS   500	 /* for the terminal's answer before the first task */
#define SHOWN_MAX   4096 /* bytes of an old text that are shown */
#define SHOWN_LINES 20	 /* of instructions */

void
talk_set(char **to, const char *s)
{
	char *copy = s != NULL ? xstrdup(s) : NULL;

	free(*to);
	*to = copy;
}

void
talk_draw(struct talk *t)
{
	struct panel p = { 0 };

	if (!t->out.raw)
		return;
	if (t->dialog != NULL)
		dialog_draw(t->dialog, &t->out, &p);
	else
		box_draw(t, &p);
	panel_draw(&t->out, &p);
}

void
talk_say(struct talk *t, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = xvasprintf(fmt, ap);
	va_end(ap);
	out_print(&t->out, "%s\n", s);
	free(s);
}

void
talk_note(struct talk *t, struct jv *v)
{
	char *cause = NULL;

	if (transcript_add(t->transcript, v, &cause) != 0)
		talk_say(t, "cannot write the transcript: %s", cause);
	free(cause);
}

void
talk_message(struct talk *t, const char *text)
{
	char *clean = utf8_clean(text, strlen(text), SHOWN_MAX);
	struct jv *v = transcript_entry("message");

	jv_set_string(v, "text", clean);
	talk_note(t, v);
	talk_say(t, "%s %s", out_sign(&t->out, "\342\227\217", "*"), clean);
	talk_set(&t->last, clean);
	free(clean);
}

void
talk_output(struct talk *t, const struct buf *lines, bool all)
{
	struct buf b = { 0 };

	if (lines->len == 0)
		return;
	panel_remove(&t->out);
	if (all)
		out_write(&t->out, lines->data, lines->len);
	else {
		filter_lines(lines->data, lines->len, &b);
		out_write(&t->out, b.data, b.len);
	}
	buf_clear(&b);
}

/* Output of a task that has ended while its processes have not. */
static bool
talk_left(struct talk *t, int fd)
{
	struct buf lines = { 0 };
	size_t i;

	for (i = 0; i < t->nleft; i++) {
		if (t->left[i].fd != fd)
			continue;
		if (!task_read(&t->left[i], &lines)) {
			io_unwatch(&t->io, fd);
			task_flush(&t->left[i], &lines);
		}
		talk_output(t, &lines, false);
		talk_draw(t);
		buf_clear(&lines);
		return true;
	}
	return false;
}

bool
talk_common(struct talk *t, const struct io_event *e)
{
	switch (e->what) {
	case IO_SIZE:
		if (out_resize(&t->out))
			talk_draw(t);
		return true;
	case IO_FD:
		return talk_left(t, e->fd);
	case IO_KEY:
		if (report_answer(&t->report, &e->key))
			return true;
		if (e->key.what == KEYS_CTRL_L) {
			out_print(&t->out, "\033[H\033[2J");
			talk_draw(t);
			return true;
		}
		return false;
	default:
		return false;
	}
}

bool
talk_busy(struct talk *t, const struct io_event *e)
{
	char *text;

	if (e->what == IO_INTERRUPT)
		return true;
	if (e->what == IO_END)
		t->over = true;
	if (e->what == IO_END || talk_common(t, e) || e->what != IO_KEY)
		return e->what == IO_END;
	/* Ctrl+C means what was typed meanwhile first, as at the prompt. */
	if (e->key.what == KEYS_ESC ||
	    (e->key.what == KEYS_CTRL_C && edit_empty(&t->edit)))
		return true;
	if (e->key.what == KEYS_CTRL_C)
		edit_set(&t->edit, "");
	else if (e->key.what == KEYS_ENTER) {
		text = edit_take(&t->edit);
		if (*text != '\0' && t->queue.n < TALK_QUEUE_MAX)
			strv_add(&t->queue, text);
		free(text);
	} else
		edit_key(&t->edit, &e->key);
	talk_draw(t);
	return false;
}

/* An entry of a conversation that goes on: as it was on the screen. */
static void
talk_show_old(const struct jv *v, void *arg)
{
	struct talk *t = arg;
	const char *type = jv_string(v, "type"), *text = jv_string(v, "text");

	if (type == NULL)
		return;
	if (strcmp(type, "allowed") == 0 && jv_string(v, "rule") != NULL)
		strv_add(&t->permit.allowed, jv_string(v, "rule"));
	if (strcmp(type, "name") == 0 && text != NULL)
		talk_set(&t->name, text);
	if (strcmp(type, "task") == 0 && text != NULL) {
		edit_remember(&t->edit, text);
		talk_set(&t->suggestion, text);
	}
	if (strcmp(type, "turn") == 0 || strcmp(type, "cleared") == 0)
		talk_set(&t->suggestion, NULL);
	box_show_old(t, v);
}

/* What was agreed to, and the screen, of a conversation that goes on. */
static int
talk_resume(struct talk *t, char **cause)
{
	if (transcript_read(t->transcript, talk_show_old, t)) {
		if (t->suggestion != NULL)
			talk_say(t, "%sthe last task did not end%s", OUT_DIM,
			    OUT_PLAIN);
		return 0;
	}
	*cause = xstrdup("there is no such conversation");
	return -1;
}

/* Whether its instructions can be had; and what they say of the rest, unless
 * the command line says otherwise. A file does not free itself of questions. */
static int
talk_agent(struct talk *t, const struct talk_options *o, struct agentfile **a,
    char **cause)
{
	enum permit_mode mode;

	if (o->agent == NULL)
		return 0;
	*a = agentfile_find(o->agent, cause);
	if (*a == NULL)
		return -1;
	if (t->model == NULL)
		talk_set(&t->model, (*a)->model);
	if (o->mode == NULL && (*a)->mode != NULL &&
	    permit_find((*a)->mode, &mode) &&
	    (mode == PERMIT_PLAN || mode == PERMIT_DONT_ASK))
		t->permit.mode = mode;
	return 0;
}

static void
talk_show_agent(struct talk *t, const char *name, const struct agentfile *a)
{
	const char *p = a->text, *end;
	int lines;

	talk_say(t, "%sagent %s%s%s%s", OUT_DIM, name,
	    a->description != NULL ? ": " : "",
	    a->description != NULL ? a->description : "", OUT_PLAIN);
	for (lines = 0; *p != '\0' && lines < SHOWN_LINES; lines++) {
		end = strchr(p, '\n');
		talk_say(t, "%s  %.*s%s", OUT_DIM, (int)(end - p), p,
		    OUT_PLAIN);
		p = end + 1;
	}
	if (*p != '\0')
		talk_say(t, "%s  (more in %s)%s", OUT_DIM, a->path, OUT_PLAIN);
	talk_say(t, "%s", "");
}

static int
talk_settings(struct talk *t, const struct talk_options *o, char **cause)
{
	char *dir;
	size_t i;

	if (o->mode != NULL && !permit_find(o->mode, &t->permit.mode)) {
		*cause = xasprintf("'%s' is no permission mode: default, "
				   "acceptEdits, plan, auto, dontAsk, "
				   "bypassPermissions",
		    o->mode);
		return -1;
	}
	t->hooks = hooks_create();
	for (i = 0; i < o->nsettings; i++) {
		if (hooks_load(t->hooks, o->settings[i], &t->permit, cause) ==
		    -1)
			return -1;
	}
	if (o->no_hooks) {
		hooks_destroy(t->hooks);
		t->hooks = NULL;
	}
	for (i = 0; i <= o->ndirs; i++) {
		dir = path_absolute(i < o->ndirs ? o->dirs[i] : ".");
		if (dir != NULL)
			strv_take(&t->permit.dirs, dir);
	}
	return 0;
}

/* An id of our own, for a conversation that was given none. */
static char *
talk_new_id(void)
{
	char id[9];

	random_hex(id, 4);
	return xstrdup(id);
}

/* Whatever can be refused, before anything is shown. */
static int
talk_open(struct talk *t, const struct talk_options *o, struct agentfile **a,
    char **cause)
{
	edit_init(&t->edit);
	t->report.percent = -1;
	t->id = o->id != NULL ? xstrdup(o->id) : talk_new_id();
	talk_set(&t->name, o->name);
	talk_set(&t->model, o->model);
	if (talk_settings(t, o, cause) == -1 ||
	    talk_agent(t, o, a, cause) == -1)
		return -1;
	t->transcript = transcript_create(t->id, cause);
	return t->transcript != NULL ? 0 : -1;
}

/* The start of the conversation, and the terminal asked what it knows. */
static int
talk_begin(struct talk *t, const struct talk_options *o,
    const struct agentfile *a, char **cause)
{
	struct jv *v;

	out_open(&t->out);
	io_init(&t->io);
	t->io.lines = !t->out.tty;
	out_print(&t->out,
	    "bgmux sh: tasks are shell commands, /exit ends\n\n");
	if (a != NULL)
		talk_show_agent(t, o->agent, a);
	if (o->resume && talk_resume(t, cause) == -1)
		return -1;
	if (transcript_begin(t->transcript, o->resume, cause) != 0)
		return -1;
	if (t->name == NULL)
		t->name = xstrdup("bgmux-sh");
	v = transcript_entry("name");
	jv_set_string(v, "text", t->name);
	talk_note(t, v);
	out_take(&t->out);
	io_begin(&t->io);
	t->report.out = &t->out;
	t->report.status = !o->no_report;
	t->report.title = !o->no_title;
	t->report.measure = !o->no_progress;
	report_begin(&t->report, t->name);
	v = talkhook_payload(t, "SessionStart");
	jv_set_string(v, "source", o->resume ? "resume" : "startup");
	talkhook_run(t, "SessionStart", NULL, v, NULL);
	return 0;
}

/* The terminal answers at once or never: wait for that before the first task,
 * to whose input the answer would go else. */
static void
talk_await_answer(struct talk *t)
{
	monotime until = monotime_add(monotime_now(), ANSWER_MS);
	struct io_event e;

	if (!t->out.tty || !t->report.status)
		return;
	while (!t->report.answered && !t->report.fenced) {
		io_wait(&t->io, &until, &e);
		if (e.what == IO_TIME || e.what == IO_QUIT || e.what == IO_END)
			break;
		talk_busy(t, &e);
	}
}

/* The keys of the prompt that are not the editor's. */
static void
talk_prompt_key(struct talk *t, const struct keys_event *k)
{
	bool empty = edit_empty(&t->edit), again = t->notice != NULL;
	char *text;

	talk_set(&t->notice, NULL);
	switch (k->what) {
	case KEYS_ENTER:
		text = edit_take(&t->edit);
		turn_take(t, text);
		free(text);
		return;
	case KEYS_CTRL_C:
		if (empty && again)
			t->over = true;
		else if (empty)
			talk_set(&t->notice, "Press Ctrl+C again to exit");
		edit_set(&t->edit, "");
		return;
	case KEYS_CTRL_D:
		t->over = empty;
		return;
	case KEYS_ESC:
		edit_set(&t->edit, "");
		return;
	case KEYS_BACKTAB:
		t->permit.mode = permit_next(t->permit.mode);
		return;
	case KEYS_TAB:
	case KEYS_RIGHT:
		if (empty && t->suggestion != NULL) {
			edit_set(&t->edit, t->suggestion);
			return;
		}
		break;
	default:
		break;
	}
	if (k->what == KEYS_TAB || edit_key(&t->edit, k))
		return;
}

/* What was typed while something ran. */
static bool
talk_take_queued(struct talk *t)
{
	struct strv *q = &t->queue;
	char *text;

	if (q->n == 0)
		return false;
	text = q->v[0];
	memmove(q->v, q->v + 1, q->n * sizeof *q->v);
	q->n--;
	turn_take(t, text);
	free(text);
	return true;
}

static void
talk_converse(struct talk *t, const char *task)
{
	struct io_event e;

	talk_await_answer(t);
	if (task != NULL && task[strspn(task, " \t\n")] != '\0')
		turn_take(t, task);
	while (!t->over && io_quitting() == 0) {
		if (talk_take_queued(t))
			continue;
		talk_draw(t);
		io_wait(&t->io, NULL, &e);
		if (e.what == IO_END)
			break;
		if (e.what == IO_CHILD) {
			while (waitpid(-1, NULL, WNOHANG) > 0)
				continue;
		}
		if (e.what == IO_INTERRUPT) {
			e.what = IO_KEY;
			e.key.what = KEYS_CTRL_C;
		}
		if (!talk_common(t, &e) && e.what == IO_KEY)
			talk_prompt_key(t, &e.key);
	}
}

static void
talk_close(struct talk *t)
{
	struct jv *v;
	int signo = io_quitting();

	t->io.ending = true;
	t->io.reading = false;
	command_end_left(t);
	v = talkhook_payload(t, "SessionEnd");
	jv_set_string(v, "reason", signo != 0 ? "other" : "prompt_input_exit");
	talkhook_run(t, "SessionEnd", NULL, v, NULL);
	talk_note(t, transcript_entry("end"));
	report_end(&t->report);
	talk_say(t, "%sto go on: bgmux-sh --resume %s%s",
	    t->out.tty ? OUT_DIM : "", t->id, t->out.tty ? OUT_PLAIN : "");
	out_close(&t->out);
	if (signo != 0)
		t->status = 128 + signo;
}

static void
talk_clear(struct talk *t)
{
	io_clear(&t->io);
	edit_clear(&t->edit);
	permit_clear(&t->permit);
	hooks_destroy(t->hooks);
	transcript_destroy(t->transcript);
	strv_clear(&t->queue);
	free(t->id);
	free(t->name);
	free(t->model);
	free(t->notice);
	free(t->suggestion);
	free(t->last);
	free(t->doing);
}

int
talk_run(const struct talk_options *o, char **cause)
{
	struct talk t;
	struct agentfile *a = NULL;
	int status = -1;

	memset(&t, 0, sizeof t);
	if (talk_open(&t, o, &a, cause) == 0 &&
	    talk_begin(&t, o, a, cause) == 0) {
		talk_converse(&t, o->task);
		talk_close(&t);
		status = t.status;
	}
	agentfile_destroy(a);
	talk_clear(&t);
	return status;
}
