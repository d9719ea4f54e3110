/* SPDX-License-Identifier: ISC */
/* test_intern: ids, bounds, and what is collected when. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/xmalloc.h"
#include "term/intern.h"

static struct style
make_style(uint32_t i)
{
	struct style s = { 0 };

	s.fg = COLOUR_RGB | (i & 0xffffff);
	s.attr = ATTR_BOLD;
	return s;
}

static void
test_styles(void **state)
{
	struct intern *in = intern_create();
	struct style none = { 0 }, a = make_style(1), b = make_style(2);
	uint32_t x, y;

	(void)state;
	assert_int_equal(intern_style(in, &none), 0);
	x = intern_style(in, &a);
	y = intern_style(in, &b);
	assert_int_not_equal(x, 0);
	assert_int_not_equal(y, 0);
	assert_int_not_equal(x, y);
	assert_int_equal(intern_style(in, &a), x);
	assert_int_equal(intern_style(in, &b), y);
	assert_memory_equal(intern_get_style(in, x), &a, sizeof a);
	assert_memory_equal(intern_get_style(in, 0), &none, sizeof none);
	assert_memory_equal(intern_get_style(in, 12345), &none, sizeof none);
	/* A style that is the table's own. */
	assert_int_equal(intern_style(in, intern_get_style(in, x)), x);
	intern_destroy(in);
	intern_destroy(NULL);
}

static void
test_text(void **state)
{
	static const struct {
		const char *text;
		uint32_t id; /* 0: a cluster */
	} cases[] = {
		{ "a", 'a' },
		{ "\xc3\xa9", 0xe9 },
		{ "\xe4\xb8\xad", 0x4e2d },
		{ "\xf0\x9f\x98\x80", 0x1f600 },
		{ "e\xcc\x81", 0 },
		{ "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb", 0 },
	};
	struct intern *in = intern_create();
	const char *p;
	char tmp[4], big[CLUSTER_MAX_BYTES + 3];
	uint32_t id;
	size_t i, n;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		id = intern_text(in, cases[i].text, strlen(cases[i].text));
		if (cases[i].id != 0)
			assert_int_equal(id, cases[i].id);
		else
			assert_true(id & CELL_CLUSTER);
		assert_int_equal(id,
		    intern_text(in, cases[i].text, strlen(cases[i].text)));
		p = intern_get_text(in, id | CELL_WIDE, tmp, &n);
		assert_int_equal(n, strlen(cases[i].text));
		assert_memory_equal(p, cases[i].text, n);
	}
	assert_int_equal(intern_text(in, "", 0), 0);
	intern_get_text(in, 0, tmp, &n);
	assert_int_equal(n, 0);
	intern_get_text(in, CELL_TAIL, tmp, &n);
	assert_int_equal(n, 0);
	intern_get_text(in, CELL_CLUSTER | 999, tmp, &n);
	assert_int_equal(n, 0);

	memset(big, 'x', sizeof big);
	assert_int_equal(intern_misses(in), 0);
	assert_int_equal(intern_text(in, big, sizeof big), 'x');
	assert_int_equal(intern_misses(in), 1);
	intern_destroy(in);
}

static void
test_links(void **state)
{
	struct intern *in = intern_create();
	const char *id;
	char *big;
	uint16_t a, b, c;

	(void)state;
	a = intern_link(in, "https://a.example/", NULL);
	b = intern_link(in, "https://a.example/", "1");
	c = intern_link(in, "https://b.example/", "");
	assert_true(a != 0 && b != 0 && c != 0 && a != b && a != c && b != c);
	assert_int_equal(intern_link(in, "https://a.example/", ""), a);
	assert_int_equal(intern_link(in, "https://a.example/", "1"), b);
	assert_string_equal(intern_get_link(in, b, &id), "https://a.example/");
	assert_string_equal(id, "1");
	assert_non_null(intern_get_link(in, c, &id));
	assert_null(id);
	assert_null(intern_get_link(in, 0, NULL));
	assert_null(intern_get_link(in, 4711, &id));
	assert_int_equal(intern_link(in, "", NULL), 0);
	assert_int_equal(intern_link(in, "a\033b", NULL), 0);
	assert_int_equal(intern_link(in, "a\xc2\x9b", NULL), 0);
	assert_int_equal(intern_link(in, "a\xff", NULL), 0);
	assert_int_equal(intern_link(in, "a", "\n"), 0);

	big = xmalloc(LINK_MAX_BYTES + 2);
	memset(big, 'x', LINK_MAX_BYTES + 1);
	big[LINK_MAX_BYTES + 1] = '\0';
	assert_int_equal(intern_link(in, big, NULL), 0);
	big[LINK_MAX_BYTES] = '\0';
	assert_int_not_equal(intern_link(in, big, NULL), 0);
	free(big);
	intern_destroy(in);
}

/* Holds some of each kind. */
struct holder {
	uint32_t styles[3];
	uint32_t texts[2];
	uint16_t link;
	unsigned calls;
};

static void
holder_mark(struct intern *in, void *arg)
{
	struct holder *h = arg;
	unsigned i;

	h->calls++;
	for (i = 0; i < nitems(h->styles); i++)
		intern_mark_style(in, h->styles[i]);
	for (i = 0; i < nitems(h->texts); i++)
		intern_mark_text(in, h->texts[i]);
	intern_mark_link(in, h->link);
	/* What nobody knows does no harm. */
	intern_mark_style(in, 0xffffffffu);
	intern_mark_text(in, 0xffffffffu);
	intern_mark_link(in, 0xffff);
}

static uint32_t
make_text(struct intern *in, uint32_t i)
{
	char s[32];
	int n;

	n = xsnprintf(s, sizeof s, "%u\xcc\x81", i);
	return intern_text(in, s, (size_t)n);
}

static uint16_t
make_link(struct intern *in, uint32_t i)
{
	char s[32];

	xsnprintf(s, sizeof s, "file:///%u", i);
	return intern_link(in, s, NULL);
}

static void
test_collect(void **state)
{
	struct intern *in = intern_create();
	struct holder h = { 0 };
	struct style s;
	uint32_t i, top = 0, id;
	char tmp[4];
	size_t n;

	(void)state;
	intern_add_root(in, holder_mark, &h);
	s = make_style(7);
	s.link = make_link(in, 7);
	h.styles[0] = intern_style(in, &s);
	h.texts[0] = make_text(in, 7);
	h.link = make_link(in, 8);
	for (i = 100; i < 20000; i++) {
		s = make_style(i);
		h.styles[1] = intern_style(in, &s);
		h.texts[1] = make_text(in, i) | CELL_WIDE;
		id = h.styles[1];
		top = id > top ? id : top;
		assert_int_equal(intern_get_style(in, id)->fg, s.fg);
		assert_int_not_equal(make_link(in, i), 0);
	}
	assert_true(h.calls > 3);
	assert_true(top < 5000); /* ids are used again */
	/* What was held is what it was. */
	s = *intern_get_style(in, h.styles[0]);
	assert_int_equal(s.fg, make_style(7).fg);
	assert_string_equal(intern_get_link(in, s.link, NULL), "file:///7");
	assert_string_equal(intern_get_link(in, h.link, NULL), "file:///8");
	assert_memory_equal(intern_get_text(in, h.texts[0], tmp, &n),
	    "7\xcc\x81", 3);
	assert_int_equal(n, 3);
	assert_int_equal(make_text(in, 7), h.texts[0]);
	assert_int_equal(intern_misses(in), 0);
	intern_remove_root(in, &h);
	intern_remove_root(in, &h);
	intern_destroy(in);
}

/* All is held: the tables fill up and say no. */
struct hoard {
	uint32_t *ids;
	size_t n;
	unsigned calls;
};

static void
hoard_mark(struct intern *in, void *arg)
{
	struct hoard *h = arg;
	size_t i;

	h->calls++;
	for (i = 0; i < h->n; i++) {
		intern_mark_text(in, h->ids[i]);
		intern_mark_link(in, (uint16_t)h->ids[i]);
	}
}

static void
test_full(void **state)
{
	struct intern *in = intern_create();
	struct hoard h = { 0 };
	uint32_t i, id;

	(void)state;
	h.ids = xcalloc(200000, sizeof *h.ids);
	intern_add_root(in, hoard_mark, &h);
	for (i = 0; i < 80000; i++) {
		id = make_text(in, 10 + i);
		h.ids[h.n++] = id;
		if (!(id & CELL_CLUSTER)) /* the first code point */
			assert_true(id >= '0' && id <= '9');
	}
	assert_true(intern_misses(in) > 10000);
	assert_true(h.calls < 30); /* not one collection a miss */
	h.n = 0;
	for (i = 0; i < 20000; i++) {
		id = make_link(in, i);
		if (id != 0)
			h.ids[h.n++] = id;
	}
	assert_true(h.n >= 4096 && h.n < 65536);
	for (i = 0; i < h.n; i++)
		assert_non_null(intern_get_link(in, (uint16_t)h.ids[i], NULL));
	free(h.ids);
	intern_destroy(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_styles),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_collect),
		cmocka_unit_test(test_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
