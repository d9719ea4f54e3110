/* SPDX-License-Identifier: ISC */
/* screen_edit: what changes the cells of a screen: putting, erasing and
 * scrolling. */

#include "base/utf8.h"
#include "term/damage.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/rowcode_internal.h"
#include "term/rowring.h"
#include "term/rowtext.h"
#include "term/scrollback.h"
#include "term/screen.h"
#include "term/screen_internal.h"

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

/* Whether what is put at col may be added to the row's text. Rows of the
 * alternate screen go nowhere, and are written anywhere. */
static bool
is_open(const struct screen *s, const struct row *r, unsigned col)
{
	return s->shown == &s->main && rowtext_open(r, col);
}

/* Add one character to an open row's text: whether that was possible. */
static bool
add_text(struct screen *s, struct row *r, unsigned col, uint32_t text,
    unsigned width, uint32_t style)
{
	struct rowrun run = { style, 1, width == 2 ? RUN_WIDE : RUN_NARROW };
	char bytes[1 + CLUSTER_MAX_BYTES], tmp[4];
	const char *p;
	size_t n = 0;

	if (!is_open(s, r, col))
		return false;
	if (text & CELL_CLUSTER) {
		run.kind = RUN_CLUSTER;
		p = intern_get_text(s->in, text, tmp, &n);
		if (n == 0 || n > CLUSTER_MAX_BYTES)
			return false;
		bytes[0] = (char)(n << 1 | (width == 2));
		memcpy(bytes + 1, p, n++);
	} else if (text == 0 && width == 1)
		run.kind = RUN_ERASED;
	else if (rowcode_is_control(text))
		return false;
	else
		n = utf8_encode(text, bytes);
	return rowtext_add(r, col, width, s->cols, &run, 1, (uint8_t *)bytes,
	    (unsigned)n);
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
	damage_row(&s->damage, r);
	if (add_text(s, r, col, text, width, style))
		return;
	rowtext_end(r, s->in);
	if (is_tail(r, col) || is_tail(r, col + width))
		row_split_to(r, col, width, style);
	c = row_extend(r, col, width);
	c->text = width == 2 ? text | CELL_WIDE : text;
	c->style = style;
	if (width == 2) {
		c[1].text = CELL_TAIL;
		c[1].style = style;
	}
}

static void
put_ascii_block(struct cell *restrict c, const uint8_t *restrict text,
    uint32_t style)
{
	unsigned i;

	for (i = 0; i < CELL_BLOCK; i++) {
		c[i].text = text[i];
		c[i].style = style;
	}
}

void
screen_put_ascii(struct screen *s, unsigned row, unsigned col,
    const uint8_t *text, unsigned n, uint32_t style)
{
	struct rowrun run = { .style = style, .kind = RUN_NARROW };
	struct row *r;
	struct cell *c;
	unsigned i;

	if (col >= s->cols || n == 0)
		return;
	r = place(s, row, &col, &n);
	if (n > s->cols - col)
		n = s->cols - col;
	damage_row(&s->damage, r);
	if (is_open(s, r, col)) {
		run.n = (uint16_t)n;
		if (rowtext_add(r, col, n, s->cols, &run, 1, text, n))
			return;
	}
	rowtext_end(r, s->in);
	if (is_tail(r, col) || is_tail(r, col + n))
		row_split_to(r, col, n, style);
	c = row_extend(r, col, n);
	for (i = 0; i + CELL_BLOCK <= n; i += CELL_BLOCK)
		put_ascii_block(c + i, text + i, style);
	for (; i < n; i++) {
		c[i].text = text[i];
		c[i].style = style;
	}
}

void
screen_put_runs(struct screen *s, unsigned row, unsigned col, unsigned cols,
    const struct rowrun *runs, unsigned nruns, const uint8_t *text, unsigned n)
{
	struct row *r;

	if (nruns == 0 || cols > s->cols || col > s->cols - cols)
		return;
	r = place(s, row, &col, &cols);
	damage_row(&s->damage, r);
	if (is_open(s, r, col) &&
	    rowtext_add(r, col, cols, s->cols, runs, nruns, text, n))
		return;
	rowtext_end(r, s->in);
	if (is_tail(r, col) || is_tail(r, col + cols))
		row_split_to(r, col, cols, runs[0].style);
	rowtext_decode(row_extend(r, col, cols), runs, nruns, text, s->in);
}

void
screen_amend(struct screen *s, unsigned row, unsigned col, uint32_t text)
{
	struct row *r;
	unsigned n = 1;
	const char *p;
	char tmp[4];
	size_t len;

	r = place(s, row, &col, &n);
	if ((text & CELL_CLUSTER) && r->form == ROW_TEXT) {
		p = intern_get_text(s->in, text, tmp, &len);
		if (rowtext_amend(r, col, p, (unsigned)len)) {
			damage_row(&s->damage, r);
			return;
		}
	}
	rowtext_end(r, s->in);
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
	if (left >= r->used && blank.style == 0) {
		if (r->flags == 0)
			return;
	} else {
		rowtext_end(r, s->in);
		row_split_to(r, left, right - left, blank.style);
		row_fill(r, left, right - left, blank);
	}
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

	rowtext_end(r, s->in);
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
		screen_cut_above(s, r.top);
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
		screen_cut_above(s, top);
	rowring_rotate(b, top, bottom, n > 0 ? count : h - count);
	if (n < 0)
		screen_cut_above(s, bottom);
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
		rowtext_end(rowring_get(s->shown, i), s->in);
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
screen_scroll_line(struct screen *s, unsigned top, unsigned bottom,
    uint32_t style, bool push)
{
	struct rowring *b = s->shown;
	struct cell blank = { 0 };
	struct row *r;

	if (bottom > s->rows)
		bottom = s->rows;
	if (top >= bottom)
		return;
	r = rowring_get(b, top);
	if (push && top == 0 && b == &s->main && s->sb != NULL)
		scrollback_push(s->sb, r, s->in);
	else
		screen_cut_above(s, top);
	rowring_rotate(b, top, bottom, 1);
	row_reset(r);
	if (style != 0) {
		blank.style = erased_style(s, style);
		row_fill(r, 0, s->cols, blank);
	}
	damage_row(&s->damage, r);
	damage_scroll(&s->damage, top, bottom, 1);
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
		rowtext_end(rowring_get(s->shown, i), s->in);
		row_shift(rowring_get(s->shown, i), r.left, r.right, right,
		    blank);
		damage_row(&s->damage, rowring_get(s->shown, i));
	}
}
