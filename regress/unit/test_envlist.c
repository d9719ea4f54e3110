/* SPDX-License-Identifier: ISC */
/* test_envlist: every byte of an environment comes back; what is broken does
 * not come in. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/envlist.h"
#include "base/jv.h"
#include "base/strv.h"

static void
round_trip(const struct strv *in)
{
	struct jv *list = envlist_jv(in->v), *parsed;
	struct strv out = { 0 };
	char *text = jv_text(list, false), *cause;
	size_t i;

	parsed = jv_parse(text, strlen(text), &cause);
	assert_non_null(parsed);
	assert_int_equal(envlist_strv(parsed, 1u << 20, &out), 0);
	assert_int_equal(out.n, in->n);
	for (i = 0; i < in->n; i++)
		assert_string_equal(out.v[i], in->v[i]);
	strv_clear(&out);
	free(text);
	jv_free(parsed);
	jv_free(list);
}

static void
test_bytes(void **state)
{
	struct strv env = { 0 };
	unsigned i;

	(void)state;
	strv_add(&env, "A=b");
	strv_add(&env, "EMPTY=");
	strv_add(&env, "UTF8=caf\303\251 \"quoted\" \\ \n\t\x01");
	for (i = 1; i < 256; i++) {
		strv_addf(&env, "B%u=\377%c", i, (int)i);
		strv_addf(&env, "C%u=%c\376x", i, (int)i);
		strv_addf(&env, "DD%u=x%c%c\375", i, (int)i, (int)(256 - i));
	}
	round_trip(&env);
	strv_clear(&env);
}

static void
test_form(void **state)
{
	char *env[] = { (char *)"A=b", (char *)"no name", (char *)"=none",
		(char *)"B=\377", NULL };
	struct jv *list = envlist_jv(env);

	(void)state;
	assert_int_equal(jv_count(list), 2);
	assert_string_equal(jv_string_at(list, 0), "A=b");
	assert_string_equal(jv_string(jv_at(list, 1), "b64"), "Qj3/");
	jv_free(list);
}

static void
test_broken(void **state)
{
	static const char *const rows[] = {
		"{}", "null", "[1]", "[\"A\"]", "[\"=x\"]", "[{}]",
		"[{\"b64\":1}]", "[{\"b64\":\"\"}]", "[{\"b64\":\"Qj3\"}]",
		"[{\"b64\":\"Q===\"}]", "[{\"b64\":\"Qj=/\"}]",
		"[{\"b64\":\"Qj3-\"}]", "[{\"b64\":\"QUJD\"}]", /* no name */
		"[{\"b64\":\"QT0AQg==\"}]",			/* a NUL */
	};
	struct strv out = { 0 };
	struct jv *v;
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		v = jv_parse(rows[i], strlen(rows[i]), &cause);
		if (v == NULL) {
			free(cause);
			continue;
		}
		if (envlist_strv(v, 1000, &out) != -1)
			fail_msg("%s", rows[i]);
		jv_free(v);
	}
	assert_int_equal(envlist_strv(NULL, 1000, &out), -1);
	strv_clear(&out);
}

static void
test_bound(void **state)
{
	char *env[] = { (char *)"A=b", (char *)"B=\377", NULL };
	struct jv *list = envlist_jv(env);
	struct strv out = { 0 };

	(void)state;
	assert_int_equal(envlist_strv(list, 8, &out), 0);
	strv_clear(&out);
	assert_int_equal(envlist_strv(list, 7, &out), -1);
	strv_clear(&out);
	jv_free(list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
