/* SPDX-License-Identifier: ISC */
/* vt_fuzz: bytes from a program: a terminal fed whole and one fed byte by byte
 * are the same, with and without the text path, and so is one that is fed the
 * redraw. The first two bytes are the size; \xff 'R' ROWS COLS in between is a
 * resize. */

#include "base/buf.h"
#include "base/xmalloc.h"
#include "term/vt.h"

#include "fuzz.h"
#include "vtcheck.h"
#include "vtpair.h"

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
check(struct vtpair *whole, struct vtpair *split)
{
	const char *why;

	if ((why = vtpair_check(whole)) != NULL ||
	    (why = vtpair_check(split)) != NULL)
		fuzz_fail("without the text path: %s", why);
	if ((why = vtcheck_equal(whole->vt, split->vt)) != NULL)
		fuzz_fail("split differs: %s", why);
	if (vt_pending(whole->vt) != vt_pending(split->vt))
		fuzz_fail("split differs: pending");
	if (vt_pending(whole->vt) > 0)
		return;
	if ((why = vtcheck_redraw(whole->vt)) != NULL)
		fuzz_fail("redraw differs: %s", why);
	if ((why = vtcheck_rowcode(whole->vt)) != NULL)
		fuzz_fail("rowcode differs: %s", why);
}

/* Bytes up to the next resize. */
static size_t
feed(struct vtpair *whole, struct vtpair *split, const uint8_t *p, size_t n)
{
	const uint8_t *end = memmem(p, n, RESIZE, 2);
	size_t len = end == NULL ? n : (size_t)(end - p);

	vtpair_feed(whole, p, len);
	vtpair_feed_cut(split, p, len, 1);
	check(whole, split);
	if (n - len < 4)
		return n;
	vtpair_resize(whole, ROWS(end[2]), COLS(end[3]));
	vtpair_resize(split, ROWS(end[2]), COLS(end[3]));
	check(whole, split);
	return len + 4;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct vt_callbacks cb = { .reply = note_reply };
	struct buf a = { 0 }, b = { 0 };
	struct vtpair whole, split;
	size_t used = 2;

	if (n < 2)
		return 0;
	vtpair_start(&whole, ROWS(p[0]), COLS(p[1]), KEEP_MAX, &cb, &a);
	vtpair_start(&split, ROWS(p[0]), COLS(p[1]), KEEP_MAX, &cb, &b);
	while (used < n)
		used += feed(&whole, &split, p + used, n - used);
	if (a.len != b.len || (a.len > 0 && memcmp(a.data, b.data, a.len) != 0))
		fuzz_fail("split differs: replies");
	vtpair_clear(&whole);
	vtpair_clear(&split);
	buf_clear(&a);
	buf_clear(&b);
	return 0;
}
