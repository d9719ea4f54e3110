/* SPDX-License-Identifier: ISC */
/* bind: the table of bindings and the matching of keys. It carries nothing
 * out. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "client/bind.h"
#include "term/key.h"

static const struct binding bindings[] = {
	{ VIEW_PREFIX, "d", ACTION_DETACH, "Detach from the session" },
	{ VIEW_PREFIX, "C-d", ACTION_DETACH, "Detach from the session" },
	{ VIEW_PREFIX, "r", ACTION_REDRAW, "Draw the screen anew" },
	{ VIEW_PREFIX, BIND_PREFIX_KEY, ACTION_SEND_PREFIX,
	    "Send the prefix key to the program" },
	{ VIEW_PREFIX, "[", ACTION_HISTORY, "Look at the history" },
	{ VIEW_PREFIX, "PgUp", ACTION_HISTORY_PAGE,
	    "The history, one page up" },
	{ VIEW_PREFIX, "?", ACTION_HELP, "List the keys" },
	{ VIEW_LIVE, "PgUp", ACTION_HISTORY_PAGE, "The history, one page up" },
	{ VIEW_LIVE, "C-o", ACTION_HISTORY, "Look at the history" },
	{ VIEW_HISTORY_VI, "k", ACTION_HISTORY_UP, "One row up" },
	{ VIEW_HISTORY_VI, "j", ACTION_HISTORY_DOWN, "One row down" },
	{ VIEW_HISTORY_VI, "h", ACTION_HISTORY_LEFT, "One character left" },
	{ VIEW_HISTORY_VI, "l", ACTION_HISTORY_RIGHT, "One character right" },
	{ VIEW_HISTORY_VI, "Backspace", ACTION_HISTORY_LEFT,
	    "One character left" },
	{ VIEW_HISTORY_VI, "w", ACTION_HISTORY_WORD, "To the next word" },
	{ VIEW_HISTORY_VI, "e", ACTION_HISTORY_WORD_END,
	    "To the end of a word" },
	{ VIEW_HISTORY_VI, "b", ACTION_HISTORY_WORD_BACK, "One word back" },
	{ VIEW_HISTORY_VI, "0", ACTION_HISTORY_LINE_START,
	    "To the start of the line" },
	{ VIEW_HISTORY_VI, "^", ACTION_HISTORY_LINE_TEXT,
	    "To the first text of the line" },
	{ VIEW_HISTORY_VI, "$", ACTION_HISTORY_LINE_END,
	    "To the end of the line" },
	{ VIEW_HISTORY_VI, "{", ACTION_HISTORY_PARAGRAPH_UP,
	    "One paragraph up" },
	{ VIEW_HISTORY_VI, "}", ACTION_HISTORY_PARAGRAPH_DOWN,
	    "One paragraph down" },
	{ VIEW_HISTORY_VI, "g", ACTION_HISTORY_TOP, "To the oldest line" },
	{ VIEW_HISTORY_VI, "G", ACTION_HISTORY_BOTTOM, "To the newest line" },
	{ VIEW_HISTORY_VI, "C-b", ACTION_HISTORY_PAGE_UP, "One page up" },
	{ VIEW_HISTORY_VI, "C-f", ACTION_HISTORY_PAGE_DOWN, "One page down" },
	{ VIEW_HISTORY_VI, "C-u", ACTION_HISTORY_HALF_UP, "Half a page up" },
	{ VIEW_HISTORY_VI, "C-d", ACTION_HISTORY_HALF_DOWN,
	    "Half a page down" },
	{ VIEW_HISTORY_VI, "C-y", ACTION_HISTORY_SCROLL_UP,
	    "Scroll up by a row" },
	{ VIEW_HISTORY_VI, "C-e", ACTION_HISTORY_SCROLL_DOWN,
	    "Scroll down by a row" },
	{ VIEW_HISTORY_VI, "K", ACTION_HISTORY_SCROLL_UP,
	    "Scroll up by a row" },
	{ VIEW_HISTORY_VI, "J", ACTION_HISTORY_SCROLL_DOWN,
	    "Scroll down by a row" },
	{ VIEW_HISTORY_VI, "H", ACTION_HISTORY_VIEW_TOP,
	    "To the top of the view" },
	{ VIEW_HISTORY_VI, "M", ACTION_HISTORY_VIEW_MIDDLE,
	    "To the middle of the view" },
	{ VIEW_HISTORY_VI, "L", ACTION_HISTORY_VIEW_BOTTOM,
	    "To the bottom of the view" },
	{ VIEW_HISTORY_VI, "v", ACTION_HISTORY_SELECT,
	    "Begin or drop a selection" },
	{ VIEW_HISTORY_VI, "Space", ACTION_HISTORY_SELECT,
	    "Begin or drop a selection" },
	{ VIEW_HISTORY_VI, "V", ACTION_HISTORY_SELECT_LINE,
	    "Select whole lines" },
	{ VIEW_HISTORY_VI, "C-v", ACTION_HISTORY_SELECT_RECT,
	    "Select a rectangle" },
	{ VIEW_HISTORY_VI, "Escape", ACTION_HISTORY_SELECT_NONE,
	    "Drop the selection" },
	{ VIEW_HISTORY_VI, "o", ACTION_HISTORY_OTHER_END,
	    "To the other end of the selection" },
	{ VIEW_HISTORY_VI, "y", ACTION_HISTORY_COPY,
	    "Copy the selection and leave" },
	{ VIEW_HISTORY_VI, "Enter", ACTION_HISTORY_COPY,
	    "Copy the selection and leave" },
	{ VIEW_HISTORY_VI, "/", ACTION_HISTORY_SEARCH, "Search down" },
	{ VIEW_HISTORY_VI, "?", ACTION_HISTORY_SEARCH_BACK, "Search up" },
	{ VIEW_HISTORY_VI, "n", ACTION_HISTORY_AGAIN, "To the next match" },
	{ VIEW_HISTORY_VI, "N", ACTION_HISTORY_AGAIN_BACK,
	    "To the match before" },
	{ VIEW_HISTORY_VI, "Up", ACTION_HISTORY_UP, "One row up" },
	{ VIEW_HISTORY_VI, "Down", ACTION_HISTORY_DOWN, "One row down" },
	{ VIEW_HISTORY_VI, "Left", ACTION_HISTORY_LEFT, "One character left" },
	{ VIEW_HISTORY_VI, "Right", ACTION_HISTORY_RIGHT,
	    "One character right" },
	{ VIEW_HISTORY_VI, "PgUp", ACTION_HISTORY_PAGE_UP, "One page up" },
	{ VIEW_HISTORY_VI, "PgDn", ACTION_HISTORY_PAGE_DOWN, "One page down" },
	{ VIEW_HISTORY_VI, "Home", ACTION_HISTORY_LINE_START,
	    "To the start of the line" },
	{ VIEW_HISTORY_VI, "End", ACTION_HISTORY_LINE_END,
	    "To the end of the line" },
	{ VIEW_HISTORY_VI, "C-Up", ACTION_HISTORY_SCROLL_UP,
	    "Scroll up by a row" },
	{ VIEW_HISTORY_VI, "C-Down", ACTION_HISTORY_SCROLL_DOWN,
	    "Scroll down by a row" },
	{ VIEW_HISTORY_VI, "C-c", ACTION_HISTORY_CANCEL,
	    "Back to the session" },
	{ VIEW_HISTORY_VI, "q", ACTION_HISTORY_CANCEL, "Back to the session" },
	{ VIEW_HISTORY_EMACS, "C-p", ACTION_HISTORY_UP, "One row up" },
	{ VIEW_HISTORY_EMACS, "C-n", ACTION_HISTORY_DOWN, "One row down" },
	{ VIEW_HISTORY_EMACS, "C-b", ACTION_HISTORY_LEFT,
	    "One character left" },
	{ VIEW_HISTORY_EMACS, "C-f", ACTION_HISTORY_RIGHT,
	    "One character right" },
	{ VIEW_HISTORY_EMACS, "M-f", ACTION_HISTORY_WORD_END,
	    "To the end of a word" },
	{ VIEW_HISTORY_EMACS, "M-b", ACTION_HISTORY_WORD_BACK,
	    "One word back" },
	{ VIEW_HISTORY_EMACS, "C-a", ACTION_HISTORY_LINE_START,
	    "To the start of the line" },
	{ VIEW_HISTORY_EMACS, "M-m", ACTION_HISTORY_LINE_TEXT,
	    "To the first text of the line" },
	{ VIEW_HISTORY_EMACS, "C-e", ACTION_HISTORY_LINE_END,
	    "To the end of the line" },
	{ VIEW_HISTORY_EMACS, "M-{", ACTION_HISTORY_PARAGRAPH_UP,
	    "One paragraph up" },
	{ VIEW_HISTORY_EMACS, "M-}", ACTION_HISTORY_PARAGRAPH_DOWN,
	    "One paragraph down" },
	{ VIEW_HISTORY_EMACS, "M-<", ACTION_HISTORY_TOP, "To the oldest line" },
	{ VIEW_HISTORY_EMACS, "M->", ACTION_HISTORY_BOTTOM,
	    "To the newest line" },
	{ VIEW_HISTORY_EMACS, "M-v", ACTION_HISTORY_PAGE_UP, "One page up" },
	{ VIEW_HISTORY_EMACS, "C-v", ACTION_HISTORY_PAGE_DOWN,
	    "One page down" },
	{ VIEW_HISTORY_EMACS, "Space", ACTION_HISTORY_PAGE_DOWN,
	    "One page down" },
	{ VIEW_HISTORY_EMACS, "M-Up", ACTION_HISTORY_HALF_UP,
	    "Half a page up" },
	{ VIEW_HISTORY_EMACS, "M-Down", ACTION_HISTORY_HALF_DOWN,
	    "Half a page down" },
	{ VIEW_HISTORY_EMACS, "M-R", ACTION_HISTORY_VIEW_TOP,
	    "To the top of the view" },
	{ VIEW_HISTORY_EMACS, "M-r", ACTION_HISTORY_VIEW_MIDDLE,
	    "To the middle of the view" },
	{ VIEW_HISTORY_EMACS, "C-Space", ACTION_HISTORY_SELECT,
	    "Begin or drop a selection" },
	{ VIEW_HISTORY_EMACS, "R", ACTION_HISTORY_SELECT_RECT,
	    "Select a rectangle" },
	{ VIEW_HISTORY_EMACS, "C-g", ACTION_HISTORY_SELECT_NONE,
	    "Drop the selection" },
	{ VIEW_HISTORY_EMACS, "M-w", ACTION_HISTORY_COPY,
	    "Copy the selection and leave" },
	{ VIEW_HISTORY_EMACS, "C-w", ACTION_HISTORY_COPY,
	    "Copy the selection and leave" },
	{ VIEW_HISTORY_EMACS, "Enter", ACTION_HISTORY_COPY,
	    "Copy the selection and leave" },
	{ VIEW_HISTORY_EMACS, "C-s", ACTION_HISTORY_SEARCH, "Search down" },
	{ VIEW_HISTORY_EMACS, "C-r", ACTION_HISTORY_SEARCH_BACK, "Search up" },
	{ VIEW_HISTORY_EMACS, "n", ACTION_HISTORY_AGAIN, "To the next match" },
	{ VIEW_HISTORY_EMACS, "N", ACTION_HISTORY_AGAIN_BACK,
	    "To the match before" },
	{ VIEW_HISTORY_EMACS, "Escape", ACTION_HISTORY_CANCEL,
	    "Back to the session" },
	{ VIEW_HISTORY_EMACS, "Up", ACTION_HISTORY_UP, "One row up" },
	{ VIEW_HISTORY_EMACS, "Down", ACTION_HISTORY_DOWN, "One row down" },
	{ VIEW_HISTORY_EMACS, "Left", ACTION_HISTORY_LEFT,
	    "One character left" },
	{ VIEW_HISTORY_EMACS, "Right", ACTION_HISTORY_RIGHT,
	    "One character right" },
	{ VIEW_HISTORY_EMACS, "PgUp", ACTION_HISTORY_PAGE_UP, "One page up" },
	{ VIEW_HISTORY_EMACS, "PgDn", ACTION_HISTORY_PAGE_DOWN,
	    "One page down" },
	{ VIEW_HISTORY_EMACS, "Home", ACTION_HISTORY_LINE_START,
	    "To the start of the line" },
	{ VIEW_HISTORY_EMACS, "End", ACTION_HISTORY_LINE_END,
	    "To the end of the line" },
	{ VIEW_HISTORY_EMACS, "C-Up", ACTION_HISTORY_SCROLL_UP,
	    "Scroll up by a row" },
	{ VIEW_HISTORY_EMACS, "C-Down", ACTION_HISTORY_SCROLL_DOWN,
	    "Scroll down by a row" },
	{ VIEW_HISTORY_EMACS, "C-c", ACTION_HISTORY_CANCEL,
	    "Back to the session" },
	{ VIEW_HISTORY_EMACS, "q", ACTION_HISTORY_CANCEL,
	    "Back to the session" },
	{ VIEW_INPUT, "Left", ACTION_INPUT_LEFT, "One character left" },
	{ VIEW_INPUT, "C-b", ACTION_INPUT_LEFT, "One character left" },
	{ VIEW_INPUT, "Right", ACTION_INPUT_RIGHT, "One character right" },
	{ VIEW_INPUT, "C-f", ACTION_INPUT_RIGHT, "One character right" },
	{ VIEW_INPUT, "M-b", ACTION_INPUT_WORD_BACK, "One word back" },
	{ VIEW_INPUT, "M-Left", ACTION_INPUT_WORD_BACK, "One word back" },
	{ VIEW_INPUT, "C-Left", ACTION_INPUT_WORD_BACK, "One word back" },
	{ VIEW_INPUT, "M-f", ACTION_INPUT_WORD, "To the end of the word" },
	{ VIEW_INPUT, "M-Right", ACTION_INPUT_WORD, "To the end of the word" },
	{ VIEW_INPUT, "C-Right", ACTION_INPUT_WORD, "To the end of the word" },
	{ VIEW_INPUT, "C-a", ACTION_INPUT_START, "To the start of the line" },
	{ VIEW_INPUT, "Home", ACTION_INPUT_START, "To the start of the line" },
	{ VIEW_INPUT, "C-e", ACTION_INPUT_END, "To the end of the line" },
	{ VIEW_INPUT, "End", ACTION_INPUT_END, "To the end of the line" },
	{ VIEW_INPUT, "M-<", ACTION_INPUT_TEXT_START,
	    "To the start of the text" },
	{ VIEW_INPUT, "C-Home", ACTION_INPUT_TEXT_START,
	    "To the start of the text" },
	{ VIEW_INPUT, "M->", ACTION_INPUT_TEXT_END, "To the end of the text" },
	{ VIEW_INPUT, "C-End", ACTION_INPUT_TEXT_END,
	    "To the end of the text" },
	{ VIEW_INPUT, "Up", ACTION_INPUT_UP, "One row up, or an older text" },
	{ VIEW_INPUT, "Down", ACTION_INPUT_DOWN,
	    "One row down, or a newer text" },
	{ VIEW_INPUT, "Backspace", ACTION_INPUT_RUB_OUT,
	    "Erase the character before" },
	{ VIEW_INPUT, "S-Backspace", ACTION_INPUT_RUB_OUT,
	    "Erase the character before" },
	{ VIEW_INPUT, "C-h", ACTION_INPUT_RUB_OUT,
	    "Erase the character before" },
	{ VIEW_INPUT, "Delete", ACTION_INPUT_DELETE, "Erase the character" },
	{ VIEW_INPUT, "C-d", ACTION_INPUT_DELETE, "Erase the character" },
	{ VIEW_INPUT, "C-w", ACTION_INPUT_KILL_SPACES_BACK,
	    "Cut back to a space" },
	{ VIEW_INPUT, "M-Backspace", ACTION_INPUT_KILL_WORD_BACK,
	    "Cut the word before" },
	{ VIEW_INPUT, "M-C-h", ACTION_INPUT_KILL_WORD_BACK,
	    "Cut the word before" },
	{ VIEW_INPUT, "C-Backspace", ACTION_INPUT_KILL_WORD_BACK,
	    "Cut the word before" },
	{ VIEW_INPUT, "M-d", ACTION_INPUT_KILL_WORD,
	    "Cut to the end of the word" },
	{ VIEW_INPUT, "M-Delete", ACTION_INPUT_KILL_WORD,
	    "Cut to the end of the word" },
	{ VIEW_INPUT, "C-Delete", ACTION_INPUT_KILL_WORD,
	    "Cut to the end of the word" },
	{ VIEW_INPUT, "C-k", ACTION_INPUT_KILL_END,
	    "Cut to the end of the line" },
	{ VIEW_INPUT, "C-u", ACTION_INPUT_KILL_START,
	    "Cut to the start of the line" },
	{ VIEW_INPUT, "C-j", ACTION_INPUT_NEWLINE, "Begin a new line" },
	{ VIEW_INPUT, "C-y", ACTION_INPUT_YANK, "Put in what was cut" },
	{ VIEW_INPUT, "M-y", ACTION_INPUT_YANK_NEXT,
	    "Put in what was cut before that" },
	{ VIEW_INPUT, "C-_", ACTION_INPUT_UNDO, "Undo" },
	{ VIEW_INPUT, "C-/", ACTION_INPUT_UNDO, "Undo" },
	{ VIEW_INPUT, "M-_", ACTION_INPUT_REDO, "Undo the undoing" },
	{ VIEW_INPUT, "C-p", ACTION_INPUT_OLDER,
	    "An older text that begins so" },
	{ VIEW_INPUT, "C-n", ACTION_INPUT_NEWER,
	    "A newer text that begins so" },
	{ VIEW_PEEK, "PgUp", ACTION_PEEK_PAGE_UP,
	    "The session's screen, one page up" },
	{ VIEW_PEEK, "PgDn", ACTION_PEEK_PAGE_DOWN,
	    "The session's screen, one page down" },
	{ VIEW_PEEK, "C-Up", ACTION_PEEK_UP,
	    "The session's screen, one row up" },
	{ VIEW_PEEK, "C-Down", ACTION_PEEK_DOWN,
	    "The session's screen, one row down" },
	{ VIEW_AGENTS, "Enter", ACTION_AGENTS_OPEN,
	    "Open the session, start what was typed, close or open a group" },
	{ VIEW_AGENTS, "S-Enter", ACTION_AGENTS_START_OPEN,
	    "Start what was typed and open it" },
	{ VIEW_AGENTS, "C-Enter", ACTION_AGENTS_START_OPEN,
	    "Start what was typed and open it" },
	{ VIEW_AGENTS, "M-Enter", ACTION_AGENTS_START_OPEN,
	    "Start what was typed and open it" },
	{ VIEW_AGENTS_EMPTY, "Right", ACTION_AGENTS_ATTACH,
	    "Open the session" },
	{ VIEW_AGENTS_EMPTY, "Space", ACTION_AGENTS_PEEK,
	    "Peek at the session, or leave the peek" },
	{ VIEW_AGENTS_GROUP, "Right", ACTION_AGENTS_GROUP_OPEN,
	    "Open the group, or go to its first session" },
	{ VIEW_AGENTS_GROUP, "Left", ACTION_AGENTS_GROUP_CLOSE,
	    "Close the group" },
	{ VIEW_AGENTS_GROUP, "Space", ACTION_AGENTS_GROUP_PEEK,
	    "Open the group, or peek at its first session" },
	{ VIEW_AGENTS_LIST, "Up", ACTION_AGENTS_UP, "One row up" },
	{ VIEW_AGENTS_LIST, "Down", ACTION_AGENTS_DOWN, "One row down" },
	{ VIEW_AGENTS_LIST, "PgUp", ACTION_AGENTS_PAGE_UP, "One page up" },
	{ VIEW_AGENTS_LIST, "PgDn", ACTION_AGENTS_PAGE_DOWN, "One page down" },
	{ VIEW_AGENTS_EMPTY, "Home", ACTION_AGENTS_FIRST, "To the first row" },
	{ VIEW_AGENTS_EMPTY, "End", ACTION_AGENTS_LAST, "To the last row" },
	{ VIEW_AGENTS, "M-Up", ACTION_AGENTS_GROUP_UP, "To the heading above" },
	{ VIEW_AGENTS, "M-Down", ACTION_AGENTS_GROUP_DOWN,
	    "To the heading below" },
	{ VIEW_AGENTS_EMPTY, "S-Up", ACTION_AGENTS_MOVE_UP,
	    "Move the session up" },
	{ VIEW_AGENTS_EMPTY, "S-Down", ACTION_AGENTS_MOVE_DOWN,
	    "Move the session down" },
	{ VIEW_AGENTS, "M-1", ACTION_AGENTS_NTH_1,
	    "Open session 1 of the directory" },
	{ VIEW_AGENTS, "M-2", ACTION_AGENTS_NTH_2,
	    "Open session 2 of the directory" },
	{ VIEW_AGENTS, "M-3", ACTION_AGENTS_NTH_3,
	    "Open session 3 of the directory" },
	{ VIEW_AGENTS, "M-4", ACTION_AGENTS_NTH_4,
	    "Open session 4 of the directory" },
	{ VIEW_AGENTS, "M-5", ACTION_AGENTS_NTH_5,
	    "Open session 5 of the directory" },
	{ VIEW_AGENTS, "M-6", ACTION_AGENTS_NTH_6,
	    "Open session 6 of the directory" },
	{ VIEW_AGENTS, "M-7", ACTION_AGENTS_NTH_7,
	    "Open session 7 of the directory" },
	{ VIEW_AGENTS, "M-8", ACTION_AGENTS_NTH_8,
	    "Open session 8 of the directory" },
	{ VIEW_AGENTS, "M-9", ACTION_AGENTS_NTH_9,
	    "Open session 9 of the directory" },
	{ VIEW_AGENTS, "C-s", ACTION_AGENTS_GROUPING,
	    "Group by state or by directory" },
	{ VIEW_AGENTS, "C-t", ACTION_AGENTS_PIN,
	    "Pin the session to the top, or let it go" },
	{ VIEW_AGENTS, "C-r", ACTION_AGENTS_RENAME, "Rename the session" },
	{ VIEW_AGENTS, "M-t", ACTION_AGENTS_TAGS, "Change the session's tags" },
	{ VIEW_AGENTS, "M-a", ACTION_AGENTS_ARCHIVE,
	    "Archive the session, or take it out" },
	{ VIEW_AGENTS_LIST, "C-f", ACTION_AGENTS_FIND, "Find by name" },
	{ VIEW_AGENTS, "C-g", ACTION_AGENTS_EDITOR,
	    "Write the task or reply in an editor" },
	{ VIEW_AGENTS, "C-x", ACTION_AGENTS_STOP,
	    "Stop the session; again within two seconds: delete it" },
	{ VIEW_AGENTS, "Escape", ACTION_AGENTS_LEAVE,
	    "Leave the peek, clear the input, or leave" },
	{ VIEW_AGENTS, "C-c", ACTION_AGENTS_INTERRUPT,
	    "Clear the input; twice: leave" },
	{ VIEW_AGENTS, "C-z", ACTION_AGENTS_SUSPEND,
	    "Back to the shell until fg" },
	{ VIEW_AGENTS, "C-l", ACTION_REDRAW, "Draw the screen anew" },
	{ VIEW_AGENTS_EMPTY, "?", ACTION_HELP, "List the keys" },
};

/* A person has one set of keys, whatever the view: with rows of their own it is
 * made once, before any view. */
static struct {
	struct binding *rows; /* owned; NULL: the table as it is */
	size_t n;
} own;

static size_t
count(void)
{
	return own.rows != NULL ? own.n : nitems(bindings);
}

#define MODS_THAT_MATTER                                                       \
	(KEY_MOD_SHIFT | KEY_MOD_ALT | KEY_MOD_CTRL | KEY_MOD_SUPER |          \
	    KEY_MOD_HYPER | KEY_MOD_META)

bool
bind_matches(const struct key *meant, const struct key *key)
{
	unsigned want, have;

	want = meant->mods & MODS_THAT_MATTER;
	have = key->mods & MODS_THAT_MATTER;
	if (want == have && meant->code == key->code)
		return true;
	/* Another layout: the key at that place of the standard one. */
	if (want == have && key->base != 0 && meant->code == key->base)
		return true;
	/* "?" where the terminal tells Shift and "/". */
	return key->shifted != 0 && meant->code == key->shifted &&
	    want == (have & ~KEY_MOD_SHIFT);
}

bool
bind_is_modifier(const struct key *key)
{
	uint32_t n;

	if (key->code < KEY_KITTY)
		return false;
	n = key->code - KEY_KITTY + 57344;
	return (n >= 57358 && n <= 57360) || (n >= 57441 && n <= 57454);
}

enum action
bind_find(enum bind_view view, const struct key *key, const struct key *prefix)
{
	const struct binding *b;
	struct key meant;
	size_t i;

	for (i = 0; i < count(); i++) {
		b = bind_at(i);
		if (b->view != view)
			continue;
		if (strcmp(b->key, BIND_PREFIX_KEY) == 0) {
			if (prefix != NULL && bind_matches(prefix, key))
				return b->action;
		} else if (key_parse(b->key, &meant) == 0 &&
		    bind_matches(&meant, key))
			return b->action;
	}
	return ACTION_NONE;
}

static const char *const view_names[] = {
	[VIEW_PREFIX] = "prefix",
	[VIEW_LIVE] = "live",
	[VIEW_HISTORY_VI] = "history-vi",
	[VIEW_HISTORY_EMACS] = "history-emacs",
	[VIEW_INPUT] = "input",
	[VIEW_PEEK] = "agents-peek",
	[VIEW_AGENTS] = "agents",
	[VIEW_AGENTS_LIST] = "agents-list",
	[VIEW_AGENTS_EMPTY] = "agents-empty",
	[VIEW_AGENTS_GROUP] = "agents-group",
};

_Static_assert(nitems(view_names) == VIEW_COUNT, "a view has no name");

const char *
bind_view_name(enum bind_view view)
{
	return view_names[view];
}

const struct binding *
bind_at(size_t i)
{
	if (i >= count())
		return NULL;
	return own.rows != NULL ? &own.rows[i] : &bindings[i];
}

/* Views whose actions may be had in one another. */
static bool
is_family(enum bind_view a, enum bind_view b)
{
	return a == b || (a > VIEW_INPUT && b > VIEW_INPUT);
}

/* The table's first row with an action, for its note. */
static const struct binding *
row_with(enum bind_view view, enum action action)
{
	size_t i;

	for (i = 0; i < nitems(bindings); i++)
		if (bindings[i].action == action &&
		    is_family(bindings[i].view, view))
			return &bindings[i];
	return NULL;
}

static bool
parse_row(const char *text, struct binding *b, char **why)
{
	const struct binding *like;
	char view[64], key[64], action[64];
	struct key k;
	unsigned i;

	if (sscanf(text, "%63s %63s %63s", view, key, action) != 3) {
		*why = xstrdup("is no view, key and action");
		return false;
	}
	for (i = 0; i < VIEW_COUNT; i++)
		if (strcmp(view_names[i], view) == 0)
			break;
	b->view = (enum bind_view)i;
	b->action = action_find(action);
	like = row_with(b->view, b->action);
	if (i == VIEW_COUNT)
		*why = xasprintf("there is no view '%s'", view);
	else if (key_parse(key, &k) == -1)
		*why = xasprintf("no key is called '%s'", key);
	else if (b->action != ACTION_NONE && like == NULL)
		*why = xasprintf("%s has no action '%s'", view, action);
	if (*why != NULL)
		return false;
	b->key = xstrdup(key);
	b->note = like != NULL ? like->note : "";
	return true;
}

static bool
same_key(const struct binding *a, const struct binding *b)
{
	struct key x, y;

	return a->view == b->view && key_parse(a->key, &x) == 0 &&
	    key_parse(b->key, &y) == 0 && bind_matches(&x, &y);
}

/* Whether one of the first n rows is for that key; with tell it is an error. */
static const struct binding *
row_for(const struct binding *rows, size_t n, const struct binding *b)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (same_key(&rows[i], b))
			return &rows[i];
	return NULL;
}

void
bind_configure(const char *const *lines, size_t n,
    void (*error)(const char *, void *), void *arg)
{
	struct binding *rows = xcalloc(n + nitems(bindings), sizeof *rows);
	const struct binding *other;
	size_t i, mine = 0;
	char *why, *text;

	for (i = 0; i < n; i++) {
		why = NULL;
		if (parse_row(lines[i], &rows[mine], &why)) {
			other = row_for(rows, mine, &rows[mine]);
			if (other == NULL) {
				mine++;
				continue;
			}
			why = xasprintf("%s is %s already", rows[mine].key,
			    action_name(other->action));
			free((char *)(uintptr_t)rows[mine].key);
		}
		text = xasprintf("keys: '%.80s': %s", lines[i], why);
		error(text, arg);
		free(text);
		free(why);
	}
	own.n = mine;
	for (i = 0; i < nitems(bindings); i++)
		if (row_for(rows, mine, &bindings[i]) == NULL)
			rows[own.n++] = bindings[i];
	own.rows = rows;
}

const char *
bind_default_prefix(void)
{
	static const char *const names[] = { "TMUX", "STY", "BGMUX_SESSION" };
	const char *value;
	size_t i;

	for (i = 0; i < nitems(names); i++)
		if ((value = getenv(names[i])) != NULL && *value != '\0')
			return "C-]";
	return "C-b";
}
