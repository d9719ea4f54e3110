/* SPDX-License-Identifier: ISC */
/* agenthelp: what can be done in the agent view, over the whole of it: its
 * keys, from the table of bindings, and what can be typed. */

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "client/agentview_internal.h"
#include "client/bind.h"
#include "client/linedraw.h"
#include "client/theme.h"
#include "term/key.h"
#include "tty/frame.h"

#define KEYS_MAX 64
#define KEYS_COL 2
#define NOTE_COL 26

/* One line: of keys with what they do, or a heading. */
struct help_line {
	const char *heading; /* NULL: keys */
	char keys[KEYS_MAX];
	const char *note;
};

struct help {
	struct help_line *lines; /* owned */
	unsigned n;
};

static const struct {
	enum bind_view view;
	const char *heading;
} parts[] = {
	{ VIEW_AGENTS_EMPTY, "While nothing is typed" },
	{ VIEW_AGENTS_GROUP, "While a group's heading is selected" },
	{ VIEW_AGENTS_LIST, "While nothing but a filter is typed" },
	{ VIEW_PEEK, "In the peek" },
	{ VIEW_AGENTS, "Always" },
	{ VIEW_INPUT, "In what is typed" },
};

static const struct {
	const char *typed;
	const char *note;
} words[] = {
	{ "a task", "starts a session" },
	{ "! command", "runs a shell command as a session" },
	{ "name a task", "starts the custom agent of that name; @name too" },
	{ "/model name", "the model of new sessions; default: none" },
	{ "/exit /logout", "leaves the list; logs the agent out" },
	{ "n:text o:text", "the names, what came of it" },
	{ "s:state", "blocked, working, done, failed, ready, archived, ..." },
	{ "a:agent t:tag", "by agent, by tag" },
	{ "#12", "the session on that pull request; its address too" },
};

static struct help_line *
add(struct help *h)
{
	struct help_line *line;

	h->lines = xreallocarray(h->lines, h->n + 1, sizeof(*h->lines));
	line = &h->lines[h->n++];
	memset(line, 0, sizeof *line);
	return line;
}

static void
add_heading(struct help *h, const char *text)
{
	if (h->n > 0)
		add(h)->heading = "";
	add(h)->heading = text;
}

/* Keys for the same thing share a line. */
static struct help_line *
line_of(struct help *h, unsigned from, const char *note)
{
	struct help_line *line;
	unsigned i;

	for (i = from; i < h->n; i++)
		if (h->lines[i].note != NULL &&
		    strcmp(h->lines[i].note, note) == 0)
			return &h->lines[i];
	line = add(h);
	line->note = note;
	return line;
}

static void
add_view(struct help *h, enum bind_view view)
{
	const struct binding *b;
	struct help_line *line;
	unsigned from = h->n;
	size_t i, n;

	for (i = 0; (b = bind_at(i)) != NULL; i++) {
		if (b->view != view || b->action == ACTION_NONE)
			continue;
		line = line_of(h, from, b->note);
		n = strlen(line->keys);
		if (n + 1 + strlen(b->key) < sizeof line->keys)
			xsnprintf(line->keys + n, sizeof line->keys - n, "%s%s",
			    n > 0 ? " " : "", b->key);
	}
}

static void
make(struct help *h)
{
	struct help_line *line;
	size_t i;

	add_heading(h, "What can be typed");
	for (i = 0; i < nitems(words); i++) {
		line = add(h);
		strlcpy(line->keys, words[i].typed, sizeof line->keys);
		line->note = words[i].note;
	}
	for (i = 0; i < nitems(parts); i++) {
		add_heading(h, parts[i].heading);
		add_view(h, parts[i].view);
	}
}

static unsigned
page_rows(const struct frame *f)
{
	return f->rows > 1 ? f->rows - 1 : 1;
}

void
agenthelp_draw(struct agentview *v, struct frame *f)
{
	struct help h = { 0 };
	const struct help_line *line;
	const char *dots = theme_sign(v->theme, SIGN_ELLIPSIS);
	unsigned rows = page_rows(f), i, row, col;

	make(&h);
	v->help_pages = (h.n + rows - 1) / rows;
	for (row = 0; row < rows; row++) {
		i = v->help_page * rows + row;
		if (i >= h.n)
			break;
		line = &h.lines[i];
		if (line->heading != NULL) {
			linedraw_cut(f, row, 0, f->cols, line->heading, dots,
			    theme_look(v->theme, LOOK_STRONG));
			continue;
		}
		col = linedraw_cut(f, row, KEYS_COL, f->cols, line->keys, dots,
		    theme_look(v->theme, LOOK_POINT));
		linedraw_cut(f, row, col < NOTE_COL ? NOTE_COL : col + 2,
		    f->cols, line->note, dots, 0);
	}
	free(h.lines);
	if (f->rows > 1)
		linedraw_cut(f, f->rows - 1, 0, f->cols,
		    v->help_page + 1 < v->help_pages ?
			"any key: more - esc: back" :
			"any key: back",
		    dots, theme_look(v->theme, LOOK_DIM));
}

void
agenthelp_key(struct agentview *v, const struct key *key)
{
	v->help_page++;
	if (key->code == KEY_ESCAPE || key->code == 'q' || key->code == '?' ||
	    v->help_page >= v->help_pages)
		v->help = false;
}
