/* SPDX-License-Identifier: ISC */
/* screen: two buffers of rows, a cursor, and who has seen what of them; knows
 * no control functions. */

#include "base/xmalloc.h"
#include "term/damage.h"
#include "term/intern.h"
#include "term/reflow.h"
#include "term/rowring.h"
#include "term/scrollback.h"
#include "term/screen.h"

struct screen {
	unsigned rows;
	unsigned cols;
	struct intern *in;     /* borrowed */
	struct scrollback *sb; /* borrowed, may be NULL */
	struct rowring main;
	struct rowring alt;
	struct rowring *shown; /* one of the two */
	struct cursor cursor;
	struct cursor main_cursor; /* while the alternate buffer is shown */
	struct cursor *tracked;	   /* borrowed, may be NULL */
	struct damage damage;
};

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

const struct row *
screen_row(const struct screen *s, unsigned i)
{
	return rowring_get(s->shown, i < s->rows ? i : s->rows - 1);
}

const struct row *
screen_main_row(const struct screen *s, unsigned i)
{
	return rowring_get(&s->main, i < s->rows ? i : s->rows - 1);
}

struct cursor *
screen_cursor(struct screen *s)
{
	return &s->cursor;
}

/* A row of the buffer shown, col and what fits of n columns from there. */
static struct row *
place(struct screen *s, unsigned row, unsigned *col, unsigned *n)
{
	if (*n > s->cols)
		*n = s->cols;
	if (*col > s->cols - 1)
		*col = s->cols - 1;
	return rowring_get(s->shown, row < s->rows ? row : s->rows - 1);
}

static bool
is_tail(const struct row *r, unsigned col)
{
	return col < r->used && (r->cells[col].text & CELL_TAIL);
}

void
screen_put(struct screen *s, unsigned row, unsigned col, uint32_t text,
    unsigned width, uint32_t style)
{
	struct row *r;
	struct cell *c;

	width = width == 2 ? 2 : 1;
	r = place(s, row, &col, &width);
	if (col + width > s->cols)
		col = s->cols - width;
	if (is_tail(r, col) || is_tail(r, col + width))
		row_split_to(r, col, width, style);
	c = row_reserve(r, col + width) + col;
	c->text = width == 2 ? text | CELL_WIDE : text;
	c->style = style;
	if (width == 2) {
		c[1].text = CELL_TAIL;
		c[1].style = style;
	}
	damage_row(&s->damage, r);
}

void
screen_put_ascii(struct screen *s, unsigned row, unsigned col,
    const uint8_t *text, unsigned n, uint32_t style)
{
	struct row *r;
	struct cell *c;
	unsigned i;

	if (col >= s->cols || n == 0)
		return;
	r = place(s, row, &col, &n);
	if (n > s->cols - col)
		n = s->cols - col;
	if (is_tail(r, col) || is_tail(r, col + n))
		row_split_to(r, col, n, style);
	c = row_reserve(r, col + n) + col;
	for (i = 0; i < n; i++) {
		c[i].text = text[i];
		c[i].style = style;
	}
	damage_row(&s->damage, r);
}

void
screen_put_run(struct screen *s, unsigned row, unsigned col,
    const uint32_t *text, unsigned n, uint32_t style)
{
	unsigned i, cols = n;
	struct row *r;
	struct cell *c;

	for (i = 0; i < n; i++)
		cols += (text[i] & CELL_WIDE) != 0;
	if (n == 0 || cols > s->cols || col > s->cols - cols)
		return;
	r = place(s, row, &col, &cols);
	if (is_tail(r, col) || is_tail(r, col + cols))
		row_split_to(r, col, cols, style);
	c = row_reserve(r, col + cols) + col;
	for (i = 0; i < n; i++) {
		*c++ = (struct cell){ text[i], style };
		if (text[i] & CELL_WIDE)
			*c++ = (struct cell){ CELL_TAIL, style };
	}
	damage_row(&s->damage, r);
}

void
screen_amend(struct screen *s, unsigned row, unsigned col, uint32_t text)
{
	struct row *r;
	unsigned n = 1;

	r = place(s, row, &col, &n);
	if (is_tail(r, col) && col > 0)
		col--;
	if (col >= r->used)
		return;
	r->cells[col].text = text | (r->cells[col].text & CELL_WIDE);
	damage_row(&s->damage, r);
}

/* The style that erased cells get: the background alone. */
static uint32_t
erased_style(struct screen *s, uint32_t id)
{
	struct style st = { 0 };

	if (id == 0)
		return 0;
	st.bg = intern_get_style(s->in, id)->bg;
	return intern_style(s->in, &st);
}

static struct rect
clamp_rect(const struct screen *s, struct rect r)
{
	if (r.bottom > s->rows)
		r.bottom = s->rows;
	if (r.right > s->cols)
		r.right = s->cols;
	if (r.top > r.bottom)
		r.top = r.bottom;
	if (r.left > r.right)
		r.left = r.right;
	return r;
}

/* What stands above row i of the buffer shown does not go on in it. */
static void
cut_above(struct screen *s, unsigned i)
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

static void
erase_row(struct screen *s, struct row *r, struct cell blank)
{
	if (r->used == 0 && r->flags == 0 && blank.style == 0)
		return;
	row_reset(r);
	row_fill(r, 0, s->cols, blank);
	damage_row(&s->damage, r);
}

static void
erase_part(struct screen *s, struct row *r, unsigned left, unsigned right,
    struct cell blank)
{
	if (left >= r->used && blank.style == 0 && r->flags == 0)
		return;
	row_split_to(r, left, right - left, blank.style);
	row_fill(r, left, right - left, blank);
	if (right == s->cols)
		r->flags &= (uint8_t)~ROW_WRAPPED;
	damage_row(&s->damage, r);
}

/* The same, but not protected cells. */
static void
erase_selected(struct screen *s, struct row *r, unsigned left, unsigned right,
    struct cell blank)
{
	struct cell c;
	unsigned i;

	for (i = left; i < right; i++) {
		c = row_get(r, i);
		if (intern_get_style(s->in, c.style)->attr & ATTR_PROTECTED)
			continue;
		row_split_to(r, i, 1, blank.style);
		row_fill(r, i, 1, blank);
	}
	damage_row(&s->damage, r);
}

void
screen_erase(struct screen *s, struct rect rect, uint32_t style, bool selective)
{
	struct cell blank = { 0 };
	struct rect r = clamp_rect(s, rect);
	bool whole = !selective && r.left == 0 && r.right == s->cols;
	struct row *row;
	unsigned i;

	if (r.top == r.bottom || r.left == r.right)
		return;
	blank.style = erased_style(s, style);
	if (whole)
		cut_above(s, r.top);
	for (i = r.top; i < r.bottom; i++) {
		row = rowring_get(s->shown, i);
		if (whole)
			erase_row(s, row, blank);
		else if (selective)
			erase_selected(s, row, r.left, r.right, blank);
		else
			erase_part(s, row, r.left, r.right, blank);
	}
}

/* Scroll whole rows up by n, or down if n is negative. */
static void
scroll_rows(struct screen *s, unsigned top, unsigned bottom, int n,
    struct cell blank, bool push)
{
	struct rowring *b = s->shown;
	unsigned i, h = bottom - top, count = (unsigned)(n < 0 ? -n : n);
	struct row *r;

	push = push && n > 0 && top == 0 && b == &s->main && s->sb != NULL;
	for (i = 0; push && i < count; i++)
		scrollback_push(s->sb, rowring_get(b, i), s->in);
	if (!push)
		cut_above(s, top);
	rowring_rotate(b, top, bottom, n > 0 ? count : h - count);
	if (n < 0)
		cut_above(s, bottom);
	for (i = 0; i < count; i++) {
		r = rowring_get(b, n > 0 ? bottom - count + i : top + i);
		row_reset(r);
		row_fill(r, 0, s->cols, blank);
		damage_row(&s->damage, r);
	}
	damage_scroll(&s->damage, top, bottom, n);
}

/* Scroll a part of some rows up by n, or down. */
static void
scroll_part(struct screen *s, const struct rect *r, int n, struct cell blank)
{
	unsigned i, k, h = r->bottom - r->top;
	unsigned count = (unsigned)(n < 0 ? -n : n);
	struct row *to;

	for (i = r->top; i < r->bottom; i++) {
		row_split_to(rowring_get(s->shown, i), r->left, 0, blank.style);
		row_split_to(rowring_get(s->shown, i), r->right, 0,
		    blank.style);
	}
	for (i = 0; i < h; i++) {
		k = n > 0 ? i : h - 1 - i;
		to = rowring_get(s->shown, r->top + k);
		if (i + count >= h)
			row_fill(to, r->left, r->right - r->left, blank);
		else
			row_copy_part(to,
			    rowring_get(s->shown,
				r->top + (n > 0 ? k + count : k - count)),
			    r->left, r->right);
		damage_row(&s->damage, to);
	}
}

void
screen_scroll(struct screen *s, struct rect rect, int down, int right,
    uint32_t style, bool push)
{
	struct rect r = clamp_rect(s, rect);
	int h = (int)(r.bottom - r.top), w = (int)(r.right - r.left);
	struct cell blank = { 0 };
	unsigned i;

	if (h == 0 || w == 0)
		return;
	blank.style = erased_style(s, style);
	down = down > h ? h : down < -h ? -h : down;
	right = right > w ? w : right < -w ? -w : right;
	if (down != 0 && (unsigned)w == s->cols)
		scroll_rows(s, r.top, r.bottom, down, blank, push);
	else if (down != 0)
		scroll_part(s, &r, down, blank);
	for (i = r.top; right != 0 && i < r.bottom; i++) {
		row_shift(rowring_get(s->shown, i), r.left, r.right, right,
		    blank);
		damage_row(&s->damage, rowring_get(s->shown, i));
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
	if (wrapped)
		row_reserve(r, s->cols);
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
	cut_above(s, 0);
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
