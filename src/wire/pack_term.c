/* SPDX-License-Identifier: ISC */
/* pack_term: packs frames and input and checks them on the way back; it knows
 * neither screens nor keys. */

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "wire/msg.h"
#include "wire/pack_term.h"

#define CODE_MAX   0x1fffffu
#define BUTTON_MAX 11
#define COLOUR_MAX 0xffffffu
#define FORM_MAX   3

static size_t title_bytes(const char *);
static int check_head(const struct frame_head *);
static int get_scrolls(struct reader *, struct frame_head *);
static int get_fields(struct reader *, struct frame_head *);

/* How much of a title is sent: whole characters. */
static size_t
title_bytes(const char *title)
{
	size_t n = strlen(title);

	if (n <= FRAME_TITLE_MAX)
		return n;
	n = FRAME_TITLE_MAX;
	while (n > 0 && ((uint8_t)title[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* The head has a length of its own, so that later versions may add to it. */
void
frame_put_head(struct buf *b, const struct frame_head *h)
{
	struct buf head = { 0 };
	unsigned i, n;

	n = h->nscrolls < FRAME_MAX_SCROLLS ? h->nscrolls : FRAME_MAX_SCROLLS;
	buf_put_u32(&head, h->seq);
	buf_put_u16(&head, h->rows);
	buf_put_u16(&head, h->cols);
	buf_put_u8(&head, h->flags);
	buf_put_u8(&head, h->cursor_flags);
	buf_put_u8(&head, h->cursor_shape);
	buf_put_u16(&head, h->cursor_row);
	buf_put_u16(&head, h->cursor_col);
	buf_put_u32(&head, h->modes);
	buf_put_u16(&head, h->mouse);
	buf_put_u16(&head, h->mouse_enc);
	buf_put_u8(&head, h->kitty);
	buf_put_u8(&head, h->modify_keys);
	buf_put_u16(&head, h->nrows);
	buf_put_u8(&head, (uint8_t)n);
	for (i = 0; i < n; i++) {
		buf_put_u16(&head, h->scrolls[i].top);
		buf_put_u16(&head, h->scrolls[i].bottom);
		buf_put_u32(&head, (uint32_t)h->scrolls[i].n);
	}
	if (h->flags & FRAME_TITLE)
		buf_put_bytes(&head, h->title,
		    h->title == NULL ? 0 : title_bytes(h->title));
	if (h->flags & FRAME_ABOUT) {
		buf_put_u8(&head, h->progress);
		buf_put_u8(&head, h->percent);
		buf_put_bytes(&head, h->folder,
		    strnlen(h->folder, FRAME_FOLDER_MAX));
	}
	buf_put_bytes(b, head.data, head.len);
	buf_clear(&head);
}

void
frame_put_row(struct buf *b, uint16_t index, const void *p, size_t n)
{
	buf_put_u16(b, index);
	buf_put_bytes(b, p, n);
}

static int
get_scrolls(struct reader *r, struct frame_head *h)
{
	struct frame_scroll *s;
	uint32_t n;
	unsigned i;

	if (reader_u8(r, &h->nscrolls) != 0 || h->nscrolls > FRAME_MAX_SCROLLS)
		return WIRE_BAD;
	for (i = 0; i < h->nscrolls; i++) {
		s = &h->scrolls[i];
		if (reader_u16(r, &s->top) != 0 ||
		    reader_u16(r, &s->bottom) != 0 || reader_u32(r, &n) != 0)
			return WIRE_BAD;
		s->n = (int32_t)n;
		if (s->top >= s->bottom || s->bottom > h->rows ||
		    s->n > (int32_t)h->rows || s->n < -(int32_t)h->rows)
			return WIRE_BAD;
	}
	return 0;
}

static int
get_fields(struct reader *r, struct frame_head *h)
{
	if (reader_u32(r, &h->seq) != 0 || reader_u16(r, &h->rows) != 0 ||
	    reader_u16(r, &h->cols) != 0 || reader_u8(r, &h->flags) != 0 ||
	    reader_u8(r, &h->cursor_flags) != 0 ||
	    reader_u8(r, &h->cursor_shape) != 0 ||
	    reader_u16(r, &h->cursor_row) != 0 ||
	    reader_u16(r, &h->cursor_col) != 0 ||
	    reader_u32(r, &h->modes) != 0 || reader_u16(r, &h->mouse) != 0 ||
	    reader_u16(r, &h->mouse_enc) != 0 || reader_u8(r, &h->kitty) != 0 ||
	    reader_u8(r, &h->modify_keys) != 0 || reader_u16(r, &h->nrows) != 0)
		return WIRE_BAD;
	return check_head(h);
}

static int
check_head(const struct frame_head *h)
{
	if (h->rows == 0 || h->rows > FRAME_MAX_ROWS || h->cols == 0 ||
	    h->cols > FRAME_MAX_COLS)
		return WIRE_BAD;
	if (h->cursor_row >= h->rows || h->cursor_col >= h->cols)
		return WIRE_BAD;
	if (h->nrows > h->rows)
		return WIRE_BAD;
	return 0;
}

static int
get_about(struct reader *r, struct frame_head *h)
{
	const uint8_t *p;
	size_t i, n;

	if (reader_u8(r, &h->progress) != 0 || reader_u8(r, &h->percent) != 0 ||
	    reader_bytes(r, FRAME_FOLDER_MAX, &p, &n) != 0)
		return WIRE_BAD;
	if (h->progress > 4 || h->percent > 100)
		return WIRE_BAD;
	if (n > 0 && (n < 7 || memcmp(p, "file://", 7) != 0))
		return WIRE_BAD;
	for (i = 0; i < n; i++) {
		if (p[i] <= 0x20 || p[i] >= 0x7f)
			return WIRE_BAD;
		h->folder[i] = (char)p[i];
	}
	return 0;
}

int
frame_get_head(struct reader *r, struct frame_head *h, char **title)
{
	struct reader head;
	const uint8_t *p;
	size_t n;

	*title = NULL;
	memset(h, 0, sizeof *h);
	if (reader_bytes(r, FRAME_HEAD_MAX, &p, &n) != 0)
		return WIRE_BAD;
	reader_init(&head, p, n);
	if (get_fields(&head, h) != 0 || get_scrolls(&head, h) != 0)
		return WIRE_BAD;
	if (h->cursor_shape > 3)
		h->cursor_shape = 0;
	if ((h->flags & FRAME_TITLE) &&
	    reader_string(&head, FRAME_TITLE_MAX, title) != 0) {
		*title = NULL;
		return WIRE_BAD;
	}
	if ((h->flags & FRAME_ABOUT) && get_about(&head, h) != 0) {
		free(*title);
		*title = NULL;
		return WIRE_BAD;
	}
	h->title = *title;
	return 0;
}

int
frame_get_row(struct reader *r, uint16_t *index, const uint8_t **p, size_t *n)
{
	if (reader_u16(r, index) != 0 || *index >= FRAME_MAX_ROWS ||
	    reader_bytes(r, r->left, p, n) != 0)
		return WIRE_BAD;
	return 0;
}

void
input_put_key(struct buf *b, const struct input_key *k)
{
	buf_put_u32(b, k->code);
	buf_put_u32(b, k->shifted);
	buf_put_u32(b, k->base);
	buf_put_u8(b, k->mods);
	buf_put_u8(b, k->event);
	buf_put_bytes(b, k->text, strnlen(k->text, sizeof k->text - 1));
	buf_put_u8(b, k->form);
}

int
input_get_key(struct reader *r, struct input_key *k)
{
	const uint8_t *p;
	size_t n;

	memset(k, 0, sizeof *k);
	if (reader_u32(r, &k->code) != 0 || reader_u32(r, &k->shifted) != 0 ||
	    reader_u32(r, &k->base) != 0 || reader_u8(r, &k->mods) != 0 ||
	    reader_u8(r, &k->event) != 0 ||
	    reader_bytes(r, sizeof k->text - 1, &p, &n) != 0)
		return WIRE_BAD;
	if (k->code > CODE_MAX || k->shifted > CODE_MAX || k->base > CODE_MAX)
		return WIRE_BAD;
	if (k->event < 1 || k->event > 3)
		return WIRE_BAD;
	if (memchr(p, 0, n) != NULL || !utf8_valid(p, n))
		return WIRE_BAD;
	memcpy(k->text, p, n);
	/* Not told by those who do not know it. */
	if (reader_u8(r, &k->form) != 0 || k->form > FORM_MAX)
		k->form = 0;
	return 0;
}

void
input_put_mouse(struct buf *b, const struct input_mouse *m)
{
	buf_put_u8(b, m->event);
	buf_put_u8(b, m->button);
	buf_put_u8(b, m->mods);
	buf_put_u16(b, m->row);
	buf_put_u16(b, m->col);
	buf_put_u16(b, m->py);
	buf_put_u16(b, m->px);
}

int
input_get_mouse(struct reader *r, struct input_mouse *m)
{
	memset(m, 0, sizeof *m);
	if (reader_u8(r, &m->event) != 0 || reader_u8(r, &m->button) != 0 ||
	    reader_u8(r, &m->mods) != 0 || reader_u16(r, &m->row) != 0 ||
	    reader_u16(r, &m->col) != 0 || reader_u16(r, &m->py) != 0 ||
	    reader_u16(r, &m->px) != 0)
		return WIRE_BAD;
	if (m->event < 1 || m->event > 3 || m->button > BUTTON_MAX)
		return WIRE_BAD;
	return 0;
}

void
input_put_colours(struct buf *b, uint32_t fg, uint32_t bg)
{
	buf_put_u32(b, fg);
	buf_put_u32(b, bg);
}

int
input_get_colours(struct reader *r, uint32_t *fg, uint32_t *bg)
{
	if (reader_u32(r, fg) != 0 || reader_u32(r, bg) != 0)
		return WIRE_BAD;
	return *fg > COLOUR_MAX || *bg > COLOUR_MAX ? WIRE_BAD : 0;
}

/* At most max bytes of s, whole characters. */
static void
put_text(struct buf *b, const char *s, size_t max)
{
	size_t n = s == NULL ? 0 : strlen(s);

	if (n > max)
		for (n = max; n > 0 && ((uint8_t)s[n] & 0xc0) == 0x80;)
			n--;
	buf_put_bytes(b, s, n);
}

static int
get_two(struct reader *r, size_t max1, char **s1, size_t max2, char **s2)
{
	*s1 = *s2 = NULL;
	if (reader_string(r, max1, s1) == 0 && reader_string(r, max2, s2) == 0)
		return 0;
	free(*s1);
	*s1 = *s2 = NULL;
	return WIRE_BAD;
}

void
clipboard_put(struct buf *b, const char *selections, const char *base64)
{
	put_text(b, selections, CLIPBOARD_NAMES_MAX);
	put_text(b, base64, CLIPBOARD_MAX);
}

int
clipboard_get(struct reader *r, char **selections, char **base64)
{
	static const char names[] = "cpqs01234567";
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/=";

	if (get_two(r, CLIPBOARD_NAMES_MAX, selections, CLIPBOARD_MAX,
		base64) != 0)
		return WIRE_BAD;
	if ((*selections)[strspn(*selections, names)] == '\0' &&
	    (*base64)[strspn(*base64, digits)] == '\0')
		return 0;
	free(*selections);
	free(*base64);
	*selections = *base64 = NULL;
	return WIRE_BAD;
}

void
notify_put(struct buf *b, const char *title, const char *text)
{
	put_text(b, title, NOTIFY_TEXT_MAX);
	put_text(b, text, NOTIFY_TEXT_MAX);
}

int
notify_get(struct reader *r, char **title, char **text)
{
	return get_two(r, NOTIFY_TEXT_MAX, title, NOTIFY_TEXT_MAX, text);
}

/* History. */

void
lines_put_ask(struct buf *b, uint64_t from, uint16_t count)
{
	buf_put_u64(b, from);
	buf_put_u16(b, count);
}

int
lines_get_ask(struct reader *r, uint64_t *from, uint16_t *count)
{
	if (reader_u64(r, from) != 0 || reader_u16(r, count) != 0)
		return WIRE_BAD;
	return *count == 0 || *count > LINES_MAX ? WIRE_BAD : 0;
}

void
lines_put_head(struct buf *b, const struct lines_head *h)
{
	buf_put_u64(b, h->first);
	buf_put_u64(b, h->screen);
	buf_put_u64(b, h->end);
	buf_put_u64(b, h->start);
	buf_put_u16(b, h->n);
}

int
lines_get_head(struct reader *r, struct lines_head *h)
{
	memset(h, 0, sizeof *h);
	if (reader_u64(r, &h->first) != 0 || reader_u64(r, &h->screen) != 0 ||
	    reader_u64(r, &h->end) != 0 || reader_u64(r, &h->start) != 0 ||
	    reader_u16(r, &h->n) != 0)
		return WIRE_BAD;
	if (h->first > h->screen || h->screen > h->end ||
	    h->end - h->screen > FRAME_MAX_ROWS || h->n > LINES_MAX)
		return WIRE_BAD;
	if (h->n > 0 &&
	    (h->start < h->first || h->start >= h->end ||
		h->n > h->end - h->start))
		return WIRE_BAD;
	return 0;
}

int
lines_get_row(struct reader *r, const uint8_t **p, size_t *n)
{
	return reader_bytes(r, r->left, p, n) != 0 ? WIRE_BAD : 0;
}

void
search_put(struct buf *b, const struct search *s, const char *text)
{
	buf_put_u64(b, s->line);
	buf_put_u16(b, s->col);
	buf_put_u64(b, s->stop);
	buf_put_u8(b, s->flags);
	buf_put_bytes(b, text, strnlen(text, SEARCH_TEXT_MAX));
}

int
search_get(struct reader *r, struct search *s, char **text)
{
	*text = NULL;
	memset(s, 0, sizeof *s);
	if (reader_u64(r, &s->line) != 0 || reader_u16(r, &s->col) != 0 ||
	    reader_u64(r, &s->stop) != 0 || reader_u8(r, &s->flags) != 0)
		return WIRE_BAD;
	return reader_string(r, SEARCH_TEXT_MAX, text) != 0 ? WIRE_BAD : 0;
}

void
found_put(struct buf *b, const struct found *f)
{
	buf_put_u8(b, f->found);
	buf_put_u64(b, f->line);
	buf_put_u16(b, f->col);
	buf_put_u64(b, f->end_line);
	buf_put_u16(b, f->end_col);
}

int
found_get(struct reader *r, struct found *f)
{
	memset(f, 0, sizeof *f);
	if (reader_u8(r, &f->found) != 0 || reader_u64(r, &f->line) != 0 ||
	    reader_u16(r, &f->col) != 0 || reader_u64(r, &f->end_line) != 0 ||
	    reader_u16(r, &f->end_col) != 0)
		return WIRE_BAD;
	return 0;
}
