/* SPDX-License-Identifier: ISC */
/* mirror: frames become rows here, and are checked; how they came and how they
 * are drawn is others' business. */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xmalloc.h"
#include "client/mirror.h"
#include "term/about.h"
#include "term/intern.h"
#include "term/rowcode.h"
#include "wire/pack_term.h"

struct mirror {
	struct intern *intern; /* borrowed */
	struct row *row;       /* owned: rows of them */
	unsigned rows;
	unsigned cols;
	struct cursor cursor;
	struct modes modes;
	char *title; /* owned; may be NULL */
	struct about about;
	struct scroll scrolls[FRAME_MAX_SCROLLS];
	unsigned nscrolls;
};

static void
mirror_mark(struct intern *in, void *arg)
{
	const struct mirror *m = arg;
	const struct row *row;
	unsigned i, k;

	for (i = 0; i < m->rows; i++) {
		row = &m->row[i];
		for (k = 0; k < row->used; k++) {
			intern_mark_text(in, row->cells[k].text);
			intern_mark_style(in, row->cells[k].style);
		}
	}
}

struct mirror *
mirror_create(struct intern *in)
{
	struct mirror *m;

	m = xcalloc(1, sizeof *m);
	m->intern = in;
	intern_add_root(in, mirror_mark, m);
	return m;
}

static void
free_rows(struct mirror *m)
{
	unsigned i;

	for (i = 0; i < m->rows; i++)
		row_clear(&m->row[i]);
	free(m->row);
	m->row = NULL;
	m->rows = m->cols = 0;
}

void
mirror_destroy(struct mirror *m)
{
	if (m == NULL)
		return;
	intern_remove_root(m->intern, m);
	free_rows(m);
	free(m->title);
	free(m);
}

/* A full frame: all that was here is forgotten. */
static void
start_afresh(struct mirror *m, const struct frame_head *h)
{
	unsigned i;

	if (m->rows != h->rows) {
		free_rows(m);
		m->row = xcalloc(h->rows, sizeof *m->row);
		m->rows = h->rows;
	}
	m->cols = h->cols;
	for (i = 0; i < m->rows; i++)
		row_reset(&m->row[i]);
}

static const char *
check_head(const struct mirror *m, const struct frame_head *h)
{
	unsigned i;

	if (h->rows < TERM_MIN_ROWS || h->rows > TERM_MAX_ROWS ||
	    h->cols < TERM_MIN_COLS || h->cols > TERM_MAX_COLS)
		return "a frame of an impossible size";
	if (h->nrows > h->rows)
		return "a frame with more rows than it has";
	if (h->nscrolls > FRAME_MAX_SCROLLS)
		return "a frame with too many scrolls";
	for (i = 0; i < h->nscrolls; i++)
		if (h->scrolls[i].top >= h->scrolls[i].bottom ||
		    h->scrolls[i].bottom > h->rows)
			return "a frame that scrolls outside of its screen";
	if (h->flags & FRAME_FULL)
		return NULL;
	if (m->rows == 0)
		return "a frame of changes before the first whole one";
	if (h->rows != m->rows || h->cols != m->cols)
		return "a frame of changes to a screen of another size";
	return NULL;
}

/* Rows [top, bottom) up by n, or down; what comes free is blank. */
static void
scroll_rows(struct mirror *m, const struct frame_scroll *s)
{
	unsigned height, n, i;

	height = (unsigned)(s->bottom - s->top);
	n = s->n < 0 ? (unsigned)-(int64_t)s->n : (unsigned)s->n;
	if (n > height)
		n = height;
	for (i = 0; i + n < height; i++)
		if (s->n > 0)
			row_swap(&m->row[s->top + i], &m->row[s->top + i + n]);
		else
			row_swap(&m->row[s->bottom - 1 - i],
			    &m->row[s->bottom - 1 - i - n]);
	for (i = 0; i < n; i++)
		row_reset(s->n > 0 ? &m->row[s->bottom - 1 - i] :
				     &m->row[s->top + i]);
}

static void
apply_scrolls(struct mirror *m, const struct frame_head *h)
{
	unsigned i;

	m->nscrolls = 0;
	for (i = 0; i < h->nscrolls; i++) {
		scroll_rows(m, &h->scrolls[i]);
		m->scrolls[i].top = h->scrolls[i].top;
		m->scrolls[i].bottom = h->scrolls[i].bottom;
		m->scrolls[i].n = h->scrolls[i].n;
	}
	if (!(h->flags & FRAME_FULL))
		m->nscrolls = h->nscrolls;
}

static void
apply_cursor(struct mirror *m, const struct frame_head *h)
{
	struct cursor *c = &m->cursor;

	c->row = h->cursor_row < m->rows ? h->cursor_row : m->rows - 1;
	c->col = h->cursor_col < m->cols ? h->cursor_col : m->cols - 1;
	c->visible = (h->cursor_flags & FRAME_CURSOR_VISIBLE) != 0;
	c->blink = (h->cursor_flags & FRAME_CURSOR_BLINK) != 0;
	c->wrap = (h->cursor_flags & FRAME_CURSOR_WRAP) != 0;
	c->shape = h->cursor_shape <= CURSOR_BAR ?
	    (enum cursor_shape)h->cursor_shape :
	    CURSOR_DEFAULT;
	m->modes.flags = h->modes;
	m->modes.mouse = h->mouse;
	m->modes.mouse_enc = h->mouse_enc;
	m->modes.kitty = h->kitty;
	m->modes.modify_keys = h->modify_keys;
}

static const char *
apply_rows(struct mirror *m, struct reader *r, const struct frame_head *h)
{
	const uint8_t *p;
	uint16_t index;
	unsigned i;
	size_t n;

	for (i = 0; i < h->nrows; i++) {
		if (frame_get_row(r, &index, &p, &n) != 0)
			return "a frame that is cut short";
		if (index >= m->rows)
			return "a row outside of the screen";
		if (rowcode_get(&m->row[index], m->intern, p, n, m->cols) != 0)
			return "a malformed row";
	}
	return NULL;
}

static void
apply_about(struct mirror *m, const struct frame_head *h)
{
	static_assert(sizeof h->folder == sizeof m->about.folder, "a folder");

	if (!(h->flags & FRAME_ABOUT))
		return;
	m->about.progress = h->progress;
	m->about.percent = h->percent;
	memcpy(m->about.folder, h->folder, sizeof h->folder);
}

int
mirror_apply(struct mirror *m, const void *body, size_t len, uint32_t *seq,
    const char **why)
{
	struct frame_head h;
	struct reader r;
	char *title = NULL;

	reader_init(&r, body, len);
	if (frame_get_head(&r, &h, &title) != 0) {
		*why = "a malformed frame";
		goto fail;
	}
	if ((*why = check_head(m, &h)) != NULL)
		goto fail;
	if (h.flags & FRAME_FULL)
		start_afresh(m, &h);
	apply_scrolls(m, &h);
	apply_cursor(m, &h);
	if (title != NULL) {
		free(m->title);
		m->title = title;
		title = NULL;
	}
	apply_about(m, &h);
	if ((*why = apply_rows(m, &r, &h)) != NULL)
		goto fail;
	*seq = h.seq;
	return 0;

fail:
	free(title);
	free_rows(m);
	return -1;
}

unsigned
mirror_rows(const struct mirror *m)
{
	return m->rows;
}

unsigned
mirror_cols(const struct mirror *m)
{
	return m->cols;
}

const struct row *
mirror_row(const struct mirror *m, unsigned i)
{
	return &m->row[i];
}

const struct cursor *
mirror_cursor(const struct mirror *m)
{
	return &m->cursor;
}

const struct modes *
mirror_modes(const struct mirror *m)
{
	return &m->modes;
}

const char *
mirror_title(const struct mirror *m)
{
	return m->title;
}

const struct about *
mirror_about(const struct mirror *m)
{
	return &m->about;
}

const struct scroll *
mirror_scrolls(const struct mirror *m, unsigned *n)
{
	*n = m->nscrolls;
	return m->scrolls;
}
