/* SPDX-License-Identifier: ISC */
/* test_prseen: which texts are the addresses of pull requests, and where they end.
 * That they are found in what is printed: e2e/prs.sh. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "host/prseen.h"

static void
test_urls(void **state)
{
	static const struct {
		const char *text; /* '|' is where it ends; none: it is none */
	} cases[] = {
		{ "https://github.com/o/r/pull/2048|" },
		{ "https://github.com/o/r/pull/2048|/files#diff-1" },
		{ "https://github.com/o/r/pull/2048|." },
		{ "https://github.com/o/r/pull/2048|) and more" },
		{ "https://github.com/o/r/pull/2048|?x=y" },
		{ "http://git.example:8080/o/r/pulls/7|" },
		{ "https://gitlab.com/g/s/p/-/merge_requests/12|/diffs" },
		{ "https://h/pull/pull/pull/3|" },
		{ "https://github.com/o/r/pull/new/branch" },
		{ "https://github.com/o/r/pull/" },
		{ "https://github.com/o/r/pull/0" },
		{ "https://github.com/o/r/pull/12abc" },
		{ "https://github.com/o/r/pull/12-x" },
		{ "https://github.com/o/r/pull/1234567890" },
		{ "https://github.com/r/pull/3" },
		{ "https://github.com/o/r/issues/3" },
		{ "https://github.com /o/r/pull/3" },
		{ "https:///o/r/pull/3" },
		{ "https://github.com/o/r/<x>/pull/3" },
		{ "https://github.com/o/\xc3\xa9/pull/3" },
		{ "ftp://github.com/o/r/pull/3" },
		{ "https://" },
		{ "http" },
		{ "" },
	};
	char *text, *bar;
	size_t i, want;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		text = xstrdup(cases[i].text);
		want = 0;
		if ((bar = strchr(text, '|')) != NULL) {
			want = (size_t)(bar - text);
			memmove(bar, bar + 1, strlen(bar));
		}
		if (prseen_url(text) != want)
			fail_msg("%s: %zu", cases[i].text, prseen_url(text));
		free(text);
	}
}

/* Those that were reported come first, and are there once. */
static void
test_put(void **state)
{
	struct prseen p = { 0 };
	struct jv *list = jv_array();

	(void)state;
	strv_add(&p.urls, "https://github.com/o/r/pull/1");
	strv_add(&p.urls, "https://github.com/o/r/pull/2");
	jv_append_string(list, "https://github.com/o/r/pull/2/files");
	jv_append_string(list, "https://example.com/");
	prseen_put(&p, list);
	assert_int_equal(jv_count(list), 3);
	assert_string_equal(jv_string_at(list, 2),
	    "https://github.com/o/r/pull/1");
	prseen_put(&p, list);
	assert_int_equal(jv_count(list), 3);
	jv_free(list);
	prseen_clear(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_urls),
		cmocka_unit_test(test_put),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
