/* SPDX-License-Identifier: ISC */
/* viewframe: what a viewer has of a screen, and the frame that brings it up
 * to date. */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "host/viewframe.h"
#include "term/about.h"
#include "term/rowcode.h"
#include "term/screen.h"
#include "term/vt.h"
#include "wire/pack_term.h"

/* Modes that only the host acts on. */
#define VIEWFRAME_HIDDEN MODE_SYNC

static bool
viewframe_modes_equal(const struct modes *a, const struct modes *b)
{
	return ((a->flags ^ b->flags) & ~VIEWFRAME_HIDDEN) == 0 &&
	    a->mouse == b->mouse && a->mouse_enc == b->mouse_enc &&
	    a->kitty == b->kitty && a->modify_keys == b->modify_keys;
}

bool
viewframe_stale(const struct viewframe *f, struct vt *vt, unsigned title_gen)
{
	struct screen *s;

	s = vt_screen(vt);
	return !f->full || f->title_gen != title_gen ||
	    f->rows != screen_rows(s) || f->cols != screen_cols(s) ||
	    screen_changed(s, f->gen) ||
	    !viewframe_modes_equal(&f->modes, vt_modes(vt));
}

static void
viewframe_put_cursor(struct frame_head *head, const struct cursor *c)
{
	head->cursor_row = (uint16_t)c->row;
	head->cursor_col = (uint16_t)c->col;
	head->cursor_shape = (uint8_t)c->shape;
	head->cursor_flags = (uint8_t)((c->visible ? FRAME_CURSOR_VISIBLE : 0) |
	    (c->blink ? FRAME_CURSOR_BLINK : 0) |
	    (c->wrap ? FRAME_CURSOR_WRAP : 0));
}

static void
viewframe_put_modes(struct frame_head *head, const struct modes *m)
{
	head->modes = m->flags & ~VIEWFRAME_HIDDEN;
	head->mouse = m->mouse;
	head->mouse_enc = m->mouse_enc;
	head->kitty = m->kitty;
	head->modify_keys = m->modify_keys;
}

/* The scrolls since the viewer's state; false if it needs every row. */
static bool
viewframe_put_scrolls(struct frame_head *head, const struct viewframe *f,
    const struct screen *s)
{
	struct scroll scrolls[FRAME_MAX_SCROLLS];
	int i, n;

	if (!f->full || f->rows != screen_rows(s) || f->cols != screen_cols(s))
		return false;
	n = screen_scrolls(s, f->gen, scrolls, FRAME_MAX_SCROLLS);
	if (n < 0 || n > FRAME_MAX_SCROLLS)
		return false;
	for (i = 0; i < n; i++)
		head->scrolls[i] = (struct frame_scroll){ scrolls[i].top,
			scrolls[i].bottom, scrolls[i].n };
	head->nscrolls = (uint8_t)n;
	return true;
}

static void
viewframe_put_row(struct buf *out, struct buf *tmp, const struct screen *s,
    unsigned i)
{
	/* Flags and the number of runs: a blank row. */
	static const uint8_t blank[] = { 0, 0 };

	buf_reset(tmp);
	rowcode_put(tmp, screen_row(s, i), screen_intern(s));
	if (out->len + tmp->len > VIEWFRAME_MAX)
		frame_put_row(out, (uint16_t)i, blank, sizeof(blank));
	else
		frame_put_row(out, (uint16_t)i, tmp->data, tmp->len);
}

static void
viewframe_put_rows(struct buf *out, const struct screen *s, uint64_t gen,
    bool all)
{
	struct buf tmp;
	unsigned i;

	buf_init(&tmp, 0);
	for (i = 0; i < screen_rows(s); i++)
		if (all || screen_row(s, i)->gen > gen)
			viewframe_put_row(out, &tmp, s, i);
	buf_clear(&tmp);
}

static unsigned
viewframe_count(const struct screen *s, uint64_t gen, bool all)
{
	unsigned i, n;

	if (all)
		return screen_rows(s);
	n = 0;
	for (i = 0; i < screen_rows(s); i++)
		if (screen_row(s, i)->gen > gen)
			n++;
	return n;
}

static void
viewframe_put_about(struct frame_head *head, const struct about *a)
{
	static_assert(sizeof head->folder == sizeof a->folder, "a folder");

	head->flags |= FRAME_ABOUT;
	head->progress = a->progress;
	head->percent = a->percent;
	memcpy(head->folder, a->folder, sizeof head->folder);
}

void
viewframe_build(struct viewframe *f, struct vt *vt, unsigned title_gen,
    uint32_t seq, struct buf *out)
{
	struct screen *s = vt_screen(vt);
	struct frame_head head;
	const char *raw;
	char *title;
	bool all;

	memset(&head, 0, sizeof(head));
	head.seq = seq;
	head.rows = (uint16_t)screen_rows(s);
	head.cols = (uint16_t)screen_cols(s);
	all = !viewframe_put_scrolls(&head, f, s);
	if (all)
		head.flags |= FRAME_FULL;
	viewframe_put_cursor(&head, screen_cursor(s));
	viewframe_put_modes(&head, vt_modes(vt));
	head.nrows = (uint16_t)viewframe_count(s, f->gen, all);
	title = NULL;
	if (!f->full || f->title_gen != title_gen) {
		raw = vt_title(vt);
		title = utf8_clean(raw, strlen(raw), FRAME_TITLE_MAX);
		head.title = title;
		head.flags |= FRAME_TITLE;
		viewframe_put_about(&head, vt_about(vt));
	}
	frame_put_head(out, &head);
	free(title);
	viewframe_put_rows(out, s, f->gen, all);

	f->full = true;
	f->gen = screen_mark(s);
	f->rows = screen_rows(s);
	f->cols = screen_cols(s);
	f->modes = *vt_modes(vt);
	f->title_gen = title_gen;
}
