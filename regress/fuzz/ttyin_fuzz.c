/* SPDX-License-Identifier: ISC */
/* ttyin_fuzz: bytes of a person's terminal, whole and split, give the same
 * events. The first byte says how to split: in steps of 1 to 64, and whether
 * Alt is told otherwise than by ESC. */

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/key.h"
#include "tty/ttyin.h"

#include "fuzz.h"

static void
note_key(const struct key *k, void *arg)
{
	if (k->text[0] != '\0' && !utf8_valid(k->text, strlen(k->text)))
		fuzz_fail("a key's text is no UTF-8");
	buf_printf(arg, "key %x %x %x %x %d %s\n", k->code, k->shifted, k->base,
	    k->mods, k->event, k->text);
}

static void
note_paste(const char *s, size_t n, void *arg)
{
	if (n > TTYIN_PASTE_MAX || !utf8_valid(s, n))
		fuzz_fail("a paste of %zu bytes, or no UTF-8", n);
	buf_printf(arg, "paste %zu ", n);
	buf_put(arg, s, n);
	buf_printf(arg, "\n");
}

static void
note_mouse(const struct mouse *m, void *arg)
{
	buf_printf(arg, "mouse %d %d %x %u %u\n", m->event, m->button, m->mods,
	    m->row, m->col);
}

static void
note_focus(bool in, void *arg)
{
	buf_printf(arg, "focus %d\n", in);
}

static void
note_reply(const struct ttyin_reply *r, void *arg)
{
	unsigned i;

	buf_printf(arg, "reply %d %d %d %d", r->type, r->leader, r->inter,
	    r->final);
	for (i = 0; i < r->nparams; i++)
		buf_printf(arg, " %u", r->params[i]);
	buf_printf(arg, " %s\n", r->text);
}

static void
decode(struct buf *out, const uint8_t *p, size_t n, size_t step, bool split)
{
	static const struct ttyin_handler handler = { note_key, note_paste,
		note_mouse, note_focus, note_reply };
	struct ttyin *t = ttyin_create(&handler, out);
	int waits = 0;

	ttyin_split_escape(t, split);
	for (; n > step; p += step, n -= step)
		ttyin_feed(t, p, step);
	ttyin_feed(t, p, n);
	for (; ttyin_wait_ms(t) > 0; ttyin_timeout(t))
		if (++waits > 3)
			fuzz_fail("it waits for ever");
	ttyin_destroy(t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf whole = { 0 }, split = { 0 };

	if (n == 0)
		return 0;
	decode(&whole, p + 1, n - 1, n, p[0] & 0x80);
	decode(&split, p + 1, n - 1, 1 + (p[0] & 0x3f), p[0] & 0x80);
	if (whole.len != split.len ||
	    (whole.len > 0 && memcmp(whole.data, split.data, whole.len) != 0))
		fuzz_fail("split differs: whole\n%.*ssplit\n%.*s",
		    (int)whole.len, whole.data, (int)split.len, split.data);
	buf_clear(&whole);
	buf_clear(&split);
	return 0;
}
