/* SPDX-License-Identifier: ISC */
/* historyfind: the search in a history, as it is typed. The host searches what
 * has scrolled off; the screen as it was is searched here. */

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "client/bind.h"
#include "client/histdoc.h"
#include "client/history_internal.h"
#include "wire/pack_term.h"

static void
put_part(struct history *y, bool local, uint64_t line, unsigned col,
    uint64_t stop)
{
	struct part *p = &y->part[y->npart++];

	p->local = local;
	p->from.line = line;
	p->from.col = col;
	p->stop = stop;
}

/* The parts from a place on to the end and from the begin to that place. */
static void
set_parts(struct history *y, struct find_at f, bool back)
{
	uint64_t first = y->s.m.first, pin = histdoc_pin(y->doc);
	uint64_t end = y->s.m.end;

	y->npart = y->ipart = 0;
	if (!back && f.line < pin) {
		put_part(y, false, f.line, f.col, pin);
		put_part(y, true, pin, 0, end);
		put_part(y, false, first, 0, f.line + 1);
	} else if (!back) {
		put_part(y, true, f.line, f.col, end);
		put_part(y, false, first, 0, pin);
		put_part(y, true, pin, 0, end);
	} else if (f.line >= pin) {
		put_part(y, true, f.line, f.col, pin);
		put_part(y, false, pin, 0, first);
		put_part(y, true, end, 0, pin);
	} else {
		put_part(y, false, f.line, f.col, first);
		put_part(y, true, end, 0, pin);
		put_part(y, false, pin, 0, f.line);
	}
}

static bool
find_here(struct history *y, const struct part *p, bool back,
    struct find_hit *hit)
{
	uint64_t pin = histdoc_pin(y->doc), end = y->s.m.end, line;
	struct find_text t = { 0 };
	bool found = false;

	line = p->from.line >= end ? end - 1 : p->from.line;
	while (!found && line >= pin && line < end) {
		if (find_load(&t, y->intern, history_row, y, line, pin, end) !=
		    0)
			break;
		found = back ? find_prev(&y->find, &t, &p->from, hit) :
			       find_next(&y->find, &t, &p->from, hit);
		if (back && t.first == pin)
			break;
		line = back ? t.first - 1 : t.next;
	}
	find_text_clear(&t);
	return found;
}

static void search_from(struct history *, struct find_at, bool back);

static void
go_to(struct history *y, const struct find_hit *hit)
{
	struct input input = { .kind = INPUT_GOTO, .at = hit->start };

	y->hit = *hit;
	y->has_hit = true;
	y->search_id = 0;
	if (y->again > 0) {
		y->again--;
		search_from(y, hit->start, y->searching_back);
	} else
		history_queue_first(y, &input);
}

static void
not_found(struct history *y)
{
	y->search_id = 0;
	y->again = 0;
	y->has_hit = false;
	strlcpy(y->note, "no match", sizeof y->note);
}

/* Go on with the parts that are left. */
static void
search_on(struct history *y)
{
	bool back = y->searching_back;
	struct search s = { 0 };
	struct find_hit hit;
	const struct part *p;

	for (; y->ipart < y->npart; y->ipart++) {
		p = &y->part[y->ipart];
		if (p->local) {
			if (find_here(y, p, back, &hit)) {
				go_to(y, &hit);
				return;
			}
			continue;
		}
		s.line = p->from.line;
		s.col = (uint16_t)p->from.col;
		s.stop = p->stop;
		s.flags = back ? SEARCH_BACK : 0;
		if (y->find.re != NULL)
			s.flags |= SEARCH_REGEX;
		y->search_id = y->handler.search(&s, y->pattern, y->arg);
		y->searched = monotime_now();
		if (y->search_id != 0)
			return;
	}
	not_found(y);
}

static void
search_from(struct history *y, struct find_at from, bool back)
{
	y->note[0] = '\0';
	if (!back)
		from.col++;
	set_parts(y, from, back);
	y->searching_back = back;
	search_on(y);
}

void
history_found(struct history *y, uint32_t id, const struct found *f)
{
	struct find_hit hit;

	if (!history_ready(y) || id == 0 || id != y->search_id)
		return;
	if (f->found) {
		hit.start.line = f->line;
		hit.start.col = f->col;
		hit.end.line = f->end_line;
		hit.end.col = f->end_col;
		go_to(y, &hit);
	} else {
		y->ipart++;
		search_on(y);
	}
	history_go_on(y);
}

static void
set_pattern(struct history *y, const char *text)
{
	strlcpy(y->pattern, text, sizeof y->pattern);
	find_clear(&y->find);
	find_init(&y->find, text, y->vi);
}

void
historyfind_clear(struct history *y)
{
	find_clear(&y->find);
	y->has_hit = false;
}

void
historyfind_prompt(struct history *y, bool back)
{
	y->prompting = true;
	y->back = back;
	y->prompt[0] = '\0';
	y->origin = y->s.m.cur;
}

void
historyfind_again(struct history *y, bool against)
{
	if (*y->pattern == '\0')
		return;
	if (y->find.n == 0)
		set_pattern(y, y->pattern);
	search_from(y, y->s.m.cur, y->back != against);
}

/* The prompt's text has changed. */
static void
retype(struct history *y)
{
	struct input input = { .kind = INPUT_GOTO, .at = y->origin };

	y->search_id = 0;
	y->again = 0;
	if (*y->prompt == '\0') {
		historyfind_clear(y);
		history_queue(y, &input);
		return;
	}
	set_pattern(y, y->prompt);
	search_from(y, y->origin, y->back);
	if (y->search_id == 0 && !y->has_hit)
		history_queue(y, &input);
}

void
historyfind_add(struct history *y, const char *s, size_t n)
{
	char *clean = utf8_clean(s, n, PROMPT_MAX);
	size_t used = strlen(y->prompt);

	if (used + strlen(clean) < sizeof y->prompt)
		strlcpy(y->prompt + used, clean, sizeof y->prompt - used);
	free(clean);
	retype(y);
}

static void
rub_out(struct history *y)
{
	size_t n = strlen(y->prompt);

	while (n > 0 && ((uint8_t)y->prompt[n - 1] & 0xc0) == 0x80)
		n--;
	if (n > 0)
		n--;
	y->prompt[n] = '\0';
	retype(y);
}

static void
accept(struct history *y)
{
	y->prompting = false;
	if (*y->prompt == '\0')
		historyfind_again(y, false);
}

static void
give_up(struct history *y)
{
	struct input input = { .kind = INPUT_GOTO, .at = y->origin };

	y->prompting = false;
	y->search_id = 0;
	historyfind_clear(y);
	history_queue(y, &input);
}

static void
type(struct history *y, const struct key *key)
{
	uint32_t cp = key->shifted != 0 && key->mods & KEY_MOD_SHIFT ?
	    key->shifted :
	    key->code;
	char text[5] = { 0 };

	if (key->mods &
	    (KEY_MOD_CTRL | KEY_MOD_ALT | KEY_MOD_SUPER | KEY_MOD_META))
		return;
	if (key->text[0] != '\0')
		historyfind_add(y, key->text, strlen(key->text));
	else if (cp >= ' ' && cp != KEY_BACKSPACE && cp < KEY_BASE)
		historyfind_add(y, text, utf8_encode(cp, text));
}

void
historyfind_key(struct history *y, const struct key *key)
{
	bool ctrl = key->mods & KEY_MOD_CTRL;

	if (key->code == KEY_ENTER || key->code == KEY_KP_ENTER)
		accept(y);
	else if (key->code == KEY_ESCAPE ||
	    (ctrl && (key->code == 'c' || key->code == 'g')))
		give_up(y);
	else if (key->code == KEY_BACKSPACE || (ctrl && key->code == 'h'))
		rub_out(y);
	else if (ctrl && key->code == 'u') {
		y->prompt[0] = '\0';
		retype(y);
	} else if (ctrl && (key->code == 's' || key->code == 'r')) {
		/* As emacs: again, maybe the other way. */
		y->back = key->code == 'r';
		historyfind_again(y, false);
	} else
		type(y, key);
}
