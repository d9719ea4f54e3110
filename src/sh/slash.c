/* SPDX-License-Identifier: ISC */
/* slash: the commands of the conversation itself. */

#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/talk_internal.h"
#include "sh/transcript.h"

struct slash {
	const char *name;
	const char *arg; /* what its argument is called; NULL: none */
	const char *help;
	void (*run)(struct talk *, const char *arg);
};

static void slash_help(struct talk *, const char *);

static void
slash_exit(struct talk *t, const char *arg)
{
	(void)arg;
	t->over = true;
}

/* Begin anew: what was agreed to is forgotten with what was said. */
static void
slash_clear(struct talk *t, const char *arg)
{
	struct jv *v = talkhook_payload(t, "SessionEnd");

	(void)arg;
	jv_set_string(v, "reason", "clear");
	talkhook_run(t, "SessionEnd", NULL, v, NULL);
	talk_note(t, transcript_entry("cleared"));
	out_print(&t->out, "\033[H\033[2J\033[3J");
	strv_clear(&t->permit.allowed);
	report_set(&t->report, REPORT_IDLE, NULL, NULL);
	v = talkhook_payload(t, "SessionStart");
	jv_set_string(v, "source", "clear");
	talkhook_run(t, "SessionStart", NULL, v, NULL);
}

static void
slash_mode(struct talk *t, const char *arg)
{
	if (*arg != '\0' && !permit_find(arg, &t->permit.mode)) {
		talk_say(t,
		    "'%s' is no mode: default, acceptEdits, plan, "
		    "auto, dontAsk, bypassPermissions\n",
		    arg);
		return;
	}
	talk_say(t, "mode: %s\n", permit_name(t->permit.mode));
}

static void
slash_model(struct talk *t, const char *arg)
{
	if (*arg != '\0')
		talk_set(&t->model, arg);
	talk_say(t, "model: %s\n", t->model != NULL ? t->model : "none");
}

static void
slash_rename(struct talk *t, const char *arg)
{
	struct jv *v;

	if (*arg != '\0') {
		talk_set(&t->name, arg);
		report_name(&t->report, arg);
		v = transcript_entry("name");
		jv_set_string(v, "text", arg);
		talk_note(t, v);
	}
	talk_say(t, "name: %s\n", t->name);
}

static const struct slash table[] = {
	{ "/help", NULL, "show this", slash_help },
	{ "/clear", NULL, "begin the conversation anew", slash_clear },
	{ "/exit", NULL, "end", slash_exit },
	{ "/mode", "MODE", "how commands are permitted", slash_mode },
	{ "/model", "NAME", "the model that is shown", slash_model },
	{ "/quit", NULL, "end", slash_exit },
	{ "/rename", "NAME", "name the conversation", slash_rename },
};

static void
slash_help(struct talk *t, const char *arg)
{
	char *left;
	size_t i;

	(void)arg;
	talk_say(t,
	    "A task is a shell command. !COMMAND runs without asking "
	    "and has the terminal.\n"
	    "ONE or ANOTHER? asks which. Esc interrupts.");
	for (i = 0; i < nitems(table); i++) {
		left = xasprintf("%s %s", table[i].name,
		    table[i].arg != NULL ? table[i].arg : "");
		talk_say(t, "  %-14s %s", left, table[i].help);
		free(left);
	}
	talk_say(t, "%s", "");
}

/* Whether it looks like a command of ours and not like a program's path. */
static bool
slash_is_name(const char *text, size_t n)
{
	return n > 1 && memchr(text + 1, '/', n - 1) == NULL;
}

bool
slash_take(struct talk *t, const char *text)
{
	size_t n = strcspn(text, " \t\n"), i;
	const char *rest = text + n + strspn(text + n, " \t\n");
	char *arg, *name;

	if (!slash_is_name(text, n))
		return false;
	arg = utf8_clean(rest, strlen(rest), 200);
	name = utf8_clean(text, n, 40);
	for (i = 0; i < nitems(table); i++) {
		if (strcmp(table[i].name, name) == 0)
			break;
	}
	if (i < nitems(table))
		table[i].run(t, arg);
	else
		talk_say(t, "Unknown command: %s\n", name);
	free(name);
	free(arg);
	return true;
}
