/* SPDX-License-Identifier: ISC */
/* suggest: finds and draws what a word could become. It does not edit. */

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/compose.h"
#include "client/linedraw.h"
#include "client/suggest.h"
#include "client/theme.h"
#include "conf/customs.h"
#include "term/row.h"
#include "term/screen.h"
#include "tty/frame.h"

#define COMMANDS_MAX 256
#define NAME_COLS    24
#define WORD_MAX     64 /* bytes of a word that is looked for */

struct command {
	char *name; /* owned */
	char *text; /* owned */
};

struct item {
	const char *name; /* borrowed */
	const char *text; /* borrowed */
};

struct suggest {
	const struct customs *customs; /* borrowed; may be NULL */
	bool reply;		       /* the view's commands are none */
	struct command *commands;      /* owned; the agent's */
	size_t ncommands;
	struct item items[SUGGEST_MAX];
	size_t n;
	size_t selected;
	size_t top;
	size_t from; /* the word in the text */
	size_t to;
	char sign;	      /* what the name has in front of it, or 0 */
	char word[WORD_MAX];  /* looked for last */
	char given[WORD_MAX]; /* dismissed */
};

struct suggest *
suggest_create(void)
{
	return xcalloc(1, sizeof(struct suggest));
}

static void
forget(struct suggest *s)
{
	s->n = s->selected = s->top = 0;
	s->word[0] = '\0';
}

void
suggest_clear_commands(struct suggest *s)
{
	forget(s);
	while (s->ncommands > 0) {
		s->ncommands--;
		free(s->commands[s->ncommands].name);
		free(s->commands[s->ncommands].text);
	}
	free(s->commands);
	s->commands = NULL;
}

void
suggest_destroy(struct suggest *s)
{
	if (s == NULL)
		return;
	suggest_clear_commands(s);
	free(s);
}

void
suggest_set_customs(struct suggest *s, const struct customs *customs)
{
	forget(s);
	s->customs = customs;
}

void
suggest_set_reply(struct suggest *s)
{
	forget(s);
	s->reply = true;
}

void
suggest_add_command(struct suggest *s, const char *name, const char *text)
{
	struct command *c;

	forget(s);
	if (s->ncommands == COMMANDS_MAX)
		return;
	s->commands =
	    xreallocarray(s->commands, s->ncommands + 1, sizeof *s->commands);
	c = &s->commands[s->ncommands++];
	c->name = utf8_clean(name, strlen(name), WORD_MAX - 1);
	c->text = text != NULL ?
	    utf8_clean(text, strlen(text), CUSTOMS_TEXT_MAX) :
	    xstrdup("");
}

/* Finding. */

static bool
begins(const char *name, const char *word, size_t n)
{
	return strncasecmp(name, word, n) == 0;
}

static void
add(struct suggest *s, const char *name, const char *text)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->items[i].name, name) == 0)
			return;
	if (s->n == SUGGEST_MAX)
		return;
	s->items[s->n].name = name;
	s->items[s->n++].text = text;
}

static void
find_customs(struct suggest *s, const char *word, size_t n)
{
	const struct custom *c;
	size_t i;

	for (i = 0; s->customs != NULL && i < s->customs->n; i++) {
		c = &s->customs->list[i];
		if (begins(c->name, word, n))
			add(s, c->name, c->text);
	}
}

static void
find_commands(struct suggest *s, const char *word, size_t n)
{
	const char *name, *text;
	unsigned k;
	size_t i;

	for (k = 0; !s->reply && compose_command(k, &name, &text); k++)
		if (begins(name, word, n))
			add(s, name, text);
	for (i = 0; i < s->ncommands; i++)
		if (begins(s->commands[i].name, word, n))
			add(s, s->commands[i].name, s->commands[i].text);
}

/* The word that the cursor is behind: [*from, cursor) of the text. */
static size_t
word_at(const char *text, size_t cursor)
{
	size_t from = cursor;

	while (from > 0 && strchr(" \t\n", text[from - 1]) == NULL)
		from--;
	return from;
}

static void
find(struct suggest *s, const char *text, size_t cursor)
{
	const char *word = text + s->from;
	size_t n = cursor - s->from;

	if (s->sign == '@')
		find_customs(s, word + 1, n - 1);
	else if (s->sign == '/')
		find_commands(s, word, n);
	else if (n > 1)
		find_customs(s, word, n);
	/* What is there already is no suggestion. */
	if (s->n == 1 && s->sign != '@' && strlen(s->items[0].name) == n)
		forget(s);
}

void
suggest_update(struct suggest *s, const char *text, size_t cursor)
{
	char was[WORD_MAX] = "", word[WORD_MAX] = "";
	size_t i, n;
	bool first;

	if (s->n > 0)
		strlcpy(was, s->items[s->selected].name, sizeof was);
	s->from = word_at(text, cursor);
	n = cursor - s->from;
	first = s->from == 0;
	s->to = cursor;
	s->n = s->selected = 0;
	s->sign =
	    n > 0 && strchr("@/", text[s->from]) != NULL ? text[s->from] : 0;
	if (n == 0 || n >= sizeof word || (s->sign != '@' && !first) ||
	    (text[cursor] != '\0' && strchr(" \t\n", text[cursor]) == NULL)) {
		forget(s);
		s->given[0] = '\0';
		return;
	}
	memcpy(word, text + s->from, n);
	if (strcmp(word, s->given) == 0)
		return;
	s->given[0] = '\0';
	strlcpy(s->word, word, sizeof s->word);
	find(s, text, cursor);
	for (i = 0; i < s->n; i++)
		if (strcmp(s->items[i].name, was) == 0)
			s->selected = i;
}

void
suggest_browse(struct suggest *s)
{
	forget(s);
	s->from = s->to = 0;
	s->sign = 0;
	find_customs(s, "", 0);
}

void
suggest_dismiss(struct suggest *s)
{
	strlcpy(s->given, s->word, sizeof s->given);
	forget(s);
}

size_t
suggest_count(const struct suggest *s)
{
	return s->n;
}

const char *
suggest_at(const struct suggest *s, size_t i)
{
	return i < s->n ? s->items[i].name : NULL;
}

size_t
suggest_selected(const struct suggest *s)
{
	return s->selected;
}

void
suggest_move(struct suggest *s, int step)
{
	int64_t n = (int64_t)s->n;

	if (n > 0)
		s->selected =
		    (size_t)((((int64_t)s->selected + step) % n + n) % n);
}

char *
suggest_take(const struct suggest *s, size_t *from, size_t *to)
{
	if (s->n == 0)
		return NULL;
	*from = s->from;
	*to = s->to;
	return xasprintf("%s%s ", s->sign == '@' ? "@" : "",
	    s->items[s->selected].name);
}

/* Drawing. */

unsigned
suggest_rows(const struct suggest *s, unsigned max)
{
	unsigned n = s->n < SUGGEST_SHOWN ? (unsigned)s->n : SUGGEST_SHOWN;

	return n < max ? n : max;
}

static void
draw_item(const struct suggest *s, size_t i, struct frame *f, unsigned row,
    const struct rect *r, struct theme *t)
{
	const char *dots = theme_sign(t, SIGN_ELLIPSIS);
	bool here = i == s->selected;
	struct cell blank = { 0 };
	unsigned col = r->left, end;
	char *name;

	row_split(&f->row[row], r->left, r->right - r->left);
	row_fill(&f->row[row], r->left, r->right - r->left, blank);
	if (here)
		linedraw_text(f, row, col, r->right, theme_sign(t, SIGN_POINT),
		    theme_look(t, LOOK_POINT));
	col += 2;
	name = xasprintf("%s%s", s->sign == '@' ? "@" : "", s->items[i].name);
	end = col + NAME_COLS < r->right ? col + NAME_COLS : r->right;
	linedraw_cut(f, row, col, end, name, dots,
	    theme_look(t, here ? LOOK_STRONG : LOOK_PLAIN));
	free(name);
	linedraw_cut(f, row, col + NAME_COLS + 2, r->right, s->items[i].text,
	    dots, theme_look(t, LOOK_DIM));
}

void
suggest_draw(struct suggest *s, struct frame *f, const struct rect *rect,
    struct theme *t)
{
	struct rect r;
	unsigned rows, i;

	if (!frame_clip(f, rect, &r))
		return;
	rows = r.bottom - r.top;
	if (s->selected < s->top)
		s->top = s->selected;
	if (s->selected >= s->top + rows)
		s->top = s->selected - rows + 1;
	if (s->top + rows > s->n)
		s->top = s->n > rows ? s->n - rows : 0;
	for (i = 0; i < rows && s->top + i < s->n; i++)
		draw_item(s, s->top + i, f, r.top + i, &r, t);
}
