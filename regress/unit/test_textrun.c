/* SPDX-License-Identifier: ISC */
/* test_textrun: what is gathered from any bytes is what one gets character by
 * character. */

#include "typist.h"

#include "base/xmalloc.h"
#include "term/rowcode_internal.h"
#include "term/textrun.h"

#define STYLE 5

static uint32_t seed = 1;

static uint32_t
rnd(uint32_t n)
{
	return typist_random(&seed) % n;
}

/* Code points on both sides of what matters, and some that are none. */
static uint32_t
some_cp(unsigned kind)
{
	static const uint32_t edges[] = { 0x7e, 0xa0, 0xad, 0x2ff, 0x300, 0x301,
		0x7ff, 0x800, 0x1100, 0x200d, 0x4dff, 0xd7a3, 0xd7ff, 0xe000,
		0xf8ff, 0xff5e, 0xffff, 0x10000, 0x1f1e6, 0x1f600, 0x1f6c6,
		0x1ffff, 0x20000, 0x2fffd, 0x10ffff };

	switch (kind) {
	case 0:
		return 0xc0 + rnd(0x40);
	case 1:
		return 0x400 + rnd(0x60);
	case 2:
		return 0x2500 + rnd(0x80);
	case 3:
		return 0x4e00 + rnd(0x5000);
	case 4:
		return 0x1f600 + rnd(0x40);
	case 5:
		return edges[rnd(nitems(edges))];
	case 6:
		return 0xa0 + rnd(0x20000);
	default:
		return 0x20 + rnd(0x5f);
	}
}

static size_t
some_bytes(uint8_t *p, size_t max)
{
	unsigned kind = rnd(9), stay = 1 + rnd(20), broken = rnd(3);
	size_t n = 0, want = rnd((uint32_t)max - 4);
	char tmp[4];
	size_t k;

	while (n < want) {
		if (rnd(stay) == 0)
			kind = rnd(9);
		k = utf8_encode(some_cp(kind), tmp);
		memcpy(p + n, tmp, k);
		n += k;
		if (broken == 0 && rnd(20) == 0)
			p[n - 1] = (uint8_t)(0x80 + rnd(0x80));
	}
	return broken == 1 && n > 0 ? n - 1 : n;
}

/* The same in the simple way. */
static void
expect(struct textrun *t, const uint8_t *p, size_t n, unsigned cols, bool ascii)
{
	unsigned w, before = 0;
	uint32_t cp;
	int len;

	memset(t, 0, sizeof *t);
	while (t->used < n) {
		len = utf8_decode(p + t->used, n - t->used, &cp);
		if (len <= 0 || (cp < 0x80 && !ascii))
			return;
		w = cp < 0x80 ? 1 : (unsigned)utf8_simple_width(cp);
		if (w == 0 || t->cols + w > cols)
			return;
		if (w != before) {
			if (t->nruns == TEXTRUN_RUNS)
				return;
			t->run[t->nruns].style = STYLE;
			t->run[t->nruns++].kind =
			    w == 2 ? RUN_WIDE : RUN_NARROW;
		}
		before = w;
		t->run[t->nruns - 1].n++;
		t->cols += w;
		t->used += (size_t)len;
		t->last = cp;
	}
}

static void
test_random(void **state)
{
	struct textrun_widths *widths = xcalloc(1, sizeof *widths);
	struct textrun got, want;
	uint8_t *p, bytes[400];
	unsigned i, r, cols;
	bool ascii;
	size_t n;

	(void)state;
	for (i = 0; i < 20000; i++) {
		n = some_bytes(bytes, sizeof bytes);
		cols = rnd(3) == 0 ? 1 + rnd(20) : 500;
		ascii = rnd(6) != 0;
		p = xmalloc(n + 1); /* so that no byte past it is read */
		memcpy(p + 1, bytes, n);
		textrun_get(&got, widths, p + 1, n, cols, ascii, STYLE);
		expect(&want, p + 1, n, cols, ascii);
		assert_int_equal(got.used, want.used);
		assert_int_equal(got.cols, want.cols);
		assert_int_equal(got.nruns, want.nruns);
		for (r = 0; r < want.nruns; r++) {
			assert_int_equal(got.run[r].n, want.run[r].n);
			assert_int_equal(got.run[r].kind, want.run[r].kind);
			assert_int_equal(got.run[r].style, STYLE);
		}
		if (want.nruns > 0)
			assert_int_equal(got.last, want.last);
		free(p);
	}
	free(widths);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
