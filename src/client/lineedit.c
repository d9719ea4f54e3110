/* SPDX-License-Identifier: ISC */
/* lineedit: what keys do to a text that is typed. Units and places are
 * linetext's, pastes linepaste's, drawing lineview's. */

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/bind.h"
#include "client/lineedit_internal.h"
#include "client/linehist.h"
#include "term/key.h"

struct lineedit *
lineedit_create(struct linehist *hist)
{
	struct lineedit *e = xcalloc(1, sizeof *e);

	e->hist = hist;
	e->cols = 80;
	return e;
}

static void
clear_states(struct editstate *states, unsigned *n)
{
	while (*n > 0)
		linetext_clear(&states[--*n].text);
}

void
lineedit_destroy(struct lineedit *e)
{
	if (e == NULL)
		return;
	clear_states(e->undo, &e->nundo);
	clear_states(e->redo, &e->nredo);
	while (e->nkill > 0)
		linetext_clear(&e->kill[--e->nkill]);
	linetext_clear(&e->draft.text);
	linetext_clear(&e->text);
	linepaste_forget(e, 0);
	free(e);
}

/* Undo. */

static void
push(struct editstate *states, unsigned *n, const struct lineedit *e)
{
	size_t bytes = e->text.len;
	unsigned i, drop = 0;

	for (i = *n; i > 0; i--) {
		bytes += states[i - 1].text.len;
		if (bytes > UNDO_BYTES || *n - i + 2 > UNDO_MAX) {
			drop = i;
			break;
		}
	}
	for (i = 0; i < drop; i++)
		linetext_clear(&states[i].text);
	*n -= drop;
	memmove(states, states + drop, *n * sizeof *states);
	memset(&states[*n], 0, sizeof *states);
	linetext_copy(&states[*n].text, &e->text, 0, e->text.len);
	states[(*n)++].cursor = e->cursor;
}

static void
pop(struct editstate *states, unsigned *n, struct lineedit *e)
{
	linetext_clear(&e->text);
	--*n;
	e->text = states[*n].text;
	e->cursor = states[*n].cursor;
	memset(&states[*n], 0, sizeof *states);
}

static enum lineedit_did
undo(struct lineedit *e, bool back)
{
	if (back ? e->nundo == 0 : e->nredo == 0)
		return LINEEDIT_MOVED;
	if (back) {
		push(e->redo, &e->nredo, e);
		pop(e->undo, &e->nundo, e);
	} else {
		push(e->undo, &e->nundo, e);
		pop(e->redo, &e->nredo, e);
	}
	e->browsing = false;
	return LINEEDIT_CHANGED;
}

void
lineedit_remember(struct lineedit *e, enum edit_kind kind)
{
	bool run = kind == e->last && e->run < UNDO_RUN &&
	    (kind == EDIT_TYPE || kind == EDIT_RUB);

	if (!run) {
		push(e->undo, &e->nundo, e);
		e->run = 0;
	}
	e->run++;
	clear_states(e->redo, &e->nredo);
	e->browsing = false;
}

enum lineedit_did
lineedit_put(struct lineedit *e, enum edit_kind kind, size_t from, size_t to,
    const struct linetext *with)
{
	struct linetext none = { 0 };

	if (with == NULL)
		with = &none;
	if (from == to && with->len == 0)
		return LINEEDIT_MOVED;
	if (e->text.len - (to - from) + with->len > LINEEDIT_MAX)
		return LINEEDIT_FULL;
	lineedit_remember(e, kind);
	linetext_splice(&e->text, from, to, with);
	e->cursor = from + with->len;
	/* A mark joins the character before it, and one after joins it. */
	if (e->cursor < e->text.len) {
		size_t p = linetext_line(&e->text, e->cursor);

		while (p < e->cursor)
			p = linetext_next(&e->text, p);
		e->cursor = p;
	}
	e->last = kind;
	return LINEEDIT_CHANGED;
}

static enum lineedit_did
put_string(struct lineedit *e, enum edit_kind kind, size_t from, size_t to,
    const char *s)
{
	struct linetext with = { 0 };
	enum lineedit_did did;

	with.s = (char *)s;
	with.len = strlen(s);
	did = lineedit_put(e, kind, from, to, &with);
	return did;
}

/* What was cut. */

static void
new_kill(struct lineedit *e, struct linetext *cut)
{
	if (e->nkill == KILL_MAX)
		linetext_clear(&e->kill[--e->nkill]);
	memmove(e->kill + 1, e->kill, e->nkill * sizeof *e->kill);
	e->kill[0] = *cut;
	e->nkill++;
}

static enum lineedit_did
kill_range(struct lineedit *e, size_t from, size_t to, bool back)
{
	enum edit_kind kind = back ? EDIT_KILL_BACK : EDIT_KILL;
	bool more =
	    (e->last == EDIT_KILL || e->last == EDIT_KILL_BACK) && e->nkill > 0;
	struct linetext cut = { 0 };

	if (from == to)
		return LINEEDIT_MOVED;
	linetext_copy(&cut, &e->text, from, to);
	if (more) {
		linetext_splice(&e->kill[0], back ? 0 : e->kill[0].len,
		    back ? 0 : e->kill[0].len, &cut);
		linetext_clear(&cut);
	} else
		new_kill(e, &cut);
	return lineedit_put(e, kind, from, to, NULL);
}

static enum lineedit_did
yank(struct lineedit *e, bool next)
{
	enum lineedit_did did;
	size_t from = e->cursor;

	if (e->nkill == 0 || (next && e->last != EDIT_YANK))
		return LINEEDIT_MOVED;
	if (next) {
		from = e->yanked;
		e->ikill = (e->ikill + 1) % e->nkill;
	} else
		e->ikill = 0;
	did = lineedit_put(e, EDIT_YANK, from, e->cursor, &e->kill[e->ikill]);
	if (did == LINEEDIT_CHANGED)
		e->yanked = from;
	return did;
}

/* History. */

static void
show_text(struct lineedit *e, struct linetext *t)
{
	linetext_clear(&e->text);
	e->text = *t;
	e->cursor = t->len;
	e->top = 0;
}

static enum lineedit_did
browse(struct lineedit *e, bool older)
{
	const struct linesaved *s;
	struct linetext t = { 0 };
	uint64_t at = e->browsing ? e->at : UINT64_MAX;
	const struct linetext *prefix;
	unsigned npastes = e->npastes;

	if (e->hist == NULL)
		return LINEEDIT_MOVED;
	prefix = e->browsing ? &e->draft.text : &e->text;
	/* What entries seen before have brought is of no more use. */
	linepaste_forget(e, e->browsing ? e->draft_pastes : e->npastes);
	do {
		s = linehist_find(e->hist, &at, older, linetext_string(prefix),
		    prefix->len);
	} while (s != NULL && !linepaste_load(e, s, &t));
	if (s == NULL && (older || !e->browsing))
		return LINEEDIT_MOVED;
	if (!e->browsing) {
		lineedit_remember(e, EDIT_OTHER);
		linetext_copy(&e->draft.text, &e->text, 0, e->text.len);
		e->draft.cursor = e->cursor;
		e->draft_pastes = npastes;
		e->browsing = true;
	}
	if (s != NULL) {
		e->at = at;
		show_text(e, &t);
	} else {
		linetext_copy(&t, &e->draft.text, 0, e->draft.text.len);
		show_text(e, &t);
		e->cursor = e->draft.cursor;
		e->browsing = false;
	}
	e->last = EDIT_NONE;
	return LINEEDIT_CHANGED;
}

/* Actions. */

static enum lineedit_did
move(struct lineedit *e, size_t to)
{
	e->cursor = to;
	e->last = EDIT_NONE;
	return LINEEDIT_MOVED;
}

static enum lineedit_did
vertical(struct lineedit *e, bool up)
{
	bool goal = e->has_goal;
	enum lineedit_did did;
	size_t to;

	if (lineview_vertical(e, up, &to)) {
		did = move(e, to);
		goal = true;
	} else {
		did = browse(e, up);
		goal = false;
	}
	e->has_goal = goal;
	return did;
}

static enum lineedit_did
erase(struct lineedit *e, enum action action)
{
	const struct linetext *t = &e->text;
	size_t at = e->cursor, end = linetext_line_end(t, at);

	switch (action) {
	case ACTION_INPUT_RUB_OUT:
		return lineedit_put(e, EDIT_RUB, linetext_prev(t, at), at,
		    NULL);
	case ACTION_INPUT_DELETE:
		return lineedit_put(e, EDIT_OTHER, at, linetext_next(t, at),
		    NULL);
	case ACTION_INPUT_KILL_SPACES_BACK:
		return kill_range(e, linetext_word(t, at, true), at, true);
	case ACTION_INPUT_KILL_WORD_BACK:
		return kill_range(e, linetext_word(t, at, false), at, true);
	case ACTION_INPUT_KILL_WORD:
		return kill_range(e, at, linetext_word_end(t, at, false),
		    false);
	case ACTION_INPUT_KILL_END:
		return kill_range(e, at, end == at ? linetext_next(t, at) : end,
		    false);
	default: /* ACTION_INPUT_KILL_START */
		end = linetext_line(t, at);
		return kill_range(e, end == at ? linetext_prev(t, at) : end, at,
		    true);
	}
}

static enum lineedit_did
travel(struct lineedit *e, enum action action)
{
	const struct linetext *t = &e->text;
	size_t at = e->cursor;

	switch (action) {
	case ACTION_INPUT_LEFT:
		return move(e, linetext_prev(t, at));
	case ACTION_INPUT_RIGHT:
		return move(e, linetext_next(t, at));
	case ACTION_INPUT_WORD_BACK:
		return move(e, linetext_word(t, at, false));
	case ACTION_INPUT_WORD:
		return move(e, linetext_word_end(t, at, false));
	case ACTION_INPUT_START:
		return move(e, linetext_line(t, at));
	case ACTION_INPUT_END:
		return move(e, linetext_line_end(t, at));
	case ACTION_INPUT_TEXT_START:
		return move(e, 0);
	default: /* ACTION_INPUT_TEXT_END */
		return move(e, t->len);
	}
}

enum lineedit_did
lineedit_do(struct lineedit *e, enum action action)
{
	bool goal = e->has_goal;

	e->has_goal = false;
	switch (action) {
	case ACTION_INPUT_NEWLINE:
		return put_string(e, EDIT_OTHER, e->cursor, e->cursor, "\n");
	case ACTION_INPUT_YANK:
		return yank(e, false);
	case ACTION_INPUT_YANK_NEXT:
		return yank(e, true);
	case ACTION_INPUT_UNDO:
		e->last = EDIT_NONE;
		return undo(e, true);
	case ACTION_INPUT_REDO:
		e->last = EDIT_NONE;
		return undo(e, false);
	case ACTION_INPUT_OLDER:
		return browse(e, true);
	case ACTION_INPUT_NEWER:
		return browse(e, false);
	default:
		break;
	}
	if (action < ACTION_INPUT_LEFT || action > ACTION_INPUT_NEWER ||
	    (e->text.len == 0 && !e->browsing))
		return LINEEDIT_NONE;
	e->has_goal = goal;
	if (action == ACTION_INPUT_UP || action == ACTION_INPUT_DOWN)
		return vertical(e, action == ACTION_INPUT_UP);
	e->has_goal = false;
	if (action >= ACTION_INPUT_RUB_OUT)
		return erase(e, action);
	return travel(e, action);
}

static enum lineedit_did
type(struct lineedit *e, const char *s, size_t n)
{
	struct linetext with = { 0 };
	enum lineedit_did did;

	with.s = linepaste_clean(s, n, KEY_TEXT_MAX, &with.len);
	did = with.len == 0 ?
	    LINEEDIT_NONE :
	    lineedit_put(e, EDIT_TYPE, e->cursor, e->cursor, &with);
	linetext_clear(&with);
	e->has_goal = false;
	return did;
}

bool
lineedit_continue(struct lineedit *e)
{
	if (e->cursor == 0 || e->text.s[e->cursor - 1] != '\\')
		return false;
	e->has_goal = false;
	(void)put_string(e, EDIT_OTHER, e->cursor - 1, e->cursor, "\n");
	return true;
}

enum lineedit_did
lineedit_key(struct lineedit *e, const struct key *key)
{
	unsigned mods = key->mods & ~(KEY_MOD_CAPS | KEY_MOD_NUM);
	enum action action;
	char text[4];
	uint32_t cp;

	if (key->event == KEY_RELEASE || bind_is_modifier(key))
		return LINEEDIT_NONE;
	action = bind_find(VIEW_INPUT, key, NULL);
	if (action != ACTION_NONE)
		return lineedit_do(e, action);
	if ((key->code == KEY_ENTER || key->code == KEY_KP_ENTER) && mods == 0)
		return lineedit_continue(e) ? LINEEDIT_CHANGED : LINEEDIT_NONE;
	if ((mods & ~KEY_MOD_SHIFT) != 0)
		return LINEEDIT_NONE;
	if (key->text[0] != '\0')
		return type(e, key->text, strnlen(key->text, KEY_TEXT_MAX));
	cp = key->shifted != 0 && mods != 0 ? key->shifted : key->code;
	if (cp >= KEY_KP_0 && cp <= KEY_KP_ADD)
		cp = (uint8_t) "0123456789./*-+"[cp - KEY_KP_0];
	if (cp < ' ' || cp == KEY_BACKSPACE || cp >= KEY_BASE)
		return LINEEDIT_NONE;
	return type(e, text, utf8_encode(cp, text));
}

bool
lineedit_is_empty(const struct lineedit *e)
{
	return e->text.len == 0;
}

const char *
lineedit_shown(const struct lineedit *e, size_t *cursor)
{
	if (cursor != NULL)
		*cursor = e->cursor;
	return linetext_string(&e->text);
}

void
lineedit_set(struct lineedit *e, const char *s)
{
	struct linetext t = { 0 };

	t.s = linepaste_clean(s, strlen(s), LINEEDIT_MAX, &t.len);
	lineedit_remember(e, EDIT_OTHER);
	show_text(e, &t);
	e->last = EDIT_NONE;
	e->has_goal = false;
}

enum lineedit_did
lineedit_replace(struct lineedit *e, size_t from, size_t to, const char *s)
{
	struct linetext t = { 0 };
	enum lineedit_did did;

	if (to > e->text.len)
		to = e->text.len;
	if (from > to)
		from = to;
	t.s = linepaste_clean(s, strlen(s), LINEEDIT_MAX, &t.len);
	did = lineedit_put(e, EDIT_OTHER, from, to, &t);
	linetext_clear(&t);
	return did;
}

void
lineedit_take(struct lineedit *e, struct linesaved *out)
{
	lineedit_put_away(e, out);
	if (e->hist != NULL)
		linehist_add(e->hist, out);
}

void
lineedit_put_away(struct lineedit *e, struct linesaved *out)
{
	linepaste_save(e, out);
	clear_states(e->undo, &e->nundo);
	clear_states(e->redo, &e->nredo);
	while (e->nkill > 0 && e->npastes > 0)
		linetext_clear(&e->kill[--e->nkill]);
	linetext_clear(&e->text);
	linepaste_forget(e, 0);
	e->cursor = e->top = 0;
	e->browsing = e->has_goal = false;
	e->last = EDIT_NONE;
}

bool
lineedit_give_back(struct lineedit *e, const struct linesaved *s)
{
	struct linetext t = { 0 };
	bool done, more = e->text.len > 0;
	size_t n;

	if (s->len + more + linepaste_whole(e) > LINEEDIT_WHOLE_MAX ||
	    !linepaste_load(e, s, &t))
		return false;
	if (more)
		linetext_replace(&t, t.len, t.len, "\n", 1);
	n = e->cursor + t.len;
	done = t.len == 0 ||
	    lineedit_put(e, EDIT_OTHER, 0, 0, &t) == LINEEDIT_CHANGED;
	if (done && more)
		e->cursor = n;
	linetext_clear(&t);
	return done;
}
