/* SPDX-License-Identifier: ISC */
/* screen: two buffers of rows, a cursor, and who has seen what of them; knows
 * no control functions. */

#include "base/xmalloc.h"
#include "term/intern.h"
#include "term/reflow.h"
#include "term/scrollback.h"
#include "term/screen.h"

/*
 * A buffer is a ring of pointers to rows: scrolling the whole screen moves its
 * head, scrolling a part of it turns pointers, and cells stay where they are.
 *
 * Damage is a number: gen grows with each look (screen_mark), each row keeps
 * the gen of its last change, and what is newer than a reader's number is what
 * that reader has not seen. Rows that only moved keep theirs; the moves stand
 * in a short log. What the log cannot tell (a switch, a resize, too many moves)
 * raises barrier or lost: who holds less than those gets everything.
 */

#define LOG_SIZE 32

struct buffer {
	struct row *store; /* owned, n of them; NULL while never used */
	struct row **ring; /* owned */
	unsigned n;
	unsigned head; /* in ring, of row 0 */
};

struct logged {
	uint64_t gen;
	struct scroll scroll;
};

struct screen {
	unsigned rows;
	unsigned cols;
	struct intern *in;     /* borrowed */
	struct scrollback *sb; /* borrowed, may be NULL */
	struct buffer main;
	struct buffer alt;
	struct buffer *shown; /* one of the two */
	struct cursor cursor;
	struct cursor main_cursor; /* while the alternate buffer is shown */
	struct cursor *tracked;	   /* borrowed, may be NULL */
	uint64_t gen;		   /* of changes made now */
	uint64_t changed;	   /* of the last change */
	uint64_t barrier;	   /* of the last that is no row or scroll */
	uint64_t lost;		   /* of the last scroll that fell off log */
	struct logged log[LOG_SIZE];
	unsigned log_head;
	unsigned nlog;
};

static struct row **
slot(const struct buffer *b, unsigned i)
{
	i += b->head;
	return &b->ring[i < b->n ? i : i - b->n];
}

static struct row *
row_at(const struct buffer *b, unsigned i)
{
	return *slot(b, i);
}

static void
buffer_init(struct buffer *b, unsigned n)
{
	unsigned i;

	b->store = xcalloc(n, sizeof *b->store);
	b->ring = xcalloc(n, sizeof *b->ring);
	b->n = n;
	b->head = 0;
	for (i = 0; i < n; i++)
		b->ring[i] = &b->store[i];
}

static void
buffer_clear(struct buffer *b)
{
	unsigned i;

	for (i = 0; i < b->n; i++)
		row_clear(&b->store[i]);
	free(b->store);
	free(b->ring);
	memset(b, 0, sizeof *b);
}

static void
buffer_mark(const struct buffer *b, struct intern *in)
{
	const struct row *r;
	uint32_t style = 0;
	unsigned i, c;

	for (i = 0; i < b->n; i++) {
		r = &b->store[i];
		for (c = 0; c < r->used; c++) {
			if (r->cells[c].style != style) {
				style = r->cells[c].style;
				intern_mark_style(in, style);
			}
			if (r->cells[c].text & CELL_CLUSTER)
				intern_mark_text(in, r->cells[c].text);
		}
	}
}

static void
screen_intern_mark(struct intern *in, void *arg)
{
	const struct screen *s = arg;

	buffer_mark(&s->main, in);
	buffer_mark(&s->alt, in);
}

static unsigned
clamp(unsigned v, unsigned low, unsigned high)
{
	return v < low ? low : v > high ? high : v;
}

struct screen *
screen_create(
    unsigned rows, unsigned cols, struct intern *in, struct scrollback *sb)
{
	struct screen *s = xcalloc(1, sizeof *s);

	s->rows = clamp(rows, TERM_MIN_ROWS, TERM_MAX_ROWS);
	s->cols = clamp(cols, TERM_MIN_COLS, TERM_MAX_COLS);
	s->in = in;
	s->sb = sb;
	buffer_init(&s->main, s->rows);
	s->shown = &s->main;
	s->cursor.visible = true;
	s->gen = s->barrier = 1;
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
	buffer_clear(&s->main);
	buffer_clear(&s->alt);
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
	return row_at(s->shown, i < s->rows ? i : s->rows - 1);
}

const struct row *
screen_main_row(const struct screen *s, unsigned i)
{
	return row_at(&s->main, i < s->rows ? i : s->rows - 1);
}

struct cursor *
screen_cursor(struct screen *s)
{
	return &s->cursor;
}

static void
touch(struct screen *s, struct row *r)
{
	r->gen = s->changed = s->gen;
}

/* A row of the buffer shown, col and what fits of n columns from there. */
static struct row *
place(struct screen *s, unsigned row, unsigned *col, unsigned *n)
{
	if (*n > s->cols)
		*n = s->cols;
	if (*col > s->cols - 1)
		*col = s->cols - 1;
	return row_at(s->shown, row < s->rows ? row : s->rows - 1);
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
		row_split(r, col, width);
	c = row_reserve(r, col + width) + col;
	c->text = width == 2 ? text | CELL_WIDE : text;
	c->style = style;
	if (width == 2) {
		c[1].text = CELL_TAIL;
		c[1].style = style;
	}
	touch(s, r);
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
		row_split(r, col, n);
	c = row_reserve(r, col + n) + col;
	for (i = 0; i < n; i++) {
		c[i].text = text[i];
		c[i].style = style;
	}
	touch(s, r);
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
	touch(s, r);
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
	r = row_at(s->shown, i - 1);
	if (r->flags & ROW_WRAPPED) {
		r->flags &= (uint8_t)~ROW_WRAPPED;
		touch(s, r);
	}
}

static void
erase_row(struct screen *s, struct row *r, struct cell blank)
{
	if (r->used == 0 && r->flags == 0 && blank.style == 0)
		return;
	row_reset(r);
	row_fill(r, 0, s->cols, blank);
	touch(s, r);
}

static void
erase_part(struct screen *s, struct row *r, unsigned left, unsigned right,
    struct cell blank)
{
	if (left >= r->used && blank.style == 0 && r->flags == 0)
		return;
	row_split(r, left, right - left);
	row_fill(r, left, right - left, blank);
	if (right == s->cols)
		r->flags &= (uint8_t)~ROW_WRAPPED;
	touch(s, r);
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
		row_split(r, i, 1);
		row_fill(r, i, 1, blank);
	}
	touch(s, r);
}

void
screen_erase(
    struct screen *s, struct rect rect, uint32_t style, bool selective)
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
		row = row_at(s->shown, i);
		if (whole)
			erase_row(s, row, blank);
		else if (selective)
			erase_selected(s, row, r.left, r.right, blank);
		else
			erase_part(s, row, r.left, r.right, blank);
	}
}

static void
reverse(struct buffer *b, unsigned from, unsigned to)
{
	struct row **x, **y, *t;

	while (from + 1 < to) {
		x = slot(b, from++);
		y = slot(b, --to);
		t = *x;
		*x = *y;
		*y = t;
	}
}

/* Move rows [top, bottom) up by up; those leaving come in at the bottom. */
static void
rotate(struct buffer *b, unsigned top, unsigned bottom, unsigned up)
{
	struct row *r;
	unsigned i;

	if (up == 0 || up == bottom - top)
		return;
	if (top == 0 && bottom == b->n)
		b->head = (b->head + up) % b->n;
	else if (up == 1) {
		r = row_at(b, top);
		for (i = top; i + 1 < bottom; i++)
			*slot(b, i) = *slot(b, i + 1);
		*slot(b, i) = r;
	} else {
		reverse(b, top, top + up);
		reverse(b, top + up, bottom);
		reverse(b, top, bottom);
	}
}

/* Add b to a as one scroll: true unless they are of different regions. */
static bool
scroll_merge(struct scroll *a, const struct scroll *b)
{
	int32_t h = a->bottom - a->top;

	if (a->top != b->top || a->bottom != b->bottom)
		return false;
	a->n += b->n;
	if (a->n > h)
		a->n = h;
	if (a->n < -h)
		a->n = -h;
	return true;
}

static void
log_scroll(struct screen *s, unsigned top, unsigned bottom, int n)
{
	struct scroll sc;
	struct logged *l;

	sc.top = (uint16_t)top;
	sc.bottom = (uint16_t)bottom;
	sc.n = n;
	s->changed = s->gen;
	if (s->nlog > 0) {
		l = &s->log[(s->log_head + s->nlog - 1) % LOG_SIZE];
		if (l->gen == s->gen && scroll_merge(&l->scroll, &sc)) {
			if (l->scroll.n == 0)
				s->nlog--;
			return;
		}
	}
	if (s->nlog == LOG_SIZE) {
		s->lost = s->log[s->log_head].gen;
		s->log_head = (s->log_head + 1) % LOG_SIZE;
		s->nlog--;
	}
	l = &s->log[(s->log_head + s->nlog++) % LOG_SIZE];
	l->gen = s->gen;
	l->scroll = sc;
}

/* Scroll whole rows up by n, or down if n is negative. */
static void
scroll_rows(struct screen *s, unsigned top, unsigned bottom, int n,
    struct cell blank, bool push)
{
	struct buffer *b = s->shown;
	unsigned i, h = bottom - top, count = (unsigned)(n < 0 ? -n : n);

	push = push && n > 0 && top == 0 && b == &s->main && s->sb != NULL;
	for (i = 0; push && i < count; i++)
		scrollback_push(s->sb, row_at(b, i), s->in);
	if (!push)
		cut_above(s, top);
	rotate(b, top, bottom, n > 0 ? count : h - count);
	if (n < 0)
		cut_above(s, bottom);
	for (i = 0; i < count; i++) {
		struct row *r =
		    row_at(b, n > 0 ? bottom - count + i : top + i);

		row_reset(r);
		row_fill(r, 0, s->cols, blank);
		touch(s, r);
	}
	log_scroll(s, top, bottom, n);
}

/* Cells [left, right) of from to to, or blank ones if from is NULL; wide
 * characters do not reach over the edges of either. */
static void
copy_cells(struct screen *s, struct row *to, const struct row *from,
    const struct rect *r, struct cell blank)
{
	unsigned i;

	if (from == NULL)
		row_fill(to, r->left, r->right - r->left, blank);
	else
		for (i = r->left; i < r->right; i++)
			row_fill(to, i, 1, row_get(from, i));
	touch(s, to);
}

/* Scroll a part of some rows up by n, or down. */
static void
scroll_part(struct screen *s, const struct rect *r, int n, struct cell blank)
{
	unsigned i, k, h = r->bottom - r->top;
	unsigned count = (unsigned)(n < 0 ? -n : n);
	struct row *to;

	for (i = r->top; i < r->bottom; i++) {
		row_split(row_at(s->shown, i), r->left, 0);
		row_split(row_at(s->shown, i), r->right, 0);
	}
	for (i = 0; i < h; i++) {
		k = n > 0 ? i : h - 1 - i;
		to = row_at(s->shown, r->top + k);
		if (i + count >= h)
			copy_cells(s, to, NULL, r, blank);
		else
			copy_cells(s, to,
			    row_at(s->shown,
				r->top + (n > 0 ? k + count : k - count)),
			    r, blank);
	}
}

/* Shift cells [left, right) of a row left by n, or right. */
static void
shift_cells(struct screen *s, struct row *r, unsigned left, unsigned right,
    int n, struct cell blank)
{
	unsigned count = (unsigned)(n < 0 ? -n : n), used = r->used;
	unsigned keep = right - left - count;

	if (left >= r->used && blank.style == 0)
		return;
	row_split(r, left, 0);
	row_split(r, right, 0);
	row_split(r, n > 0 ? left + count : right - count, 0);
	row_reserve(r, right);
	if (n > 0) {
		memmove(r->cells + left, r->cells + left + count,
		    keep * sizeof *r->cells);
		row_fill(r, right - count, count, blank);
	} else {
		memmove(r->cells + left + count, r->cells + left,
		    keep * sizeof *r->cells);
		row_fill(r, left, count, blank);
	}
	if (r->flags & ROW_WRAPPED)
		row_reserve(r, used); /* its width counts */
	else
		r->used = (uint16_t)row_extent(r);
	touch(s, r);
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
	for (i = r.top; right != 0 && i < r.bottom; i++)
		shift_cells(s, row_at(s->shown, i), r.left, r.right, right,
		    blank);
}

void
screen_set_wrapped(struct screen *s, unsigned row, bool wrapped)
{
	struct row *r;

	if (row >= s->rows)
		return;
	r = row_at(s->shown, row);
	if (wrapped == ((r->flags & ROW_WRAPPED) != 0))
		return;
	r->flags ^= ROW_WRAPPED;
	if (wrapped)
		row_reserve(r, s->cols);
	touch(s, r);
}

void
screen_set_prompt(struct screen *s, unsigned row)
{
	struct row *r;

	if (row >= s->rows)
		return;
	r = row_at(s->shown, row);
	if (r->flags & ROW_PROMPT)
		return;
	r->flags |= ROW_PROMPT;
	touch(s, r);
}

/* Readers have to take all rows: nothing before holds. */
static void
set_barrier(struct screen *s)
{
	s->barrier = s->gen;
	s->nlog = 0;
	screen_touch(s);
}

void
screen_switch(struct screen *s, bool alt, bool clear, uint32_t style)
{
	struct rect all = { 0, s->rows, 0, s->cols };

	if (alt && s->alt.n == 0)
		buffer_init(&s->alt, s->rows);
	if (alt != screen_is_alt(s)) {
		if (alt)
			s->main_cursor = s->cursor;
		s->shown = alt ? &s->alt : &s->main;
		set_barrier(s);
	}
	if (alt && clear)
		screen_erase(s, all, style, false);
}

void
screen_reset(struct screen *s)
{
	unsigned i;

	buffer_clear(&s->alt);
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
		r = row_at(&s->main, i);
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

	buffer_clear(&s->main);
	buffer_init(&s->main, rows);
	for (i = 0; i < rows; i++)
		row_swap(row_at(&s->main, i), &f.rows.row[i]);
	rows_clear(&f.rows);
}

/* Rows below the cursor go first, then those at the top. */
static void
resize_alt(struct screen *s, unsigned rows, unsigned cols)
{
	struct buffer old = s->alt;
	unsigned i, n = 0;
	struct row *r;

	if (screen_is_alt(s) && s->cursor.row >= rows)
		n = s->cursor.row - rows + 1;
	buffer_init(&s->alt, rows);
	for (i = 0; i < rows && n + i < old.n; i++) {
		r = row_at(&s->alt, i);
		row_swap(r, row_at(&old, n + i));
		r->flags &= (uint8_t)~ROW_WRAPPED;
		if (r->used > cols) {
			row_split(r, cols, 0);
			r->used = (uint16_t)cols;
		}
	}
	buffer_clear(&old);
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
		touch(s, row_at(s->shown, i));
}

uint64_t
screen_mark(struct screen *s)
{
	return s->changed < s->gen ? s->gen - 1 : s->gen++;
}

int
screen_scrolls(
    const struct screen *s, uint64_t gen, struct scroll *out, int max)
{
	const struct logged *l;
	unsigned i;
	int n = 0;

	if (gen < s->barrier || gen < s->lost)
		return -1;
	for (i = 0; i < s->nlog; i++) {
		l = &s->log[(s->log_head + i) % LOG_SIZE];
		if (l->gen <= gen)
			continue;
		if (n > 0 && scroll_merge(&out[n - 1], &l->scroll)) {
			if (out[n - 1].n == 0)
				n--;
			continue;
		}
		if (n >= max)
			return -1;
		out[n++] = l->scroll;
	}
	return n;
}

bool
screen_changed(const struct screen *s, uint64_t gen)
{
	return s->changed > gen;
}

void
screen_note_cursor(struct screen *s)
{
	s->changed = s->gen;
}
