/* SPDX-License-Identifier: ISC */
/* reflow: rewraps the main screen; knows the scrollback, not the screen. */

#include <stdint.h>

#include "base/xmalloc.h"
#include "term/cell.h"
#include "term/intern.h"
#include "term/reflow.h"
#include "term/row.h"
#include "term/scrollback.h"

/* One line, of rows first to last of a list, and all its cells. */
struct line {
	struct cell *cells; /* owned */
	size_t cap;
	size_t len;    /* cells with text, and what is before them */
	size_t end;    /* len and the erased cells with a style after it */
	size_t prompt; /* where ROW_PROMPT was, or SIZE_MAX */
	bool wrapped;  /* goes on after the list */
	size_t pos[2]; /* offsets of the positions, or SIZE_MAX */
};

/* What is rewrapped at once, and where the positions went. */
struct wrapping {
	struct rows *out; /* borrowed, appended to */
	unsigned cols;
	struct reflow_pos *pos; /* borrowed, two; NULL for none */
	struct reflow_pos to[2];
	struct line line;
};

struct row *
rows_add(struct rows *rs)
{
	if (rs->n == rs->cap) {
		rs->cap = rs->cap == 0 ? 32 : rs->cap * 2;
		rs->row = xreallocarray(rs->row, rs->cap, sizeof *rs->row);
	}
	memset(&rs->row[rs->n], 0, sizeof *rs->row);
	return &rs->row[rs->n++];
}

static void
rows_cut(struct rows *rs, size_t n)
{
	while (rs->n > n)
		row_clear(&rs->row[--rs->n]);
}

void
rows_clear(struct rows *rs)
{
	rows_cut(rs, 0);
	free(rs->row);
	memset(rs, 0, sizeof *rs);
}

/* Drop the first n rows. */
static void
rows_shift(struct rows *rs, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		row_clear(&rs->row[i]);
	memmove(rs->row, rs->row + n, (rs->n - n) * sizeof *rs->row);
	rs->n -= n;
}

/* Put the rows of from, which stand in reverse order, before those of rs. */
static void
rows_prepend(struct rows *rs, struct rows *from)
{
	struct rows all = { 0 };
	size_t i;

	if (from->n == 0)
		return;
	for (i = from->n; i > 0; i--)
		row_swap(rows_add(&all), &from->row[i - 1]);
	for (i = 0; i < rs->n; i++)
		row_swap(rows_add(&all), &rs->row[i]);
	rows_clear(rs);
	rows_clear(from);
	*rs = all;
}

/* Columns up to the last cell with text. */
static unsigned
text_extent(const struct row *r)
{
	unsigned n = r->used;

	while (n > 0 && r->cells[n - 1].text == 0)
		n--;
	return n;
}

/* Columns of a row that goes on in next: less the one that was left free
 * because a wide character did not fit. */
static unsigned
wrapped_len(const struct row *r, const struct row *next)
{
	unsigned n = r->used;

	if (n > 0 && r->cells[n - 1].text == 0 &&
	    (row_get(next, 0).text & CELL_WIDE))
		n--;
	return n;
}

static void
line_add(struct line *l, const struct row *r, unsigned n)
{
	if (n == 0)
		return;
	if (l->end + n > l->cap) {
		l->cap = (l->end + n) * 2;
		l->cells = xreallocarray(l->cells, l->cap, sizeof *l->cells);
	}
	memcpy(l->cells + l->end, r->cells, n * sizeof *r->cells);
	l->end += n;
}

/* Join rows first to last. */
static void
gather(struct wrapping *w, const struct row *rows, size_t first, size_t last)
{
	struct line *l = &w->line;
	const struct row *r;
	size_t i, k;

	l->len = l->end = 0;
	l->prompt = l->pos[0] = l->pos[1] = SIZE_MAX;
	for (i = first; i <= last; i++) {
		r = &rows[i];
		if (r->flags & ROW_PROMPT)
			l->prompt = l->end;
		for (k = 0; w->pos != NULL && k < 2; k++)
			if (w->pos[k].row == i)
				l->pos[k] =
				    l->end + w->pos[k].col + w->pos[k].wrap;
		l->len = l->end + text_extent(r);
		if (i < last)
			line_add(l, r, wrapped_len(r, r + 1));
		else if (r->flags & ROW_WRAPPED)
			line_add(l, r, r->used);
		else
			line_add(l, r, row_extent(r));
	}
	l->wrapped = (rows[last].flags & ROW_WRAPPED) != 0;
	if (l->wrapped)
		l->len = l->end;
}

/* The positions of the line that are in the row at out's end, which shows
 * [start, start + n) of it. */
static void
place(struct wrapping *w, size_t start, size_t n, bool last)
{
	struct reflow_pos *to;
	size_t at, k;

	for (k = 0; k < 2; k++) {
		at = w->line.pos[k];
		if (at == SIZE_MAX || at < start || (at >= start + n && !last))
			continue;
		to = &w->to[k];
		to->row = w->out->n - 1;
		to->wrap = at - start == w->cols && at == w->line.len;
		to->col =
		    (unsigned)(at - start < w->cols ? at - start : w->cols - 1);
	}
}

/* Cut the line into rows. */
static void
emit(struct wrapping *w)
{
	struct line *l = &w->line;
	struct row *r;
	size_t start = 0, n, all;
	bool last;

	do {
		n = l->len - start;
		last = n <= w->cols;
		if (!last) {
			n = w->cols;
			if (l->cells[start + n].text & CELL_TAIL)
				n--;
		}
		all = !last ? n : l->end - start;
		if (all > w->cols)
			all = w->cols;
		r = rows_add(w->out);
		if (all > 0)
			memcpy(row_reserve(r, (unsigned)all), l->cells + start,
			    all * sizeof *l->cells);
		if (!last)
			row_reserve(r, w->cols);
		if (!last || l->wrapped)
			r->flags |= ROW_WRAPPED;
		if (l->prompt >= start && l->prompt < start + n + last)
			r->flags |= ROW_PROMPT;
		place(w, start, n, last);
		start += n;
	} while (!last);
}

/* A line that fits as it is: the row moves. */
static void
emit_whole(struct wrapping *w, struct row *row, size_t i)
{
	struct row *r = rows_add(w->out);
	size_t k;

	row_swap(r, row);
	if (r->used > w->cols) {
		row_split(r, w->cols, 0);
		r->used = (uint16_t)w->cols;
	}
	w->line.len = text_extent(r);
	for (k = 0; k < 2; k++) {
		w->line.pos[k] = SIZE_MAX;
		if (w->pos != NULL && w->pos[k].row == i)
			w->line.pos[k] = w->pos[k].col + w->pos[k].wrap;
	}
	place(w, 0, w->line.len, true);
}

/* Rewrap all of in, which is then empty, to the end of out; pos is NULL or
 * two positions in in, which are then in out. */
static void
wrap_rows(struct rows *out, struct rows *in, unsigned cols,
    struct reflow_pos *pos)
{
	struct wrapping w = { .out = out, .cols = cols, .pos = pos };
	size_t i, last;

	if (pos != NULL)
		memcpy(w.to, pos, sizeof w.to);
	for (i = 0; i < in->n; i = last + 1) {
		last = i;
		while (last + 1 < in->n && (in->row[last].flags & ROW_WRAPPED))
			last++;
		if (last == i && text_extent(&in->row[i]) <= cols)
			emit_whole(&w, &in->row[i], i);
		else {
			gather(&w, in->row, i, last);
			emit(&w);
		}
	}
	if (pos != NULL)
		memcpy(pos, w.to, sizeof w.to);
	free(w.line.cells);
	rows_clear(in);
}

/* Take rows back from the scrollback, newest first, until one before which a
 * line ends. */
static void
pop_line(struct reflow *f)
{
	struct row *r;
	size_t n;

	for (n = 0; n < REFLOW_MAX_BACK; n++) {
		r = rows_add(&f->popped);
		if (scrollback_pop(f->sb, r, f->in, TERM_MAX_COLS) != 0) {
			f->popped.n--;
			return;
		}
		if (!scrollback_wrapped(f->sb))
			return;
	}
}

/* The beginning of the line that the first row goes on. */
static void
join_back(struct reflow *f)
{
	size_t n;

	if (f->sb == NULL || !scrollback_wrapped(f->sb))
		return;
	pop_line(f);
	n = f->popped.n;
	rows_prepend(&f->rows, &f->popped);
	f->pos[0].row += n;
	f->pos[1].row += n;
}

/* Take want rows of the new width from the scrollback, or what there is. */
static void
pull(struct reflow *f, size_t want)
{
	struct rows line = { 0 }, wrapped = { 0 };
	size_t i;

	while (f->front.n < want && scrollback_count(f->sb) > 0) {
		pop_line(f);
		rows_prepend(&line, &f->popped);
		wrap_rows(&wrapped, &line, f->cols, NULL);
		for (i = wrapped.n; i > 0; i--)
			row_swap(rows_add(&f->front), &wrapped.row[i - 1]);
		rows_clear(&wrapped);
	}
	for (i = f->front.n; i > want; i--)
		scrollback_push(f->sb, &f->front.row[i - 1], f->in);
	rows_cut(&f->front, want);
	f->pos[0].row += f->front.n;
	f->pos[1].row += f->front.n;
	rows_prepend(&f->rows, &f->front);
}

/* Rows that are too many go: at the top, as far as the cursor lets them. */
static void
drop(struct reflow *f)
{
	size_t i, n = f->rows.n - f->nrows;

	if (n > f->pos[0].row)
		n = f->pos[0].row;
	for (i = 0; i < n && f->sb != NULL; i++)
		scrollback_push(f->sb, &f->rows.row[i], f->in);
	rows_shift(&f->rows, n);
	rows_cut(&f->rows, f->nrows);
	f->pos[0].row -= n;
	f->pos[1].row = f->pos[1].row > n ? f->pos[1].row - n : 0;
}

/* Rows up to the cursor or the last that is not blank. */
static size_t
rows_extent(const struct reflow *f)
{
	size_t n = f->rows.n;

	while (n > f->pos[0].row + 1 && row_extent(&f->rows.row[n - 1]) == 0)
		n--;
	return n;
}

static void
reflow_mark(struct intern *in, void *arg)
{
	const struct reflow *f = arg;
	const struct rows *lists[] = { &f->rows, &f->popped, &f->front };
	const struct row *r;
	size_t i, k;
	unsigned c;

	for (k = 0; k < nitems(lists); k++) {
		for (i = 0; i < lists[k]->n; i++) {
			r = &lists[k]->row[i];
			for (c = 0; c < r->used; c++) {
				intern_mark_style(in, r->cells[c].style);
				intern_mark_text(in, r->cells[c].text);
			}
		}
	}
}

/* A screen of fewer rows loses those below the cursor first, as in xterm and
 * tmux: what was written there is written anew, what is above is not. */
static void
drop_below(struct reflow *f)
{
	size_t n = f->pos[0].row + 1;

	if (n < f->nrows)
		n = f->nrows;
	rows_cut(&f->rows, n);
}

void
reflow(struct reflow *f)
{
	struct rows in;
	struct reflow_pos saved = f->pos[1];
	bool last = f->pos[0].row + 1 == f->rows.n, apart;
	size_t n, want;
	unsigned k;

	drop_below(f);
	n = rows_extent(f);
	apart = saved.row >= n;
	/* Text stays where it is; only where it reaches the bottom, and the
	 * cursor with it, the history comes back into new rows. */
	want = last || n > f->nrows ? f->nrows : n;
	intern_add_root(f->in, reflow_mark, f);
	rows_cut(&f->rows, n);
	if (f->cols != f->old_cols) {
		join_back(f);
		in = f->rows;
		memset(&f->rows, 0, sizeof f->rows);
		wrap_rows(&f->rows, &in, f->cols, f->pos);
	}
	if (f->rows.n > f->nrows)
		drop(f);
	else if (f->rows.n < want && f->sb != NULL)
		pull(f, want - f->rows.n);
	while (f->rows.n < f->nrows)
		rows_add(&f->rows);
	intern_remove_root(f->in, f);

	if (apart)
		f->pos[1] = saved; /* below all text */
	for (k = 0; k < 2; k++) {
		if (f->pos[k].row >= f->nrows)
			f->pos[k].row = f->nrows - 1;
		if (f->pos[k].col >= f->cols) {
			f->pos[k].col = f->cols - 1;
			f->pos[k].wrap = false;
		}
	}
}
