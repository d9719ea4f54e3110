/* SPDX-License-Identifier: ISC */
/* play: tasks that begin with a colon: each brings the conversation into a
 * state that other agents get into by themselves, so that all can be tried. */

#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/talk_internal.h"
#include "sh/transcript.h"

#define TICK_MS 1000

struct play {
	const char *name;
	void (*run)(struct talk *, char *arg);
};

/* Without spaces at its ends, in place. */
static char *
play_trim(char *s)
{
	size_t n;

	s += strspn(s, " ");
	n = strlen(s);
	while (n > 0 && s[n - 1] == ' ')
		s[--n] = '\0';
	return s;
}

static void
play_done(struct talk *t, const char *text)
{
	talk_message(t, text);
	talk_say(t, "%s", "");
	turn_end(t, REPORT_DONE, NULL);
}

static void
play_say(struct talk *t, char *arg)
{
	play_done(t, arg);
}

/* QUESTION | ANSWER | ANSWER ... */
static void
play_ask(struct talk *t, char *arg)
{
	struct strv options = { 0 };
	char *question = play_trim(strsep(&arg, "|")), *part, *answer, *text;

	while ((part = strsep(&arg, "|")) != NULL)
		strv_add(&options, play_trim(part));
	answer =
	    ask_choice(t, "Question", question, "question", &options, true);
	strv_clear(&options);
	if (answer == NULL) {
		talk_say(t, "Not answered. What should be done instead?\n");
		turn_end(t, REPORT_IDLE, NULL);
		return;
	}
	text = xasprintf("answered: %s", answer);
	play_done(t, text);
	free(text);
	free(answer);
}

/* A dialog with two answers, the second of which declines. */
static void
play_two(struct talk *t, const char *title, const char *question,
    const char *kind, const char *yes, const char *no)
{
	struct strv options = { 0 };
	char *answer;

	strv_add(&options, yes);
	strv_add(&options, no);
	answer = ask_choice(t, title, question, kind, &options, false);
	strv_clear(&options);
	if (answer != NULL && strcmp(answer, yes) == 0)
		play_done(t, answer);
	else
		turn_end(t, REPORT_IDLE, NULL);
	free(answer);
}

static void
play_auth(struct talk *t, char *arg)
{
	play_two(t, "Sign in",
	    *arg != '\0' ? arg : "The account is signed out. Sign in?", "auth",
	    "Sign in", "Not now");
}

static void
play_trust(struct talk *t, char *arg)
{
	play_two(t, "Trust",
	    *arg != '\0' ? arg : "Do you trust the files in this folder?",
	    "trust", "Yes, I trust this folder", "No");
}

static void
play_fail(struct talk *t, char *arg)
{
	const char *what = *arg != '\0' ? arg : "the service does not answer";
	char *text = xasprintf("Error: %s", what);

	talk_message(t, text);
	talk_say(t, "%s", "");
	talk_set(&t->suggestion, "try again");
	turn_end(t, REPORT_ERROR, what);
	free(text);
}

static void
play_limit(struct talk *t, char *arg)
{
	char *text =
	    xasprintf("Limit reached, resets %s", *arg != '\0' ? arg : "3pm");

	talk_message(t, text);
	talk_say(t, "%s", "");
	turn_end(t, REPORT_ERROR, text);
	free(text);
}

/* Work until it is interrupted. */
static void
play_until_interrupted(struct talk *t, const char *doing)
{
	struct io_event e;
	monotime until;

	talk_set(&t->doing, *doing != '\0' ? doing : "Working");
	t->since = monotime_now();
	do {
		talk_draw(t);
		until = monotime_add(monotime_now(), TICK_MS);
		io_wait(&t->io, &until, &e);
	} while (e.what != IO_QUIT && !talk_busy(t, &e));
	talk_set(&t->doing, NULL);
	talk_say(t, "Interrupted. What should be done instead?\n");
}

static void
play_work(struct talk *t, char *arg)
{
	play_until_interrupted(t, arg);
	turn_end(t, REPORT_IDLE, NULL);
}

static void
play_progress(struct talk *t, char *arg)
{
	const char *bad;
	int n = (int)strtonum(arg, 0, 100, &bad);

	report_measure(&t->report, bad == NULL ? n : 50);
	play_until_interrupted(t, "Working");
	report_measure(&t->report, -1);
	turn_end(t, REPORT_IDLE, NULL);
}

/* DONE/TOTAL */
static void
play_items(struct talk *t, char *arg)
{
	char *done = strsep(&arg, "/");
	const char *bad, *worse = NULL;
	int n, total = 0;

	n = (int)strtonum(done, 0, 64, &bad);
	if (arg != NULL)
		total = (int)strtonum(arg, 1, 64, &worse);
	if (bad != NULL || worse != NULL || total < n) {
		n = 2;
		total = 5;
	}
	report_items(&t->report, n, total);
	play_until_interrupted(t, "Working");
	report_items(&t->report, 0, 0);
	turn_end(t, REPORT_IDLE, NULL);
}

static void
play_suggest(struct talk *t, char *arg)
{
	talk_set(&t->suggestion, *arg != '\0' ? arg : NULL);
	turn_end(t, REPORT_DONE, NULL);
}

static void
play_notify(struct talk *t, char *arg)
{
	char *clean = utf8_clean(arg, strlen(arg), 500);
	char *osc = xasprintf("\033]9;%s\a", clean);

	if (t->out.tty)
		out_write(&t->out, osc, strlen(osc));
	free(osc);
	free(clean);
	turn_end(t, REPORT_DONE, NULL);
}

static void
play_exit(struct talk *t, char *arg)
{
	const char *bad;
	int n = (int)strtonum(arg, 0, 255, &bad);

	t->status = bad == NULL ? n : 0;
	t->over = true;
}

static const struct play table[] = {
	{ ":ask", play_ask },
	{ ":auth", play_auth },
	{ ":exit", play_exit },
	{ ":fail", play_fail },
	{ ":items", play_items },
	{ ":limit", play_limit },
	{ ":notify", play_notify },
	{ ":progress", play_progress },
	{ ":say", play_say },
	{ ":suggest", play_suggest },
	{ ":trust", play_trust },
	{ ":work", play_work },
};

bool
play_take(struct talk *t, const char *text)
{
	size_t n = strcspn(text, " "), i;
	char *arg;

	for (i = 0; i < nitems(table); i++) {
		if (strlen(table[i].name) != n ||
		    memcmp(table[i].name, text, n) != 0)
			continue;
		arg = xstrdup(text + n + strspn(text + n, " "));
		table[i].run(t, arg);
		free(arg);
		return true;
	}
	return false;
}
