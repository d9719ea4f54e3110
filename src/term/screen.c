/* SPDX-License-Identifier: ISC */
/* screen: two buffers of rows, a cursor, and who has seen what of them; knows
 * no control functions. */

#include "base/xmalloc.h"
#include "term/damage.h"
#include "term/intern.h"
#include "term/reflow.h"
#include "term/rowring.h"
#include "term/rowtext.h"
#include "term/scrollback.h"
#include "term/screen.h"
#include "term/screen_internal.h"

static void
screen_intern_mark(struct intern *in, void *arg)
{
	const struct screen *s = arg;

	rowring_mark(&s->main, in);
	rowring_mark(&s->alt, in);
}

static unsigned
clamp(unsigned v, unsigned low, unsigned high)
{
	return v < low ? low : v > high ? high : v;
}

struct screen *
screen_create(unsigned rows, unsigned cols, struct intern *in,
    struct scrollback *sb)
{
	struct screen *s = xcalloc(1, sizeof *s);

	s->rows = clamp(rows, TERM_MIN_ROWS, TERM_MAX_ROWS);
	s->cols = clamp(cols, TERM_MIN_COLS, TERM_MAX_COLS);
	s->in = in;
	s->sb = sb;
	rowring_init(&s->main, s->rows);
	s->shown = &s->main;
	s->cursor.visible = true;
	damage_init(&s->damage);
	screen_touch(s);
	intern_add_root(in, screen_intern_mark, s);
	return s;
}

void
screen_destroy(struct screen *s)
{
	if (s == NULL)
		return;
	intern_remove_root(s->in, s);
	rowring_clear(&s->main);
	rowring_clear(&s->alt);
	free(s);
}

unsigned
screen_rows(const struct screen *s)
{
	return s->rows;
}

unsigned
screen_cols(const struct screen *s)
{
	return s->cols;
}

struct intern *
screen_intern(const struct screen *s)
{
	return s->in;
}

struct scrollback *
screen_scrollback(const struct screen *s)
{
	return s->sb;
}

bool
screen_is_alt(const struct screen *s)
{
	return s->shown == &s->alt;
}

/* Whether a row has cells yet is no part of its value. */
static const struct row *
look_at(const struct screen *s, const struct rowring *b, unsigned i)
{
	struct row *r = rowring_get(b, i < s->rows ? i : s->rows - 1);

	rowtext_end(r, s->in);
	return r;
}

const struct row *
screen_row(const struct screen *s, unsigned i)
{
	return look_at(s, s->shown, i);
}

const struct row *
screen_main_row(const struct screen *s, unsigned i)
{
	return look_at(s, &s->main, i);
}

struct cursor *
screen_cursor(struct screen *s)
{
	return &s->cursor;
}

/* What stands above row i of the buffer shown does not go on in it. */
void
screen_cut_above(struct screen *s, unsigned i)
{
	struct row *r;

	if (i == 0) {
		if (!screen_is_alt(s) && s->sb != NULL)
			scrollback_cut(s->sb);
		return;
	}
	r = rowring_get(s->shown, i - 1);
	if (r->flags & ROW_WRAPPED) {
		r->flags &= (uint8_t)~ROW_WRAPPED;
		damage_row(&s->damage, r);
	}
}

void
screen_set_wrapped(struct screen *s, unsigned row, bool wrapped)
{
	struct row *r;

	if (row >= s->rows)
		return;
	r = rowring_get(s->shown, row);
	if (wrapped == ((r->flags & ROW_WRAPPED) != 0))
		return;
	r->flags ^= ROW_WRAPPED;
	if (wrapped && r->used < s->cols) {
		rowtext_end(r, s->in);
		row_reserve(r, s->cols);
	}
	damage_row(&s->damage, r);
}

void
screen_set_prompt(struct screen *s, unsigned row)
{
	struct row *r;

	if (row >= s->rows)
		return;
	r = rowring_get(s->shown, row);
	if (r->flags & ROW_PROMPT)
		return;
	r->flags |= ROW_PROMPT;
	damage_row(&s->damage, r);
}

/* Readers have to take all rows: nothing before holds. */
static void
set_barrier(struct screen *s)
{
	damage_barrier(&s->damage);
	screen_touch(s);
}

void
screen_switch(struct screen *s, bool alt, bool clear, uint32_t style)
{
	struct rect all = { 0, s->rows, 0, s->cols };

	if (alt && s->alt.n == 0)
		rowring_init(&s->alt, s->rows);
	if (alt == screen_is_alt(s))
		return;
	if (alt)
		s->main_cursor = s->cursor;
	s->shown = alt ? &s->alt : &s->main;
	set_barrier(s);
	if (alt && clear)
		screen_erase(s, all, style, false);
}

void
screen_reset(struct screen *s)
{
	unsigned i;

	rowring_clear(&s->alt);
	s->shown = &s->main;
	for (i = 0; i < s->rows; i++)
		row_clear(&s->main.store[i]);
	screen_cut_above(s, 0);
	memset(&s->cursor, 0, sizeof s->cursor);
	s->cursor.visible = true;
	set_barrier(s);
}

static void
pos_get(struct reflow_pos *p, const struct cursor *c)
{
	p->row = c->row;
	p->col = c->col;
	p->wrap = c->wrap;
}

static void
pos_put(const struct reflow_pos *p, struct cursor *c)
{
	c->row = (unsigned)p->row;
	c->col = p->col;
	c->wrap = p->wrap;
}

static void
resize_main(struct screen *s, unsigned rows, unsigned cols)
{
	struct cursor *c = screen_is_alt(s) ? &s->main_cursor : &s->cursor;
	struct reflow f = { .old_cols = s->cols,
		.nrows = rows,
		.cols = cols,
		.in = s->in,
		.sb = s->sb };
	struct row *r;
	unsigned i;

	for (i = 0; i < s->rows; i++) {
		r = rowring_get(&s->main, i);
		rowtext_end(r, s->in);
		if ((r->flags & ROW_WRAPPED) && i + 1 < s->rows)
			row_reserve(r, s->cols);
		row_swap(rows_add(&f.rows), r);
	}
	pos_get(&f.pos[0], c);
	pos_get(&f.pos[1], s->tracked != NULL ? s->tracked : c);
	reflow(&f);
	pos_put(&f.pos[0], c);
	if (s->tracked != NULL)
		pos_put(&f.pos[1], s->tracked);

	rowring_clear(&s->main);
	rowring_init(&s->main, rows);
	for (i = 0; i < rows; i++)
		row_swap(rowring_get(&s->main, i), &f.rows.row[i]);
	rows_clear(&f.rows);
}

/* Rows below the cursor go first, then those at the top. */
static void
resize_alt(struct screen *s, unsigned rows, unsigned cols)
{
	struct rowring old = s->alt;
	unsigned i, n = 0;
	struct row *r;

	if (screen_is_alt(s) && s->cursor.row >= rows)
		n = s->cursor.row - rows + 1;
	rowring_init(&s->alt, rows);
	for (i = 0; i < rows && n + i < old.n; i++) {
		r = rowring_get(&s->alt, i);
		row_swap(r, rowring_get(&old, n + i));
		rowtext_end(r, s->in);
		r->flags &= (uint8_t)~ROW_WRAPPED;
		if (r->used > cols) {
			row_split(r, cols, 0);
			r->used = (uint16_t)cols;
		}
	}
	rowring_clear(&old);
	if (!screen_is_alt(s))
		return;
	s->cursor.row -= n;
	if (s->cursor.wrap && s->cursor.col + 1 < cols)
		s->cursor.col++;
	if (s->cursor.col >= cols)
		s->cursor.col = cols - 1;
	s->cursor.wrap = false;
}

void
screen_resize(struct screen *s, unsigned rows, unsigned cols)
{
	rows = clamp(rows, TERM_MIN_ROWS, TERM_MAX_ROWS);
	cols = clamp(cols, TERM_MIN_COLS, TERM_MAX_COLS);
	if (rows == s->rows && cols == s->cols)
		return;
	resize_main(s, rows, cols);
	if (s->alt.n != 0)
		resize_alt(s, rows, cols);
	s->rows = rows;
	s->cols = cols;
	set_barrier(s);
}

void
screen_track(struct screen *s, struct cursor *c)
{
	s->tracked = c;
}

void
screen_touch(struct screen *s)
{
	unsigned i;

	for (i = 0; i < s->rows; i++)
		damage_row(&s->damage, rowring_get(s->shown, i));
}

uint64_t
screen_mark(struct screen *s)
{
	return damage_mark(&s->damage);
}

int
screen_scrolls(const struct screen *s, uint64_t gen, struct scroll *out,
    int max)
{
	return damage_scrolls(&s->damage, gen, out, max);
}

bool
screen_changed(const struct screen *s, uint64_t gen)
{
	return s->damage.changed > gen;
}

void
screen_note_cursor(struct screen *s)
{
	damage_note(&s->damage);
}
