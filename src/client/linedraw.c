/* SPDX-License-Identifier: ISC */
/* linedraw: text in the rows of a frame. What it says and where is the
 * views' business. */

#include <stdbool.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "client/linedraw.h"
#include "term/intern.h"
#include "term/row.h"
#include "tty/frame.h"

static void
put_cluster(struct frame *f, unsigned row, unsigned col, const char *s,
    size_t n, int width, uint32_t style)
{
	struct cell cell = { 0, style };

	row_split(&f->row[row], col, (unsigned)width);
	cell.text = intern_text(f->intern, s, n);
	if (width == 2)
		cell.text |= CELL_WIDE;
	row_fill(&f->row[row], col, 1, cell);
	if (width != 2)
		return;
	cell.text = CELL_TAIL;
	row_fill(&f->row[row], col + 1, 1, cell);
}

unsigned
linedraw_text(struct frame *f, unsigned row, unsigned col, unsigned right,
    const char *s, uint32_t style)
{
	bool ascii = !utf8_locale();
	int width;
	size_t n;

	if (right > f->cols)
		right = f->cols;
	if (row >= f->rows)
		return col;
	for (; (n = utf8_cluster(s, &width)) != 0; s += n) {
		/* Marks without a letter. */
		if (width == 0)
			continue;
		if (col + (unsigned)width > right)
			break;
		/* The terminal would show bytes of it. */
		if (ascii && (uint8_t)*s >= 0x80) {
			put_cluster(f, row, col, "?", 1, 1, style);
			if (width == 2)
				put_cluster(f, row, col + 1, "?", 1, 1, style);
		} else
			put_cluster(f, row, col, s, n, width, style);
		col += (unsigned)width;
	}
	return col;
}

unsigned
linedraw_cut(struct frame *f, unsigned row, unsigned col, unsigned right,
    const char *s, const char *ellipsis, uint32_t style)
{
	char *cut;

	if (right > f->cols)
		right = f->cols;
	if (col >= right)
		return col;
	cut = utf8_cut(s, (int)(right - col), ellipsis);
	col = linedraw_text(f, row, col, right, cut, style);
	free(cut);
	return col;
}

void
linedraw_fill(struct frame *f, unsigned row, unsigned col, unsigned right,
    const char *s, uint32_t style)
{
	unsigned next;

	while ((next = linedraw_text(f, row, col, right, s, style)) > col)
		col = next;
}

void
linedraw_mark(struct frame *f, unsigned row, unsigned col, unsigned right,
    uint32_t style)
{
	struct cell *cells;

	if (right > f->cols)
		right = f->cols;
	if (row >= f->rows || col >= right)
		return;
	cells = row_reserve(&f->row[row], right);
	for (; col < right; col++)
		cells[col].style = style;
}
