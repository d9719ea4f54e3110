/* SPDX-License-Identifier: ISC */
/* vtpair: two terminals fed alike, one of which places all text with
 * libvterm. */

#include <string.h>

#include "term/screen.h"
#include "vtcheck.h"
#include "vtpair.h"

static void
log_reply(struct buf *b, const void *p, size_t n)
{
	buf_printf(b, "reply ");
	buf_put(b, p, n);
	buf_put_u8(b, '\n');
}

static void
log_note(struct buf *b, const struct term_note *note)
{
	buf_printf(b, "note %d %d %d %s %s\n", note->type, note->a, note->b,
	    note->text != NULL ? note->text : "-",
	    note->title != NULL ? note->title : "-");
}

static void
pair_reply(const void *p, size_t n, void *arg)
{
	struct vtpair *pair = arg;

	log_reply(&pair->told, p, n);
	if (pair->cbs.reply != NULL)
		pair->cbs.reply(p, n, pair->arg);
}

static void
pair_note(const struct term_note *note, void *arg)
{
	struct vtpair *pair = arg;

	log_note(&pair->told, note);
	if (pair->cbs.note != NULL)
		pair->cbs.note(note, pair->arg);
}

static void
off_reply(const void *p, size_t n, void *arg)
{
	struct vtpair *pair = arg;

	log_reply(&pair->told_off, p, n);
}

static void
off_note(const struct term_note *note, void *arg)
{
	struct vtpair *pair = arg;

	log_note(&pair->told_off, note);
}

void
vtpair_start(struct vtpair *p, unsigned rows, unsigned cols, size_t scrollback,
    const struct vt_callbacks *cbs, void *arg)
{
	static const struct vt_callbacks on = { pair_reply, pair_note };
	static const struct vt_callbacks off = { off_reply, off_note };

	memset(p, 0, sizeof *p);
	if (cbs != NULL)
		p->cbs = *cbs;
	p->arg = arg;
	p->vt = vt_create(rows, cols, scrollback, &on, p);
	p->off = vt_create(rows, cols, scrollback, &off, p);
	vt_set_textpath(p->off, false);
}

void
vtpair_clear(struct vtpair *p)
{
	vt_destroy(p->vt);
	vt_destroy(p->off);
	buf_clear(&p->told);
	buf_clear(&p->told_off);
	memset(p, 0, sizeof *p);
}

void
vtpair_feed(struct vtpair *p, const void *bytes, size_t n)
{
	struct screen *s = vt_screen(p->off);
	unsigned i;

	vt_feed(p->vt, bytes, n);
	vt_feed(p->off, bytes, n);
	for (i = 0; i < screen_rows(s); i++)
		(void)screen_row(s, i);
}

void
vtpair_feed_cut(struct vtpair *p, const void *bytes, size_t n, size_t max)
{
	const char *s = bytes;
	size_t k, at;

	for (at = 0; at < n; at += k) {
		k = 1 + ((unsigned char)s[at] + at) % max;
		if (k > n - at)
			k = n - at;
		vtpair_feed(p, s + at, k);
	}
}

void
vtpair_resize(struct vtpair *p, unsigned rows, unsigned cols)
{
	vt_resize(p->vt, rows, cols);
	vt_resize(p->off, rows, cols);
}

const char *
vtpair_check(struct vtpair *p)
{
	const char *why;

	if ((why = vtcheck_equal(p->vt, p->off)) != NULL)
		return why;
	if (p->told.len != p->told_off.len ||
	    (p->told.len > 0 &&
		memcmp(p->told.data, p->told_off.data, p->told.len) != 0))
		return "replies or notes";
	buf_reset(&p->told);
	buf_reset(&p->told_off);
	return vt_pending(p->vt) == vt_pending(p->off) ? NULL : "pending";
}
