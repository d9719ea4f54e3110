/* SPDX-License-Identifier: ISC */
/* test_findre: regular expressions over code points, and those that are none.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/findre.h"

static size_t
decode(const char *s, uint32_t *cp)
{
	size_t left = strlen(s), n = 0;
	int k;

	for (; left > 0; left -= (size_t)k, s += k)
		k = utf8_decode((const uint8_t *)s, left, &cp[n++]);
	return n;
}

static void
test_matches(void **state)
{
	static const struct {
		const char *re;
		const char *text;
		bool fold;
		size_t from;
		size_t start; /* 0 and end 0: none */
		size_t end;
	} rows[] = {
		{ "b+", "abbc", false, 0, 1, 3 },
		{ "b+", "abbc", false, 2, 2, 3 },
		{ "b+", "abbc", false, 3, 0, 0 },
		{ "^a", "aa", false, 0, 0, 1 },
		{ "^a", "aa", false, 1, 0, 0 },
		{ "a$", "aa", false, 0, 1, 2 },
		{ "x*", "aaxx", false, 0, 2, 4 },
		{ "x*", "aaa", false, 0, 0, 0 },
		{ "A|B", "ab", true, 1, 1, 2 },
		{ "a.c", "a\303\251c", false, 0, 0, 3 },
		{ "(\345\255\227)+", "a\345\255\227\345\255\227b", false, 0, 1,
		    3 },
		{ "\303\211.", "\303\251x", true, 0, 0, 2 },
	};
	struct findre *r;
	uint32_t cp[64];
	size_t i, n, start, end;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		r = findre_create(rows[i].re, rows[i].fold);
		assert_non_null(r);
		n = decode(rows[i].text, cp);
		findre_load(r, cp, n);
		start = end = 0;
		findre_next(r, rows[i].from, &start, &end);
		if (start != rows[i].start || end != rows[i].end)
			fail_msg("row %zu: %zu to %zu", i, start, end);
		findre_destroy(r);
	}
}

/* These are text, or would never end. */
static void
test_refused(void **state)
{
	static const char *const rows[] = { "", "abc", "a(", "a[", "a\\",
		"(a)\\1", "((a{99}){99}){99}", "*{" };
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++)
		if (findre_create(rows[i], false) != NULL)
			fail_msg("'%s' is taken", rows[i]);
	findre_destroy(NULL);
}

/* Long lines, and expressions that have a state for each place. */
static void
test_bounds(void **state)
{
	size_t n = 30000, i, start, end;
	uint32_t *cp = xreallocarray(NULL, n, sizeof *cp);
	struct findre *r = findre_create("(a|b)*a(a|b){12}c", false);

	(void)state;
	for (i = 0; i < n; i++)
		cp[i] = i * i % 7 < 3 ? 'a' : 'b';
	for (i = 0; i < 2; i++) {
		findre_load(r, cp, n);
		assert_false(findre_next(r, 0, &start, &end));
	}
	findre_destroy(r);
	free(cp);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
