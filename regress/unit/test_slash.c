/* SPDX-License-Identifier: ISC */
/* test_slash: the commands of an agent's prompt in its file: what is taken, and
 * what is refused at which place. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "agent/slash.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/xmalloc.h"

static char *
parse(const char *text, struct slashes *out)
{
	char *cause = NULL, *why;
	struct jv *v = jv_parse(text, strlen(text), &cause);

	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	memset(out, 0, sizeof *out);
	why = slash_parse(v, out);
	jv_free(v);
	return why;
}

static void
test_good(void **state)
{
	struct slashes s;

	(void)state;
	assert_null(parse("[{\"name\":\"/compact\",\"text\":\"shorter\","
			  "\"first\":false},{\"name\":\"/a:b.c-d_E1\"}]",
	    &s));
	assert_int_equal(s.n, 2);
	assert_string_equal(s.list[0].name, "/compact");
	assert_string_equal(s.list[0].text, "shorter");
	assert_false(s.list[0].first);
	assert_string_equal(s.list[1].name, "/a:b.c-d_E1");
	assert_null(s.list[1].text);
	assert_true(s.list[1].first);
	slash_clear(&s);
	assert_null(parse("[]", &s));
	assert_int_equal(s.n, 0);
	slash_clear(&s);
}

static void
test_bad(void **state)
{
	static const struct {
		const char *text;
		const char *want;
	} cases[] = {
		{ "{}", ": is no array" },
		{ "[1]", "[0]" },
		{ "[{}]", "[0]" },
		{ "[{\"name\":\"/a\",\"to\":1}]", "[0]" },
		{ "[{\"name\":\"a\"}]", "[0].name: is not '/' and a word" },
		{ "[{\"name\":\"/\"}]", "[0].name: is not '/' and a word" },
		{ "[{\"name\":\"/a b\"}]", "[0].name: is not '/' and" },
		{ "[{\"name\":\"/a/b\"}]", "[0].name: is not '/' and" },
		{ "[{\"name\":\"/a\",\"text\":1}]", "[0].text" },
		{ "[{\"name\":\"/a\",\"text\":\"\\u001b[1m\"}]",
		    "[0].text" },
		{ "[{\"name\":\"/a\",\"first\":1}]", "[0].first" },
		{ "[{\"name\":\"/a\"},{\"name\":\"/a\"}]",
		    "[1].name: '/a' is there twice" },
	};
	struct slashes s;
	char *why;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		why = parse(cases[i].text, &s);
		if (why == NULL || strstr(why, cases[i].want) != why)
			fail_msg("%s: %s", cases[i].text,
			    why != NULL ? why : "taken");
		free(why);
		slash_clear(&s);
	}
}

static void
test_bounds(void **state)
{
	struct slashes s;
	struct buf b = { 0 };
	char *text, *why;
	unsigned i;

	(void)state;
	for (i = 0; i <= SLASH_MAX; i++)
		buf_printf(&b, "%s{\"name\":\"/n%u\"}", i == 0 ? "[" : ",", i);
	buf_printf(&b, "]");
	text = buf_steal(&b, NULL);
	why = parse(text, &s);
	assert_non_null(why);
	free(why);
	free(text);
	slash_clear(&s);
	text = xasprintf("[{\"name\":\"/%0*d\"}]", SLASH_NAME_MAX, 1);
	why = parse(text, &s);
	assert_non_null(why);
	free(why);
	free(text);
	slash_clear(&s);
	text = xasprintf("[{\"name\":\"/a\",\"text\":\"%0*d\"}]",
	    SLASH_TEXT_MAX + 1, 1);
	why = parse(text, &s);
	assert_non_null(why);
	free(why);
	free(text);
	slash_clear(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
