/* SPDX-License-Identifier: ISC */
/* test_filter: which typed lines are filters, and which sessions they mean. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "client/filter.h"
#include "client/model.h"
#include "sessions.h"

static const char *const some[] = {
	"{'id':'00000001','name':'Power-up ÄPFEL','state':'working','pid':1,"
	"'adapter':'claude','summary':'Editing the file','tags':['ui','web']}",
	"{'id':'00000002','name':'build','state':'failed','exec':true,"
	"'reason':'exit status 3'}",
	"{'id':'00000003','name':'ask','state':'blocked','adapter':'codex',"
	"'message':'double jump?'}",
	"{'id':'00000004','name':'review','state':'done','adapter':'claude',"
	"'prs':['https://github.com/o/r/pull/12']}",
	"{'id':'00000005','name':'old','state':'done','archived':true}",
	"{'id':'00000006','name':'here','state':'working',"
	"'kind':'interactive'}",
	NULL
};

static void
test_match(void **state)
{
	/* The last digits of the ids that match; NULL: no filter. */
	static const struct {
		const char *line;
		const char *ids;
	} cases[] = {
		{ "", NULL },
		{ "   ", NULL },
		{ "fix the build", NULL },
		{ "n:build now", NULL },
		{ "x:y", NULL },
		{ "#", NULL },
		{ "#12x", NULL },
		{ "https://example.com/", NULL },
		{ "n:", "1234" },
		{ "n:b", "2" },
		{ "n:POWER", "1" },
		{ "n:äpf", "1" },
		{ "s:", "1234" },
		{ "s:w", "1" },
		{ "s:blocked", "3" },
		{ "s:needs", "3" },
		{ "s:completed", "24" },
		{ "s:ready", "4" },
		{ "s:arch", "5" },
		{ "s:nonsense", "" },
		{ "a:claude", "14" },
		{ "a:shell", "2" },
		{ "o:jump", "3" },
		{ "o:exit", "2" },
		{ "o:", "123" },
		{ "t:web", "1" },
		{ "t:", "1" },
		{ "t:eb", "" },
		{ "#12", "4" },
		{ "#13", "" },
		{ "https://github.com/o/r/pull/12", "4" },
		{ "https://github.com/o/other/pull/12", "" },
		{ " a:claude   s:done ", "4" },
		{ "a:claude s:failed", "" },
	};
	struct model *m = model_create(NULL, NULL);
	struct jv *v = answer(some);
	struct filter *f;
	char ids[16];
	size_t i, k, n;

	(void)state;
	model_list(m, v);
	jv_free(v);
	for (i = 0; i < nitems(cases); i++) {
		f = filter_parse(cases[i].line);
		if ((f == NULL) != (cases[i].ids == NULL))
			fail_msg("'%s' is taken wrong", cases[i].line);
		if (f == NULL)
			continue;
		for (k = n = 0; k < model_count(m); k++)
			if (filter_match(f, model_at(m, k)))
				ids[n++] = model_at(m, k)->id[7];
		ids[n] = '\0';
		if (strcmp(ids, cases[i].ids) != 0)
			fail_msg("'%s' finds %s", cases[i].line, ids);
		filter_free(f);
	}
	/* Nobody asks: neither archived nor interactive ones. */
	assert_false(filter_match(NULL, model_find(m, "00000005")));
	assert_false(filter_match(NULL, model_find(m, "00000006")));
	assert_true(filter_match(NULL, model_find(m, "00000001")));
	model_destroy(m);
}

static void
test_find(void **state)
{
	struct filter *f = filter_parse("n:äP o:two");
	size_t from, to;

	(void)state;
	assert_true(filter_find(f, FILTER_NAME, "xx ÄPFEL", &from, &to));
	assert_int_equal(from, 3);
	assert_int_equal(to, 6);
	assert_false(filter_find(f, FILTER_NAME, "two", &from, &to));
	assert_true(filter_find(f, FILTER_TEXT, "one two", &from, &to));
	assert_int_equal(from, 4);
	filter_free(f);
	assert_false(filter_find(NULL, FILTER_NAME, "x", &from, &to));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
