/* SPDX-License-Identifier: ISC */
/* test_asked: options of an agent's start as JSON. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/asked.h"
#include "base/jv.h"
#include "base/xmalloc.h"

/* Every option goes there and back, by the name that an adapter has. */
static void
round_trip(void **state)
{
	static const bool flag[ADAPTER_NOPTIONS] = {
		[ADAPTER_OPT_STRICT_MCP_CONFIG] = true,
		[ADAPTER_OPT_ALLOW_DANGEROUS] = true,
		[ADAPTER_OPT_DANGEROUS] = true,
	};
	struct jv *list = jv_array();
	struct adapter *a;
	struct asked asked;
	char *cause, *text;
	int i;

	(void)state;
	for (i = 0; i < ADAPTER_NOPTIONS; i++) {
		asked_put(list, (enum adapter_option)i, flag[i] ? NULL : "v");
		if (i <= ADAPTER_OPT_MODEL)
			continue; /* told in other words */
		text = xasprintf("{\"name\":\"x\",\"title\":\"X\",\"tried\":true,"
				 "\"binary\":[\"x\"],\"start\":[\"{program}\"],"
				 "\"options\":{\"%s\":[\"-x%s\"]}}",
		    asked_name((enum adapter_option)i),
		    flag[i] ? "" : "{value}");
		a = adapter_parse(text, strlen(text), "f", &cause);
		if (a == NULL)
			fail_msg("%s", cause);
		assert_int_equal(a->options[i].n, 1);
		adapter_destroy(a);
		free(text);
	}
	assert_int_equal(asked_read(list, &asked, &cause), 0);
	assert_int_equal(asked.n, ADAPTER_NOPTIONS);
	for (i = 0; i < ADAPTER_NOPTIONS; i++) {
		assert_int_equal(asked.v[i].option, i);
		assert_int_equal(asked.v[i].value == NULL, flag[i]);
	}
	jv_free(list);
	assert_int_equal(asked_read(NULL, &asked, &cause), 0);
	assert_int_equal(asked.n, 0);
}

static void
last_counts(void **state)
{
	struct jv *list = jv_array();
	struct asked asked;
	char *cause;

	(void)state;
	asked_put(list, ADAPTER_OPT_EFFORT, "low");
	asked_put(list, ADAPTER_OPT_EFFORT, "high");
	assert_int_equal(asked_read(list, &asked, &cause), 0);
	assert_string_equal(asked_get(&asked, ADAPTER_OPT_EFFORT), "high");
	assert_null(asked_get(&asked, ADAPTER_OPT_AGENT));
	jv_free(list);
}

static void
refused(void **state)
{
	static const char *const rows[] = {
		"{}",
		"[1]",
		"[{}]",
		"[\"\"]",
		"[\"nosuch\"]",
		"[\"nosuch=x\"]",
		"[\"effort\"]",
		"[\"effort=\"]",
		"[\"efforts=high\"]",
		"[\"dangerous=x\"]",
	};
	struct jv *list;
	struct asked asked;
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		list = jv_parse(rows[i], strlen(rows[i]), &cause);
		assert_non_null(list);
		if (asked_read(list, &asked, &cause) != -1)
			fail_msg("%s", rows[i]);
		assert_int_equal(asked.n, 0);
		free(cause);
		jv_free(list);
	}
	list = jv_array();
	for (i = 0; i <= ASKED_MAX; i++)
		asked_put(list, ADAPTER_OPT_DANGEROUS, NULL);
	assert_int_equal(asked_read(list, &asked, &cause), -1);
	free(cause);
	jv_free(list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(last_counts),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
