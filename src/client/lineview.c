/* SPDX-License-Identifier: ISC */
/* lineview: an input in a rectangle of a frame, and the places of its text
 * there. */

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/lineedit_internal.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/screen.h"
#include "tty/frame.h"

/* The place of a position, and the number of rows (may be NULL). */
static void
place(const struct lineedit *e, unsigned cols, size_t at, unsigned *row,
    unsigned *col, unsigned *rows)
{
	struct linewalk w;

	linewalk_init(&w, &e->text, cols);
	for (;;) {
		if (w.at == at) {
			*row = w.row;
			*col = w.col;
			if (rows == NULL)
				return;
		}
		if (!linewalk_step(&w))
			break;
	}
	if (rows != NULL)
		*rows = w.row + 1;
}

/* The position at a place: in its row, the unit over the column or the row's
 * last position. False: there is no such row. */
static bool
position(const struct lineedit *e, unsigned row, unsigned col, size_t *at)
{
	bool found = false;
	struct linewalk w;

	linewalk_init(&w, &e->text, e->cols);
	do {
		if (w.row > row)
			break;
		if (w.row == row) {
			found = true;
			*at = w.at;
			if (col < w.col + w.cols)
				break;
		}
	} while (linewalk_step(&w));
	return found;
}

bool
lineview_vertical(struct lineedit *e, bool up, size_t *to)
{
	unsigned row = 0, col = 0;

	place(e, e->cols, e->cursor, &row, &col, NULL);
	if (!e->has_goal)
		e->goal = col;
	if (up && row == 0)
		return false;
	return position(e, up ? row - 1 : row + 1, e->goal, to);
}

unsigned
lineedit_rows(const struct lineedit *e, unsigned cols, unsigned max)
{
	unsigned row = 0, col = 0, rows;

	place(e, cols, e->cursor, &row, &col, &rows);
	return rows < max ? rows : max > 0 ? max : 1;
}

static void
put_cells(struct frame *f, unsigned row, unsigned col, unsigned cols,
    uint32_t text, uint32_t style)
{
	struct cell cell = { text, style };

	if (cols == 2)
		cell.text |= CELL_WIDE;
	row_fill(&f->row[row], col, 1, cell);
	cell.text = CELL_TAIL;
	if (cols == 2)
		row_fill(&f->row[row], col + 1, 1, cell);
}

/* One cluster of any text, which may be of none that can be seen. */
static void
put_cluster(struct frame *f, unsigned row, unsigned col, unsigned cols,
    const char *s, size_t n, uint32_t style)
{
	struct cell blank = { ' ', style };
	char *clean;

	if (*s == '\t' || (n > 1 && cols > 2)) {
		row_fill(&f->row[row], col, cols, blank);
		return;
	}
	clean = utf8_clean(s, n, CLUSTER_MAX_BYTES);
	if (*clean == '\0')
		put_cells(f, row, col, 1, UTF8_REPLACEMENT, style);
	else if ((unsigned)utf8_columns(clean) > cols)
		row_fill(&f->row[row], col, cols, blank);
	else
		put_cells(f, row, col, cols,
		    intern_text(f->intern, clean, strlen(clean)), style);
	free(clean);
}

static void
put_ascii(struct frame *f, unsigned row, unsigned col, unsigned cols,
    const char *s, uint32_t style)
{
	unsigned i;

	for (i = 0; i < cols && s[i] != '\0'; i++)
		put_cells(f, row, col + i, 1, (uint8_t)s[i], style);
}

static void
draw_placeholder(struct frame *f, const struct rect *r,
    const struct lineedit_look *look)
{
	unsigned col = 0, cols = r->right - r->left;
	struct linetext t = { 0 };
	struct linewalk w;

	if (look->placeholder == NULL)
		return;
	t.s = utf8_clean(look->placeholder, strlen(look->placeholder),
	    TERM_MAX_COLS);
	t.len = strlen(t.s);
	linewalk_init(&w, &t, TERM_MAX_COLS);
	for (; w.cols != 0 && col + w.cols <= cols; linewalk_step(&w)) {
		put_cluster(f, r->top, r->left + col, w.cols, t.s + w.at,
		    w.next - w.at, look->dim);
		col += w.cols;
	}
	linetext_clear(&t);
}

static void
draw_text(struct lineedit *e, struct frame *f, const struct rect *r,
    const struct lineedit_look *look)
{
	const struct linefold *fold;
	struct linewalk w;
	unsigned row;

	linewalk_init(&w, &e->text, e->cols);
	do {
		if (w.row < e->top || w.cols == 0)
			continue;
		row = r->top + w.row - e->top;
		if (row >= r->bottom)
			break;
		fold = linetext_fold(&e->text, w.at);
		if (fold != NULL)
			put_ascii(f, row, r->left + w.col, w.cols,
			    e->text.s + w.at, look->fold);
		else
			put_cluster(f, row, r->left + w.col, w.cols,
			    e->text.s + w.at, w.next - w.at, look->style);
	} while (linewalk_step(&w));
}

/* Move top as little as shows the cursor's row, without rows to spare. */
static void
scroll(struct lineedit *e, unsigned shown, unsigned row, unsigned rows)
{
	if (row < e->top)
		e->top = row;
	if (row >= e->top + shown)
		e->top = row - shown + 1;
	if (e->top + shown > rows)
		e->top = rows > shown ? rows - shown : 0;
}

void
lineedit_draw(struct lineedit *e, struct frame *f, const struct rect *rect,
    const struct lineedit_look *look, bool focus)
{
	struct cell blank = { 0, look->style };
	struct rect r;
	unsigned row = 0, col = 0, rows, i;

	if (!frame_clip(f, rect, &r))
		return;
	e->cols = r.right - r.left;
	place(e, e->cols, e->cursor, &row, &col, &rows);
	scroll(e, r.bottom - r.top, row, rows);
	for (i = r.top; i < r.bottom; i++) {
		row_split(&f->row[i], r.left, e->cols);
		row_fill(&f->row[i], r.left, e->cols, blank);
	}
	if (e->text.len > 0)
		draw_text(e, f, &r, look);
	else
		draw_placeholder(f, &r, look);
	if (!focus)
		return;
	memset(&f->cursor, 0, sizeof f->cursor);
	f->cursor.visible = true;
	f->cursor.row = r.top + row - e->top;
	f->cursor.col = r.left + (col < e->cols ? col : e->cols - 1);
}

void
lineedit_click(struct lineedit *e, unsigned row, unsigned col)
{
	size_t at;

	if (!position(e, e->top + row, col, &at))
		at = e->text.len;
	e->cursor = at;
	e->last = EDIT_NONE;
	e->has_goal = false;
}
