/* SPDX-License-Identifier: ISC */
/* tabs: the tab stops of a terminal, for as many columns as one can have. */

#include <string.h>

#include "term/tabs.h"
#include "term/vt_internal.h"

bool
tabs_at(const struct vt *vt, unsigned col)
{
	return (vt->tabs[col / 8] >> col % 8 & 1) != 0;
}

void
tabs_set(struct vt *vt)
{
	unsigned col = vt->cursor->col;

	vt->tabs[col / 8] |= 1u << col % 8;
}

void
tabs_clear(struct vt *vt, bool all)
{
	unsigned col = vt->cursor->col;

	if (all)
		memset(vt->tabs, 0, sizeof vt->tabs);
	else
		vt->tabs[col / 8] &= ~(1u << col % 8);
}

void
tabs_extend(struct vt *vt)
{
	unsigned col = vt->cols - 1;

	while (col > 0 && !tabs_at(vt, col))
		col--;
	for (; col < vt->cols; col += 8)
		vt->tabs[col / 8] |= 1u << col % 8;
}

void
tabs_reset(struct vt *vt)
{
	memset(vt->tabs, 0, sizeof vt->tabs);
	tabs_extend(vt);
}

void
tabs_move(struct vt *vt, int n)
{
	int col = vt->cursor->col, last = vt->cols - 1;

	if (vt->cursor->wrap)
		return;
	if (vt->cursor->col < vt->margins.right)
		last = vt->margins.right - 1;
	for (; n > 0 && col < last; n--) {
		do
			col++;
		while (col < last && !tabs_at(vt, col));
	}
	for (; n < 0 && col > 0; n++) {
		do
			col--;
		while (col > 0 && !tabs_at(vt, col));
	}
	vt_move(vt, vt->cursor->row, col);
}
