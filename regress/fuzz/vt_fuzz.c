/* SPDX-License-Identifier: ISC */
/* vt_fuzz: bytes from a program: a terminal fed whole and one fed byte by byte
 * are the same, and so is one that is fed the redraw. The first two bytes are
 * the size; \xff 'R' ROWS COLS in between is a resize. */

#include "base/buf.h"
#include "base/xmalloc.h"
#include "term/vt.h"

#include "fuzz.h"
#include "vtcheck.h"

#define RESIZE	 "\xffR"
#define ROWS(b)	 (1 + (b) % 60)
#define COLS(b)	 (1 + (b) % 160)
#define KEEP_MAX (64u << 10) /* bytes of scrollback */

static void
note_reply(const void *p, size_t n, void *arg)
{
	buf_put(arg, p, n);
}

static void
check(struct vt *whole, struct vt *split)
{
	const char *why;

	if ((why = vtcheck_same(whole, split)) != NULL)
		fuzz_fail("split differs: %s", why);
	if (vt_pending(whole) != vt_pending(split))
		fuzz_fail("split differs: pending");
	if (vt_pending(whole) > 0)
		return;
	if ((why = vtcheck_redraw(whole)) != NULL)
		fuzz_fail("redraw differs: %s", why);
	if ((why = vtcheck_rowcode(whole)) != NULL)
		fuzz_fail("rowcode differs: %s", why);
}

/* Bytes up to the next resize. */
static size_t
feed(struct vt *whole, struct vt *split, const uint8_t *p, size_t n)
{
	const uint8_t *end = memmem(p, n, RESIZE, 2);
	size_t len = end == NULL ? n : (size_t)(end - p), i;

	vt_feed(whole, p, len);
	for (i = 0; i < len; i++)
		vt_feed(split, p + i, 1);
	check(whole, split);
	if (n - len < 4)
		return n;
	vt_resize(whole, ROWS(end[2]), COLS(end[3]));
	vt_resize(split, ROWS(end[2]), COLS(end[3]));
	check(whole, split);
	return len + 4;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct vt_callbacks cb = { .reply = note_reply };
	struct buf a = { 0 }, b = { 0 };
	struct vt *whole, *split;
	size_t used = 2;

	if (n < 2)
		return 0;
	whole = vt_create(ROWS(p[0]), COLS(p[1]), KEEP_MAX, &cb, &a);
	split = vt_create(ROWS(p[0]), COLS(p[1]), KEEP_MAX, &cb, &b);
	while (used < n)
		used += feed(whole, split, p + used, n - used);
	if (a.len != b.len || (a.len > 0 && memcmp(a.data, b.data, a.len) != 0))
		fuzz_fail("split differs: replies");
	vt_destroy(whole);
	vt_destroy(split);
	buf_clear(&a);
	buf_clear(&b);
	return 0;
}
