/* SPDX-License-Identifier: ISC */
/* vt_scroll: scrolling and erasing, and the soft wraps that end with them. */

#include "term/screen.h"
#include "term/vt_internal.h"

/* Rows outside of a scrolled region do not go on in it any more. */
void
vt_scroll(struct vt *vt, struct rect r, int down, int right, bool push)
{
	bool whole = r.left == 0 && r.right == vt->cols;

	if (whole && down != 0 && r.top > 0)
		screen_set_wrapped(vt->screen, r.top - 1, false);
	screen_scroll(vt->screen, r, down, right, vt_blank(vt), push);
	if (whole && down > 0 && (unsigned)down < r.bottom - r.top)
		screen_set_wrapped(vt->screen, r.bottom - down - 1, false);
	if (whole && down < 0)
		screen_set_wrapped(vt->screen, r.bottom - 1, false);
}

void
vt_erase(struct vt *vt, struct rect r, bool selective)
{
	unsigned row;

	if (r.left == 0 && r.top > 0)
		screen_set_wrapped(vt->screen, r.top - 1, false);
	for (row = r.top; r.right == vt->cols && row < r.bottom; row++)
		screen_set_wrapped(vt->screen, row, false);
	screen_erase(vt->screen, r, vt_blank(vt), selective);
}

/* Within the margins, left and right ones included. */
static bool
vt_in_margins(const struct vt *vt)
{
	const struct cursor *c = vt->cursor;

	return c->col >= vt->margins.left && c->col < vt->margins.right;
}

/* Scroll the region; that its last row goes on in no other the caller sees
 * to. */
static void
vt_scroll_line(struct vt *vt)
{
	const struct rect *m = &vt->margins;

	if (m->left > 0 || m->right < vt->cols) {
		vt_scroll(vt, *m, 1, 0, true);
		return;
	}
	if (m->top > 0)
		screen_set_wrapped(vt->screen, m->top - 1, false);
	screen_scroll_line(vt->screen, m->top, m->bottom, vt_blank(vt), true);
}

void
vt_linefeed(struct vt *vt)
{
	struct cursor *c = vt->cursor;

	c->wrap = false;
	if (c->row == vt->margins.bottom - 1) {
		if (vt_in_margins(vt))
			vt_scroll_line(vt);
	} else if (c->row < vt->rows - 1)
		c->row++;
	if (c->row > 0)
		screen_set_wrapped(vt->screen, c->row - 1, false);
	screen_note_cursor(vt->screen);
}

void
vt_reverse_linefeed(struct vt *vt)
{
	struct cursor *c = vt->cursor;

	c->wrap = false;
	if (c->row == vt->margins.top) {
		if (vt_in_margins(vt))
			vt_scroll(vt, vt->margins, -1, 0, false);
	} else if (c->row > 0)
		c->row--;
	screen_note_cursor(vt->screen);
}
