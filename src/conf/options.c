/* SPDX-License-Identifier: ISC */
/* options: the table of all settings. Where their values come from is conf's
 * business. */

#include <stdlib.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/termname.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "conf/options.h"

#define KEY_NAME_MAX 32	 /* bytes */
#define VARIABLE_MAX 128 /* bytes */
#define SHOWN_MAX    4096

static bool
is_variable(const char *s)
{
	static const char first[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz_";
	size_t n = strlen(s);

	return n > 0 && n <= VARIABLE_MAX && strchr(first, s[0]) != NULL &&
	    strspn(s,
		"0123456789_ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"abcdefghijklmnopqrstuvwxyz") == n;
}

static bool
is_terminal(const char *s)
{
	return termname_installed(s, getenv("HOME"));
}

static bool
is_group(const char *s)
{
	static const char *const words[] = { "pinned", "input", "review",
		"working", "completed" };
	size_t i;

	for (i = 0; i < nitems(words); i++)
		if (strcmp(words[i], s) == 0)
			return true;
	return false;
}

static bool
is_change(const char *s)
{
	return strcmp(s, "blocked") == 0 || strcmp(s, "done") == 0 ||
	    strcmp(s, "failed") == 0;
}

/* Which views, keys and actions there are is the client's business. */
static bool
is_binding(const char *s)
{
	size_t i, n;

	for (i = 0; i < 3; i++) {
		s += strspn(s, " ");
		n = strcspn(s, " ");
		if (n == 0 || n > KEY_NAME_MAX)
			return false;
		s += n;
	}
	return s[strspn(s, " ")] == '\0';
}

/* In the order of the manual: by name. */
static const struct option options[] = {
	{
	    .name = "agents.animation",
	    .type = OPTION_BOOL,
	    .flags = OPTION_PERSON,
	    .def = "true",
	    .text = "Whether the signs of working sessions move in the agent "
		    "view.",
	},
	{
	    .name = "agents.groups",
	    .type = OPTION_STRINGS,
	    .flags = OPTION_PERSON,
	    .good = is_group,
	    .what = "list of groups of the agent view",
	    .def = "[\"pinned\", \"input\", \"review\", \"working\", "
		   "\"completed\"]",
	    .text = "The order of the agent view's groups; those that are not "
		    "named follow.",
	},
	{
	    .name = "agents.mouse",
	    .type = OPTION_BOOL,
	    .flags = OPTION_PERSON,
	    .def = "true",
	    .text = "Whether clicks and the wheel are the agent view's.",
	},
	{
	    .name = "agents.sort",
	    .type = OPTION_WORD,
	    .flags = OPTION_PERSON,
	    .words = { "need", "stable" },
	    .def = "\"need\"",
	    .text = "Whether rows of the agent view are grouped by what they "
		    "need, or stay where they are.",
	},
	{
	    .name = "agents.suspendExits",
	    .type = OPTION_BOOL,
	    .flags = OPTION_PERSON,
	    .def = "false",
	    .text = "Whether Control-Z leaves the agent view, and does not "
		    "just stop it until fg.",
	},
	{
	    .name = "attach.countWaiting",
	    .type = OPTION_BOOL,
	    .flags = OPTION_PERSON,
	    .def = "true",
	    .text = "Whether the title of an attached terminal begins with how "
		    "many other sessions need input.",
	},
	{
	    .name = "attach.recap",
	    .type = OPTION_BOOL,
	    .flags = OPTION_PERSON,
	    .def = "true",
	    .text = "Whether a line over the bottom row of an agent's session "
		    "says what has happened since it was attached last, until "
		    "a key is pressed or for four seconds.",
	},
	{
	    .name = "attach.silentSeconds",
	    .type = OPTION_INT,
	    .min = 0,
	    .max = 86400,
	    .def = "60",
	    .text = "How long the client that drives a session's size may type "
		    "nothing before it yields to the next one that attaches.",
	},
	{
	    .name = "attach.statusLine",
	    .type = OPTION_BOOL,
	    .flags = OPTION_PERSON,
	    .def = "false",
	    .text =
		"Whether the bottom row of an attached terminal is bgmux's, "
		"with the session's name, how many others need input, and "
		"the keys.",
	},
	{
	    .name = "clipboard.set",
	    .type = OPTION_WORD,
	    .flags = OPTION_TRUST,
	    .words = { "off", "focused", "always" },
	    .def = "\"focused\"",
	    .text = "Whose clipboard a program may set (OSC 52): nobody's, "
		    "that of the attached terminal that has the focus, or "
		    "those of all attached terminals. Nobody's is ever read.",
	},
	{
	    .name = "disableAgentView",
	    .type = OPTION_BOOL,
	    .flags = OPTION_PERSON,
	    .def = "false",
	    .text = "Turns the agent view off: bgmux agents prints how many "
		    "sessions there are, and exits.",
	},
	{
	    .name = "dispatch.maxWorking",
	    .type = OPTION_INT,
	    .flags = OPTION_PERSON,
	    .min = 0,
	    .max = 1000,
	    .def = "0",
	    .text = "How many agents may work at a time before further tasks "
		    "wait until others finish; 0 for any number.",
	},
	{
	    .name = "environment.store",
	    .type = OPTION_WORD,
	    .flags = OPTION_TRUST,
	    .words = { "auto", "memory" },
	    .def = "\"auto\"",
	    .text = "Where a session's environment is kept for its next start: "
		    "in a file in memory of the user's own where the system "
		    "has one, or only in the supervisor's memory.",
	},
	{
	    .name = "environment.update",
	    .type = OPTION_STRINGS,
	    .flags = OPTION_TRUST,
	    .good = is_variable,
	    .what = "list of variables' names",
	    .def = "[\"SSH_AUTH_SOCK\", \"DISPLAY\", \"WAYLAND_DISPLAY\", "
		   "\"XAUTHORITY\"]",
	    .text = "The variables that a session takes from the client that "
		    "starts it again, not from the environment that was kept.",
	},
	{
	    .name = "history.copyCommand",
	    .type = OPTION_STRING,
	    .flags = OPTION_PERSON,
	    .def = "\"\"",
	    .text = "A command for sh that gets what is copied in the history "
		    "on its standard input.",
	},
	{
	    .name = "history.keys",
	    .type = OPTION_WORD,
	    .flags = OPTION_PERSON,
	    .words = { "auto", "emacs", "vi" },
	    .def = "\"auto\"",
	    .text = "Whose keys the history has: vi's if VISUAL or EDITOR "
		    "names a vi, else emacs's, unless one is set.",
	},
	{
	    .name = "history.mouse",
	    .type = OPTION_BOOL,
	    .flags = OPTION_PERSON,
	    .def = "true",
	    .text = "Whether wheel and drags are the history's where the "
		    "program does not want the mouse.",
	},
	{
	    .name = "idle.removeEmptyAfter",
	    .type = OPTION_INT,
	    .flags = OPTION_PERSON,
	    .min = 0,
	    .max = 31536000,
	    .def = "300",
	    .text = "How many seconds an agent that never got a prompt is "
		    "unattached before its session is removed; 0 for never.",
	},
	{
	    .name = "idle.stopAfter",
	    .type = OPTION_INT,
	    .flags = OPTION_PERSON,
	    .min = 0,
	    .max = 31536000,
	    .def = "3600",
	    .text = "How many seconds a finished session of an agent is "
		    "unattached before its process is ended, until it is "
		    "needed again; 0 for never. Only an agent that can go on "
		    "where it was, at an empty prompt, is ended; pinned "
		    "sessions are not.",
	},
	{
	    .name = "idle.stopOnPressure",
	    .type = OPTION_BOOL,
	    .flags = OPTION_PERSON,
	    .def = "true",
	    .text = "Whether finished sessions of agents are ended as by "
		    "idle.stopAfter, but after a minute and the longest "
		    "unused first, while the machine is short of memory.",
	},
	{
	    .name = "keys",
	    .type = OPTION_STRINGS,
	    .flags = OPTION_PERSON,
	    .good = is_binding,
	    .what = "list of lines of a view, a key and an action",
	    .def = "[]",
	    .text = "Keys that do something else than they do by default. "
		    "bgmux help --dump keys prints the views, keys and actions "
		    "that there are; the action none takes a key away.",
	},
	{
	    .name = "leftArrowOpensAgents",
	    .type = OPTION_BOOL,
	    .flags = OPTION_PERSON,
	    .def = "true",
	    .text = "Whether the left arrow at an agent's empty prompt leaves "
		    "its session for the agent view.",
	},
	{
	    .name = "log.level",
	    .type = OPTION_WORD,
	    .flags = OPTION_PERSON,
	    .words = { "error", "warn", "info", "debug" },
	    .def = "\"info\"",
	    .text = "How much the supervisor and the hosts write to their "
		    "logs.",
	},
	{
	    .name = "name.command",
	    .type = OPTION_STRING,
	    .flags = OPTION_PERSON,
	    .def = "\"\"",
	    .text = "A command for sh that gets the task of a session that "
		    "nobody named on its standard input and answers with a "
		    "name for it. It has ten seconds.",
	},
	{
	    .name = "notify.command",
	    .type = OPTION_STRING,
	    .flags = OPTION_PERSON,
	    .def = "\"\"",
	    .text = "A command for sh that is run when a session needs input, "
		    "is done or has failed. BGMUX_NOTIFY_ID, _NAME, _STATE and "
		    "_MESSAGE in its environment tell of it. It has a "
		    "minute.",
	},
	{
	    .name = "notify.form",
	    .type = OPTION_WORD,
	    .flags = OPTION_PERSON,
	    .words = { "auto", "off", "bell", "osc9", "osc777", "osc99" },
	    .def = "\"auto\"",
	    .text = "How an attached terminal is told of a program's "
		    "notifications: as the terminal is known to understand "
		    "it, by a bell where nothing better is known, or always "
		    "in the form that is set.",
	},
	{
	    .name = "notify.on",
	    .type = OPTION_STRINGS,
	    .flags = OPTION_PERSON,
	    .good = is_change,
	    .what = "list of blocked, done and failed",
	    .def = "[\"blocked\", \"done\", \"failed\"]",
	    .text = "Which changes of state are told.",
	},
	{
	    .name = "prefix",
	    .type = OPTION_KEY,
	    .flags = OPTION_PERSON,
	    .def = "\"C-b\"",
	    .text = "The key that goes before bgmux's own keys in an attached "
		    "session. Where it is not set, it is C-] inside tmux or "
		    "screen.",
	},
	{
	    .name = "scrollback.bytes",
	    .type = OPTION_INT,
	    .min = 0,
	    .max = 1 << 30,
	    .def = "8388608",
	    .text = "How much memory a session's scrollback may take; the "
		    "oldest lines go first. It counts for sessions that are "
		    "started from then on.",
	},
	{
	    .name = "send.fromSessions",
	    .type = OPTION_BOOL,
	    .flags = OPTION_PERSON,
	    .def = "false",
	    .text = "Whether a program in a session may answer the permission "
		    "dialogs of agents. This guards against mistakes; it is "
		    "no wall.",
	},
	{
	    .name = "stop.graceSeconds",
	    .type = OPTION_INT,
	    .min = 0,
	    .max = 60,
	    .def = "3",
	    .text = "How long a session's processes have to end by themselves "
		    "when it is stopped, before they are killed.",
	},
	{
	    .name = "summary.command",
	    .type = OPTION_STRING,
	    .flags = OPTION_PERSON,
	    .def = "\"\"",
	    .text = "A command for sh that gets the text of an agent's screen "
		    "on its standard input and answers with the line of its "
		    "row: at the end of each turn, and every 15 seconds while "
		    "it works. It has ten seconds.",
	},
	{
	    .name = "supervisor.idleSeconds",
	    .type = OPTION_INT,
	    .flags = OPTION_PERSON,
	    .min = 1,
	    .max = 31536000,
	    .def = "600",
	    .text = "How long the supervisor stays when it has neither "
		    "sessions nor clients.",
	},
	{
	    .name = "terminal.term",
	    .type = OPTION_STRING,
	    .good = is_terminal,
	    .what = "name of an installed terminal description",
	    .def = "\"xterm-256color\"",
	    .text = "TERM in sessions that are started from then on. The "
		    "terminal itself is always the same.",
	},
};

const struct option *
options_at(size_t i)
{
	return i < nitems(options) ? &options[i] : NULL;
}

size_t
options_count(void)
{
	return nitems(options);
}

size_t
options_index(const struct option *o)
{
	return (size_t)(o - options);
}

const struct option *
options_find(const char *name)
{
	size_t i;

	for (i = 0; i < nitems(options); i++)
		if (strcmp(options[i].name, name) == 0)
			return &options[i];
	return NULL;
}

bool
options_is_group(const char *name)
{
	size_t i, n = strlen(name);

	for (i = 0; i < nitems(options); i++)
		if (strncmp(options[i].name, name, n) == 0 &&
		    options[i].name[n] == '.')
			return true;
	return false;
}

static bool
is_word(const struct option *o, const char *s)
{
	size_t i;

	for (i = 0; i < nitems(o->words) && o->words[i] != NULL; i++)
		if (strcmp(o->words[i], s) == 0)
			return true;
	return false;
}

static bool
is_string(const struct option *o, const char *s)
{
	return s != NULL && strlen(s) <= OPTION_STRING_MAX &&
	    (o->good == NULL || o->good(s));
}

static bool
is_strings(const struct option *o, const struct jv *v)
{
	size_t i, n = jv_count(v);

	if (jv_type(v) != JV_ARRAY || n > OPTION_STRINGS_MAX)
		return false;
	for (i = 0; i < n; i++)
		if (!is_string(o, jv_string_at(v, i)))
			return false;
	return true;
}

static bool
is_fit(const struct option *o, const struct jv *v, bool (*is_key)(const char *))
{
	const char *s = jv_as_string(v);

	switch (o->type) {
	case OPTION_BOOL:
		return jv_type(v) == JV_BOOL;
	case OPTION_INT:
		return jv_type(v) == JV_INT && jv_as_int(v, 0) >= o->min &&
		    jv_as_int(v, 0) <= o->max;
	case OPTION_STRING:
		return is_string(o, s);
	case OPTION_KEY:
		return s != NULL && *s != '\0' && strlen(s) <= KEY_NAME_MAX &&
		    (is_key == NULL || is_key(s));
	case OPTION_WORD:
		return s != NULL && is_word(o, s);
	case OPTION_STRINGS:
		return is_strings(o, v);
	}
	return false;
}

char *
options_describe(const struct option *o)
{
	struct buf b = { 0 };
	size_t i;

	switch (o->type) {
	case OPTION_BOOL:
		return xstrdup("true or false");
	case OPTION_INT:
		return xasprintf("whole number from %lld to %lld",
		    (long long)o->min, (long long)o->max);
	case OPTION_KEY:
		return xstrdup("key's name");
	case OPTION_WORD:
		for (i = 0; i < nitems(o->words) && o->words[i] != NULL; i++)
			buf_printf(&b, "%s%s", i == 0 ? "one of " : ", ",
			    o->words[i]);
		return buf_steal(&b, NULL);
	case OPTION_STRING:
	case OPTION_STRINGS:
		break;
	}
	if (o->what != NULL)
		return xstrdup(o->what);
	return xstrdup(o->type == OPTION_STRING ? "string" : "list of strings");
}

char *
options_check(const struct option *o, const struct jv *v,
    bool (*is_key)(const char *))
{
	bool article = o->type != OPTION_BOOL && o->type != OPTION_WORD;
	char *what, *must;

	if (is_fit(o, v, is_key))
		return NULL;
	what = options_describe(o);
	must = xasprintf("must be %s%s", article ? "a " : "", what);
	free(what);
	return must;
}

struct jv *
options_default(const struct option *o)
{
	char *cause;
	struct jv *v = jv_parse(o->def, strlen(o->def), &cause);

	if (v == NULL)
		fatalx("the default of %s: %s", o->name, cause);
	return v;
}

char *
options_show(const struct jv *v)
{
	struct buf b = { 0 };
	const char *s = jv_as_string(v);
	char *text, *clean;
	size_t i;

	if (s != NULL)
		return utf8_clean(s, strlen(s), SHOWN_MAX);
	if (jv_type(v) != JV_ARRAY) {
		text = jv_text(v, false);
	} else {
		for (i = 0; i < jv_count(v); i++)
			buf_printf(&b, "%s%s", i == 0 ? "" : ", ",
			    jv_string_at(v, i) != NULL ? jv_string_at(v, i) :
							 "?");
		text = buf_steal(&b, NULL);
	}
	clean = utf8_clean(text, strlen(text), SHOWN_MAX);
	free(text);
	return clean;
}
