/* SPDX-License-Identifier: ISC */
/* test_tomlwords: a list of strings is found at the top of TOML files, and
 * nowhere else. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/tomlwords.h"
#include "base/strv.h"
#include "base/xmalloc.h"

/* What is wanted of the key "notify": words joined by |, NULL for none. */
static const struct {
	const char *text;
	const char *want;
} rows[] = {
	{ "notify = [\"a\", 'b c']\n", "a|b c" },
	{ "notify=['a',]", "a" },
	{ "# notify = ['no']\nmodel = \"x\" # notify = ['no']\n"
	  "\t\"notify\" = [ # one\n 'a', # two\n \"b\\\"\\u00e4\\n\" ]",
	    "a|b\"\xc3\xa4\n" },
	{ "a = '''\nnotify = ['no']\n'''\nb = \"\"\"\\\"\"\"\"\n"
	  "c = [[1, \"]\"],\n {notify = 'x'}]\nd.notify = ['no']\n"
	  "notify = ['yes']",
	    "yes" },
	{ "x = 1979-05-27T07:32:00Z\r\nnotify = ['a']\r\n", "a" },
	{ "= 1\nnotify = ['a']\n[", "a" },
	/* Not at the top, or another key. */
	{ "[tui]\nnotify = ['a']\n", NULL },
	{ "notify.x = ['a']\n", NULL },
	{ "notifyx = ['a']\nnotif = ['a']\n", NULL },
	/* No list of strings. */
	{ "notify = 'a'", NULL },
	{ "notify = []", NULL },
	{ "notify = ['a', 1]", NULL },
	{ "notify = [['a']]", NULL },
	{ "notify = ['a' 'b']", NULL },
	{ "notify = ['''a''']", NULL },
	{ "notify = ['a'", NULL },
	{ "notify = [\"a", NULL },
	{ "notify = [\"\\x\"]", NULL },
	{ "notify = [\"\\u0000\"]", NULL },
	{ "notify = [\"\\UFFFFFFFF\"]", NULL },
	{ "notify", NULL },
	{ "", NULL },
};

static void
found(void **state)
{
	struct strv words = { 0 };
	const char *want;
	char *got;
	size_t i;
	int r;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		want = rows[i].want;
		r = tomlwords_get(rows[i].text, strlen(rows[i].text), "notify",
		    &words);
		got = strv_join(&words, "|");
		if (r != (want == NULL ? -1 : 0) ||
		    strcmp(got, want == NULL ? "" : want) != 0)
			fail_msg("row %zu: %d, '%s'", i, r, got);
		free(got);
		strv_clear(&words);
	}
}

/* Whatever is cut off or changed: no byte is read that is not there. */
static void
broken(void **state)
{
	struct strv words = { 0 };
	size_t i, n, cut, bit;
	char *text;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		n = strlen(rows[i].text);
		for (cut = 0; cut <= n; cut++) {
			text = xmalloc(cut == 0 ? 1 : cut);
			memcpy(text, rows[i].text, cut);
			for (bit = 0; cut > 0 && bit < 8; bit++) {
				text[cut - 1] ^= (char)(1 << bit);
				(void)tomlwords_get(text, cut, "notify",
				    &words);
				text[cut - 1] ^= (char)(1 << bit);
			}
			(void)tomlwords_get(text, cut, "notify", &words);
			free(text);
			strv_clear(&words);
		}
	}
}

static void
bounded(void **state)
{
	struct strv words = { 0 };
	char *text = xmalloc(8192);

	(void)state;
	memset(text, 'a', 8192);
	memcpy(text, "notify=['", 9);
	memcpy(text + 8190, "']", 2);
	assert_int_equal(tomlwords_get(text, 8192, "notify", &words), -1);
	assert_int_equal(words.n, 0);
	free(text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(found),
		cmocka_unit_test(broken),
		cmocka_unit_test(bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
