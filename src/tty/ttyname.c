/* SPDX-License-Identifier: ISC */
/* ttyname: how terminals notify the person, and whether they show progress, by
 * their names. */

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "tty/ttyname.h"

/*
 * No terminal tells which notifications it knows. One that does not know a
 * form ignores it, or worse: takes progress (OSC 9;4) for a notification
 * (OSC 9). So each form goes only to those that are known to have it, and all
 * others get a bell.
 */
static const struct known {
	const char *name; /* begins the name, whatever its case */
	enum notify_form form;
	bool progress;
	int since; /* the number in the version that first had it */
} known[] = {
	{ "ConEmu", NOTIFY_BELL, true, 0 },
	{ "Konsole", NOTIFY_OSC777, false, 0 },
	{ "VTE", NOTIFY_OSC777, true, 7900 },
	{ "Warp", NOTIFY_OSC9, false, 0 },
	{ "WezTerm", NOTIFY_OSC777, true, 0 },
	{ "Windows Terminal", NOTIFY_BELL, true, 0 },
	{ "contour", NOTIFY_OSC777, false, 0 },
	{ "foot", NOTIFY_OSC777, false, 0 },
	{ "ghostty", NOTIFY_OSC777, true, 0 },
	{ "iTerm", NOTIFY_OSC9, false, 0 },
	{ "kitty", NOTIFY_OSC99, false, 0 },
	{ "mintty", NOTIFY_BELL, true, 0 },
	{ "rxvt", NOTIFY_OSC777, false, 0 },
	{ "vscode", NOTIFY_BELL, true, 0 },
	{ "xterm.js", NOTIFY_BELL, true, 0 },
	{ "xterm-ghostty", NOTIFY_OSC777, true, 0 },
	{ "xterm-kitty", NOTIFY_OSC99, false, 0 },
};

/* Variables that only one terminal sets. */
static const struct {
	const char *variable;
	const char *name;
} marks[] = {
	{ "KITTY_WINDOW_ID", "kitty" },
	{ "KONSOLE_VERSION", "Konsole" },
	{ "WT_SESSION", "Windows Terminal" },
	{ "ConEmuANSI", "ConEmu" },
};

/* The first number in a name with a version; 0 for none that can be. */
static int
version_number(const char *version)
{
	const char *s = version + strcspn(version, "0123456789");
	long v = strtol(s, NULL, 10);

	return v < INT_MAX ? (int)v : 0;
}

static bool
apply(struct caps *c, const char *name)
{
	const struct known *k;
	size_t i;

	for (i = 0; name != NULL && i < nitems(known); i++) {
		k = &known[i];
		if (strncasecmp(name, k->name, strlen(k->name)) != 0)
			continue;
		if (!c->notify_set)
			c->notify = k->form;
		c->progress = k->progress &&
		    (k->since == 0 || version_number(name) >= k->since);
		return true;
	}
	return false;
}

static void
forget(struct caps *c)
{
	if (!c->notify_set)
		c->notify = NOTIFY_BELL;
	c->progress = false;
}

void
ttyname_guess(struct caps *c, caps_env_cb env)
{
	const char *s;
	size_t i;

	forget(c);
	if (env("TMUX") != NULL || env("STY") != NULL)
		return;
	if (apply(c, env("TERM_PROGRAM")) || apply(c, env("TERM")))
		return;
	for (i = 0; i < nitems(marks); i++) {
		s = env(marks[i].variable);
		if (s != NULL && *s != '\0' && apply(c, marks[i].name))
			return;
	}
}

void
ttyname_told(struct caps *c, const char *version)
{
	forget(c);
	apply(c, version);
}

void
ttyname_set(struct caps *c, const char *word)
{
	static const char *const words[] = {
		[NOTIFY_OFF] = "off",
		[NOTIFY_BELL] = "bell",
		[NOTIFY_OSC9] = "osc9",
		[NOTIFY_OSC777] = "osc777",
		[NOTIFY_OSC99] = "osc99",
	};
	int i;

	for (i = 0; i < (int)nitems(words); i++) {
		if (strcmp(word, words[i]) != 0)
			continue;
		c->notify = (enum notify_form)i;
		c->notify_set = true;
	}
}
