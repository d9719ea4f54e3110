/* SPDX-License-Identifier: ISC */
/* ask: questions to the person: the wait for an answer, and what a task with
 * several meanings is asked about. */

#include <dirent.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/spawn.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/talk_internal.h"
#include "sh/transcript.h"

#define WORD_MIN     2
#define WORD_MAX     32
#define COMMANDS_MAX 8	    /* alternatives that are offered */
#define FILES_MAX    100000 /* names looked at */

/* The shell's own words, which no file has. */
static const char *const builtins[] = { "alias", "bg", "break", "builtin",
	"case", "cd", "command", "continue", "declare", "do", "done", "echo",
	"elif", "else", "esac", "eval", "exec", "exit", "export", "false", "fc",
	"fg", "fi", "for", "getopts", "hash", "if", "in", "jobs", "kill", "let",
	"local", "logout", "printf", "pwd", "read", "readonly", "return", "set",
	"shift", "source", "test", "then", "times", "trap", "true", "type",
	"ulimit", "umask", "unalias", "unset", "until", "wait", "while" };

/* Tell the hooks that wait for notifications; nothing waits for them. */
static void
ask_notify(struct talk *t, struct hooks_run *r, const char *kind,
    const char *message)
{
	struct jv *v;
	char *type;

	memset(r, 0, sizeof *r);
	if (t->hooks == NULL || !hooks_any(t->hooks, "Notification", NULL))
		return;
	v = talkhook_payload(t, "Notification");
	type = xasprintf("%s_prompt", kind);
	jv_set_string(v, "message", message);
	jv_set_string(v, "notification_type",
	    strcmp(kind, "question") == 0 ? "elicitation_dialog" : type);
	hooks_start(t->hooks, r, &t->io, "Notification", NULL, v);
	free(type);
}

/* What the hooks of the dialog say: the first that decides does, since another
 * one may wait for the person as the dialog does. */
static enum ask_end
ask_hooked(struct hooks_run *run, bool *open)
{
	if (run == NULL || run->n == 0)
		return ASK_CANCELLED;
	hooks_done(run);
	*open = run->decision != HOOKS_ALLOW && run->decision != HOOKS_DENY;
	return run->decision == HOOKS_ALLOW ? ASK_ALLOWED : ASK_DENIED;
}

/* One event of an open dialog; *open is cleared at its end. */
static enum ask_end
ask_event(struct talk *t, struct dialog *d, const struct io_event *e,
    bool *open)
{
	if (e->what == IO_QUIT || e->what == IO_END ||
	    e->what == IO_INTERRUPT) {
		t->over = t->over || e->what == IO_END;
		*open = false;
		return ASK_CANCELLED;
	}
	if (talk_common(t, e) || e->what != IO_KEY)
		return ASK_CANCELLED;
	switch (dialog_key(d, &e->key)) {
	case DIALOG_CHOSEN:
		*open = false;
		return ASK_CHOSEN;
	case DIALOG_CANCELLED:
		*open = false;
		return ASK_CANCELLED;
	default:
		talk_draw(t);
		return ASK_CANCELLED;
	}
}

enum ask_end
ask_dialog(struct talk *t, struct dialog *d, const char *kind,
    const char *message, struct hooks_run *run)
{
	enum ask_end how = ASK_CANCELLED;
	struct hooks_run notify;
	struct io_event e;
	monotime until;
	bool open = true;

	if (!t->out.tty)
		return ASK_CANCELLED;
	t->dialog = d;
	report_set(&t->report, REPORT_BLOCKED, kind, message);
	talk_draw(t);
	ask_notify(t, &notify, kind, message);
	while (open) {
		how = ask_hooked(run, &open);
		if (!open)
			break;
		hooks_done(&notify);
		until = hooks_until(run != NULL && run->n > 0 ? run : &notify);
		io_wait(&t->io, &until, &e);
		if (run != NULL && hooks_event(run, &e))
			continue;
		if (hooks_event(&notify, &e))
			continue;
		how = ask_event(t, d, &e, &open);
	}
	hooks_leave(&notify);
	t->dialog = NULL;
	panel_remove(&t->out);
	report_set(&t->report, REPORT_WORKING, NULL, NULL);
	return how;
}

/* The alternatives of "one or another ?": at least two, else none. */
static void
ask_split(const char *text, struct strv *to)
{
	const char *end = text + strlen(text), * or ;
	size_t n;

	if (end == text || end[-1] != '?')
		return;
	for (end--; text < end; text = or +4) {
		or = strstr(text, " or ");
		n = or != NULL ? (size_t)(or -text) : (size_t)(end - text);
		while (n > 0 && text[n - 1] == ' ')
			n--;
		if (n > 0)
			strv_take(to, xstrndup(text, n));
		if (or == NULL)
			break;
	}
	if (to->n < 2 || to->n >= DIALOG_OPTIONS_MAX)
		strv_clear(to);
}

static int
ask_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Add what begins with word in a directory. */
static void
ask_look(const char *path, const char *word, struct strv *to)
{
	DIR *dir = opendir(path);
	struct dirent *d;
	size_t i, left = FILES_MAX, n = strlen(word);
	char *full;

	while (dir != NULL && left-- > 0 && (d = readdir(dir)) != NULL) {
		if (strncmp(d->d_name, word, n) != 0)
			continue;
		for (i = 0; i < to->n; i++) {
			if (strcmp(to->v[i], d->d_name) == 0)
				break;
		}
		full = xasprintf("%s/%s", path, d->d_name);
		if (i == to->n && access(full, X_OK) == 0)
			strv_add(to, d->d_name);
		free(full);
	}
	if (dir != NULL)
		closedir(dir);
}

/* The commands that begin with a word that is none: several, else none. */
static void
ask_commands(const char *word, struct strv *to)
{
	char *found, *path, *rest, *dir;
	size_t i, n = strlen(word);

	if (n < WORD_MIN || n > WORD_MAX ||
	    strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_-") != n)
		return;
	found = spawn_find(word, NULL);
	free(found);
	if (found != NULL)
		return;
	for (i = 0; i < nitems(builtins); i++) {
		if (strcmp(builtins[i], word) == 0)
			return;
	}
	path = rest = xstrdup(getenv("PATH") != NULL ? getenv("PATH") : "");
	while ((dir = strsep(&rest, ":")) != NULL) {
		if (*dir == '/')
			ask_look(dir, word, to);
	}
	free(path);
	if (to->n > 0)
		qsort(to->v, to->n, sizeof *to->v, ask_compare);
	if (to->n < 2)
		strv_clear(to);
}

/* What is reported of a question: with its answers. */
static char *
ask_report(const char *question, const struct strv *options)
{
	struct buf b = { 0 };
	size_t i;

	buf_printf(&b, "answer: %s (", question);
	for (i = 0; i < options->n; i++)
		buf_printf(&b, "%s%s", i > 0 ? " \302\267 " : "",
		    options->v[i]);
	buf_printf(&b, ")");
	return buf_steal(&b, NULL);
}

char *
ask_choice(struct talk *t, const char *title, const char *question,
    const char *kind, const struct strv *options, bool typing)
{
	struct dialog d;
	struct jv *v;
	char *message = ask_report(question, options), *answer = NULL;
	size_t i;

	dialog_init(&d, title, NULL, question, typing);
	for (i = 0; i < options->n && i < COMMANDS_MAX; i++)
		dialog_add(&d, options->v[i]);
	v = transcript_entry("question");
	jv_set_string(v, "text", question);
	talk_note(t, v);
	if (ask_dialog(t, &d, kind, message, NULL) == ASK_CHOSEN) {
		if ((size_t)d.selected < options->n &&
		    d.selected < COMMANDS_MAX)
			answer = xstrdup(options->v[d.selected]);
		else
			answer = xstrdup(edit_text(&d.text));
	}
	v = transcript_entry("answer");
	jv_set_string(v, "text", answer);
	talk_note(t, v);
	if (answer != NULL)
		talk_say(t, "%s%s %s %s%s", OUT_DIM, question,
		    out_sign(&t->out, "\342\206\222", "->"), answer, OUT_PLAIN);
	dialog_clear(&d);
	free(message);
	return answer;
}

char *
ask_meaning(struct talk *t, char *text)
{
	struct strv options = { 0 };
	const char *question = "Which of these is to be run?";
	char *answer, *made = NULL;

	ask_split(text, &options);
	if (options.n == 0) {
		ask_commands(text, &options);
		question = made =
		    xasprintf("There is no command '%s'. Which one is meant?",
			text);
	}
	if (options.n > 0 && t->out.tty) {
		answer = ask_choice(t, "Question", question, "question",
		    &options, true);
		free(text);
		text = answer;
	}
	free(made);
	strv_clear(&options);
	return text;
}
