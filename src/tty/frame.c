/* SPDX-License-Identifier: ISC */
/* frame: the grid to paint now. It knows neither who draws nor the tty. */

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/intern.h"
#include "tty/frame.h"

#define TITLE_MAX 256

static void
frame_mark(struct intern *in, void *arg)
{
	const struct frame *f = arg;
	const struct row *row;
	unsigned i, k;

	for (i = 0; i < f->rows; i++) {
		row = &f->row[i];
		for (k = 0; k < row->used; k++) {
			intern_mark_text(in, row->cells[k].text);
			intern_mark_style(in, row->cells[k].style);
		}
	}
}

static unsigned
clamp(unsigned n, unsigned max)
{
	return n < 1 ? 1 : n > max ? max : n;
}

struct frame *
frame_create(struct intern *in, unsigned rows, unsigned cols)
{
	struct frame *f;

	f = xcalloc(1, sizeof *f);
	f->intern = in;
	frame_resize(f, rows, cols);
	intern_add_root(in, frame_mark, f);
	return f;
}

static void
free_rows(struct frame *f)
{
	unsigned i;

	for (i = 0; i < f->rows; i++)
		row_clear(&f->row[i]);
	free(f->row);
}

void
frame_destroy(struct frame *f)
{
	if (f == NULL)
		return;
	intern_remove_root(f->intern, f);
	free_rows(f);
	free(f->title);
	free(f);
}

void
frame_resize(struct frame *f, unsigned rows, unsigned cols)
{
	rows = clamp(rows, TERM_MAX_ROWS);
	cols = clamp(cols, TERM_MAX_COLS);
	if (rows != f->rows) {
		free_rows(f);
		f->row = xcalloc(rows, sizeof *f->row);
		f->rows = rows;
	}
	f->cols = cols;
	frame_blank(f);
}

void
frame_blank(struct frame *f)
{
	unsigned i;

	for (i = 0; i < f->rows; i++)
		row_reset(&f->row[i]);
	memset(&f->cursor, 0, sizeof f->cursor);
	memset(&f->about, 0, sizeof f->about);
	f->nhints = 0;
}

void
frame_set_title(struct frame *f, const char *title)
{
	free(f->title);
	f->title = NULL;
	if (title != NULL)
		f->title = utf8_clean(title, strlen(title), TITLE_MAX);
}

void
frame_hint(struct frame *f, const struct scroll *s)
{
	struct scroll *last;

	if (f->nhints > 0) {
		last = &f->hints[f->nhints - 1];
		if (last->top == s->top && last->bottom == s->bottom) {
			last->n += s->n;
			return;
		}
	}
	if (f->nhints == FRAME_MAX_HINTS)
		f->nhints = 0; /* too many: none is of use */
	f->hints[f->nhints++] = *s;
}

bool
frame_clip(const struct frame *f, const struct rect *rect, struct rect *part)
{
	*part = *rect;
	if (part->bottom > f->rows)
		part->bottom = f->rows;
	if (part->right > f->cols)
		part->right = f->cols;
	return part->top < part->bottom && part->left < part->right;
}
