/* SPDX-License-Identifier: ISC */
/* panedraw: cells from a mirror into a frame. It changes neither the session
 * nor its size. */

#include <string.h>

#include "client/mirror.h"
#include "client/panedraw.h"
#include "term/key.h"
#include "tty/frame.h"

/* Move pan as little as puts pos into [pan, pan + shown), within the whole. */
static unsigned
pan_one(unsigned pan, unsigned pos, unsigned shown, unsigned whole)
{
	if (whole <= shown)
		return 0;
	if (pos < pan)
		pan = pos;
	else if (pos >= pan + shown)
		pan = pos - shown + 1;
	if (pan > whole - shown)
		pan = whole - shown;
	return pan;
}

void
panedraw_row(struct frame *f, unsigned to, const struct rect *r,
    const struct row *from, unsigned first)
{
	struct row *row = &f->row[to];
	struct cell *cells;
	unsigned col;

	if (r->left == 0 && r->right == f->cols && first == 0 &&
	    (from == NULL || from->used <= f->cols)) {
		if (from == NULL)
			row_reset(row);
		else
			row_copy(row, from);
		return;
	}
	row_split(row, r->left, r->right - r->left);
	cells = row_reserve(row, r->right);
	for (col = r->left; col < r->right; col++) {
		if (from != NULL)
			cells[col] = row_get(from, first + col - r->left);
		else
			memset(&cells[col], 0, sizeof cells[col]);
	}
	/* Half of a wide character at an edge is nothing. */
	if (cells[r->left].text & CELL_TAIL)
		cells[r->left].text = 0;
	if (cells[r->right - 1].text & CELL_WIDE)
		cells[r->right - 1].text = 0;
}

static void
draw_cursor(struct frame *f, const struct rect *r, const struct mirror *m,
    const struct pan *pan)
{
	const struct cursor *c = mirror_cursor(m);
	unsigned row, col;

	f->cursor = *c;
	row = c->row - pan->row;
	col = c->col - pan->col;
	if (c->row < pan->row || row >= r->bottom - r->top ||
	    c->col < pan->col || col >= r->right - r->left) {
		f->cursor.visible = false;
		row = col = 0;
	}
	f->cursor.row = r->top + row;
	f->cursor.col = r->left + col;
}

void
panedraw_at(struct frame *f, const struct rect *rect, const struct mirror *m,
    const struct pan *pan, bool focus)
{
	const struct row *from;
	struct rect r;
	unsigned i, row;

	if (!frame_clip(f, rect, &r))
		return;
	for (i = r.top; i < r.bottom; i++) {
		row = pan->row + i - r.top;
		from = row < mirror_rows(m) ? mirror_row(m, row) : NULL;
		panedraw_row(f, i, &r, from, pan->col);
	}
	if (focus)
		draw_cursor(f, &r, m, pan);
}

void
panedraw(struct frame *f, const struct rect *rect, const struct mirror *m,
    struct pan *pan, bool focus)
{
	const struct cursor *c = mirror_cursor(m);
	struct rect r;

	if (!frame_clip(f, rect, &r))
		return;
	pan->row = pan_one(pan->row, c->row, r.bottom - r.top, mirror_rows(m));
	pan->col = pan_one(pan->col, c->col, r.right - r.left, mirror_cols(m));
	panedraw_at(f, rect, m, pan, focus);
}

void
panedraw_outside(struct frame *f, const struct rect *rect,
    const struct mirror *m, const struct pan *pan, struct cell cell)
{
	unsigned i, bottom, right, shown, left;

	bottom = rect->bottom < f->rows ? rect->bottom : f->rows;
	right = rect->right < f->cols ? rect->right : f->cols;
	shown = rect->left + mirror_cols(m) - pan->col;
	for (i = rect->top; i < bottom; i++) {
		left = i - rect->top + pan->row < mirror_rows(m) ? shown :
								   rect->left;
		if (left < right)
			row_fill(&f->row[i], left, right - left, cell);
	}
}

static uint16_t
clamp(unsigned v, unsigned max)
{
	return (uint16_t)(v < max ? v : max);
}

bool
panedraw_mouse(const struct mirror *m, const struct pan *pan,
    struct mouse *mouse, bool *dragging)
{
	unsigned rows = mirror_rows(m), cols = mirror_cols(m);
	unsigned row = mouse->row + pan->row, col = mouse->col + pan->col;
	bool inside = row < rows && col < cols;

	if (rows == 0)
		return false;
	if (!inside && (mouse->event == MOUSE_PRESS || !*dragging))
		return false;
	/* A wheel turns once and is never released. */
	if (mouse->event == MOUSE_PRESS && mouse->button >= 1 &&
	    mouse->button <= 3)
		*dragging = true;
	else if (mouse->event == MOUSE_RELEASE)
		*dragging = false;
	if (mouse->px != 0 || mouse->py != 0) {
		mouse->px = clamp(mouse->px + pan->col * CELL_PX_WIDTH,
		    cols * CELL_PX_WIDTH - 1);
		mouse->py = clamp(mouse->py + pan->row * CELL_PX_HEIGHT,
		    rows * CELL_PX_HEIGHT - 1);
	}
	mouse->row = (uint16_t)(row < rows ? row : rows - 1);
	mouse->col = (uint16_t)(col < cols ? col : cols - 1);
	return true;
}
