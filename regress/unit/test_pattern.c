/* SPDX-License-Identifier: ISC */
/* test_pattern: what is taken, what is refused, what matches where. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/pattern.h"
#include "base/xmalloc.h"

static void
taken(void **state)
{
	static const struct {
		const char *text;
		const char *why; /* NULL: is taken */
	} rows[] = {
		{ "a", NULL },
		{ "^(a|b)[]x-]+$", NULL },
		{ "[[:alpha:]_]", NULL },
		{ "[^]]", NULL },
		{ "\\\\1", NULL },
		{ "a{2,15}b{1,17}", NULL },
		{ "a{2,16}b{1,17}", "repeats too often" },
		{ "((a{1,200}){1,200}){1,200}", "repeats too often" },
		{ "a{999}", "repeats too often" },
		{ "(a)\\1", "has a back-reference" },
		{ "[\xe2\x9c\xbb]", "has a bracket expression beyond ASCII" },
		{ "[a", "has an open bracket" },
		{ "[[:x", "has an open bracket" },
		{ "(a", "is no regular expression" },
		{ "a\\", "ends in a backslash" },
		{ "", "is empty" },
		{ "\xff", "is no UTF-8" },
		{ "((((((((((((((((()))))))))))))))))", "has too many groups" },
	};
	struct pattern *p;
	char *why;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		p = pattern_create(rows[i].text, false, &why);
		if ((p == NULL) != (rows[i].why != NULL))
			fail_msg("%s: %s", rows[i].text,
			    why == NULL ? "was taken" : why);
		if (p == NULL &&
		    strncmp(why, rows[i].why, strlen(rows[i].why)) != 0)
			fail_msg("%s: %s", rows[i].text, why);
		free(why);
		pattern_destroy(p);
	}
}

static void
matches(void **state)
{
	static const struct {
		const char *text;
		bool literal;
		const char *in;
		int start, end, group;
	} rows[] = {
		{ "a.c", true, "xa.c", 1, 4, -1 },
		{ "a.c", true, "abc", -1, -1, -1 },
		{ "a.c", false, "xabc", 1, 4, -1 },
		{ "^b(.*)$", false, "a\nbcd\ne", 2, 5, 3 },
		{ "a.c", false, "a\nc", -1, -1, -1 },
		{ "(\xe2\x9c\xbb|\xe2\x9c\xbd) x", false, "\xe2\x9c\xbd x", 0,
		    5, 0 },
	};
	struct pattern_span g[PATTERN_GROUPS];
	struct pattern *p;
	char *why;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		p = pattern_create(rows[i].text, rows[i].literal, &why);
		assert_non_null(p);
		assert_int_equal(pattern_match(p, rows[i].in, g),
		    rows[i].start != -1);
		assert_int_equal(g[0].start, rows[i].start);
		assert_int_equal(g[0].end, rows[i].end);
		assert_int_equal(g[1].start, rows[i].group);
		pattern_destroy(p);
	}
	p = pattern_create("^a", false, &why);
	assert_false(pattern_match_on(p, "a", g));
	assert_string_equal(pattern_text(p), "^a");
	assert_int_equal(pattern_ngroups(p), 0);
	pattern_destroy(p);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(taken),
		cmocka_unit_test(matches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
