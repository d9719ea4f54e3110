/* SPDX-License-Identifier: ISC */
/* historyview: what a history looks like. It changes nothing but the frame. */

#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/histdoc.h"
#include "client/history_internal.h"
#include "term/intern.h"
#include "term/row.h"
#include "tty/frame.h"

#define BLACK	(COLOUR_INDEXED | 0)
#define YELLOW	(COLOUR_INDEXED | 3)
#define MAGENTA (COLOUR_INDEXED | 5)
#define CYAN	(COLOUR_INDEXED | 6)
#define HITS	256 /* shown in one line */

static uint32_t
colours(struct history *y, uint32_t bg)
{
	struct style style = { 0 };

	style.fg = BLACK;
	style.bg = bg;
	return intern_style(y->intern, &style);
}

static void
draw_text(struct history *y, struct frame *f, unsigned i)
{
	const struct row *from;
	struct find_at at;
	unsigned col;
	struct cell *cells, cell;

	row_reset(&f->row[i]);
	f->row[i].flags = 0;
	if (!histmove_row(&y->s.m, i, &at) ||
	    (from = history_row(at.line, y)) == NULL)
		return;
	cells = row_reserve(&f->row[i], f->cols);
	for (col = 0; col < f->cols; col++) {
		cell = row_get(from, at.col + col);
		/* Half of a wide character at an edge is nothing. */
		if ((col == 0 && cell.text & CELL_TAIL) ||
		    (col + 1 == f->cols && cell.text & CELL_WIDE))
			cell.text = 0;
		cells[col] = cell;
	}
}

/* Style what is within a range of places. */
static void
paint_range(struct history *y, struct frame *f, const struct histrange *r,
    uint32_t style)
{
	struct find_at at;
	struct cell *cells;
	unsigned i, col;

	for (i = 0; i < f->rows; i++) {
		if (!histmove_row(&y->s.m, i, &at) || at.line > r->to.line)
			return;
		if (at.line < r->from.line)
			continue;
		cells = row_reserve(&f->row[i], f->cols);
		for (col = 0; col < f->cols; col++)
			if (histrange_has(r, at.line, at.col + col))
				cells[col].style = style;
	}
}

static void
paint_hit(struct history *y, struct frame *f, const struct find_hit *hit,
    uint32_t bg)
{
	struct histrange r;

	histrange_set(&r, HISTSELECT_CHARS, hit->start, hit->end, true);
	paint_range(y, f, &r, colours(y, bg));
}

static void
paint_hits(struct history *y, struct frame *f)
{
	struct histmove *m = &y->s.m;
	struct find_text t = { 0 };
	struct find_at at, from;
	struct find_hit hit;
	unsigned i, n;

	if (y->find.n == 0)
		return;
	for (i = 0; i < f->rows && histmove_row(m, i, &at); i++) {
		if (t.next > at.line)
			continue;
		if (find_load(&t, y->intern, history_row, y, at.line, m->first,
			m->end) != 0)
			continue;
		from.line = t.first;
		from.col = 0;
		for (n = 0; n < HITS && find_next(&y->find, &t, &from, &hit);
		     n++) {
			paint_hit(y, f, &hit, CYAN);
			from = hit.end;
			from.col++;
		}
	}
	find_text_clear(&t);
	if (y->has_hit)
		paint_hit(y, f, &y->hit, MAGENTA);
}

/* Clean text at a place, in a style; the columns it took. */
static unsigned
put_text(struct history *y, struct frame *f, unsigned row, unsigned col,
    const char *text, uint32_t style)
{
	const uint8_t *p = (const uint8_t *)text;
	struct cell cell = { 0, style };
	size_t n = strlen(text);
	unsigned from = col;
	uint32_t cp;
	int used, width;

	(void)y;
	while (n > 0 && (used = utf8_decode(p, n, &cp)) > 0) {
		p += used;
		n -= (size_t)used;
		width = utf8_width(cp);
		if (width == 0)
			continue;
		if (col + (unsigned)width > f->cols)
			break;
		cell.text = cp | (width == 2 ? CELL_WIDE : 0);
		row_split(&f->row[row], col, (unsigned)width);
		row_fill(&f->row[row], col, 1, cell);
		if (width == 2) {
			cell.text = CELL_TAIL;
			row_fill(&f->row[row], col + 1, 1, cell);
		}
		col += (unsigned)width;
	}
	return col - from;
}

static void
draw_position(struct history *y, struct frame *f, uint32_t style)
{
	uint64_t off, of;
	char text[64];
	unsigned n;

	histmove_offset(&y->s.m, &off, &of);
	xsnprintf(text, sizeof text, "[%llu/%llu]", (unsigned long long)off,
	    (unsigned long long)of);
	n = (unsigned)strlen(text);
	if (n <= f->cols)
		put_text(y, f, 0, f->cols - n, text, style);
}

/* At the bottom: what is typed to search, or what is to be said. */
static void
draw_bottom(struct history *y, struct frame *f, uint32_t style)
{
	struct cell blank = { ' ', style };
	char text[NOTE_MAX + PROMPT_MAX + 8];
	unsigned row = f->rows - 1, cols;

	/* Not over what was found. */
	if (f->cursor.visible && f->cursor.row == row)
		row = 0;
	if (y->prompting)
		xsnprintf(text, sizeof text, "%s%s", y->back ? "?" : "/",
		    y->prompt);
	else if (y->copying)
		strlcpy(text, "copying", sizeof text);
	else if (*y->note != '\0')
		strlcpy(text, y->note, sizeof text);
	else if (*y->ended != '\0')
		strlcpy(text, y->ended, sizeof text);
	else
		return;
	row_fill(&f->row[row], 0, f->cols, blank);
	cols = put_text(y, f, row, 0, text, style);
	if (y->prompting && *y->note != '\0' && cols + 3 < f->cols)
		put_text(y, f, row, cols + 2, y->note, style);
	if (y->prompting) {
		f->cursor.row = row;
		f->cursor.col = cols < f->cols ? cols : f->cols - 1;
	}
}

static void
draw_cursor(struct history *y, struct frame *f)
{
	const struct find_at *cur = &y->s.m.cur;
	struct find_at at;
	unsigned i;

	memset(&f->cursor, 0, sizeof f->cursor);
	for (i = 0; i < f->rows && histmove_row(&y->s.m, i, &at); i++)
		if (at.line == cur->line && cur->col >= at.col &&
		    cur->col <= at.col + f->cols) {
			f->cursor.visible = true;
			f->cursor.row = i;
			f->cursor.col = cur->col - at.col;
		}
	if (f->cursor.col >= f->cols)
		f->cursor.col = f->cols - 1;
}

void
history_draw(struct history *y, struct frame *f)
{
	struct histmove *m = &y->s.m;
	struct histrange r;
	uint32_t style;
	unsigned i;

	if (m->rows != f->rows || m->cols != f->cols) {
		m->rows = f->rows;
		m->cols = f->cols;
		m->sub = 0;
		histmove_clamp(m);
	}
	for (i = 0; i < f->rows; i++)
		draw_text(y, f, i);
	paint_hits(y, f);
	style = colours(y, YELLOW);
	history_range(y, &r);
	paint_range(y, f, &r, style);
	draw_cursor(y, f);
	draw_bottom(y, f, style);
	draw_position(y, f, style);
	f->nhints = 0;
	m->miss = false;
}
