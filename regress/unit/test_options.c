/* SPDX-License-Identifier: ISC */
/* test_options: the table of settings is sound, and values are checked. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "conf/options.h"

static struct jv *
parse(const char *text)
{
	char *cause;
	struct jv *v = jv_parse(text, strlen(text), &cause);

	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	return v;
}

/* Rows are in order, say all, and their defaults will do. */
static void
test_table(void **state)
{
	const struct option *o, *before = NULL;
	struct jv *v;
	char *must;
	size_t i;

	(void)state;
	for (i = 0; (o = options_at(i)) != NULL; i++) {
		if (before != NULL && strcmp(before->name, o->name) >= 0)
			fail_msg("%s is out of order", o->name);
		before = o;
		assert_non_null(o->text);
		assert_ptr_equal(options_find(o->name), o);
		assert_int_equal(options_index(o), i);
		assert_false(options_is_group(o->name));
		v = options_default(o);
		must = options_check(o, v, NULL);
		if (must != NULL)
			fail_msg("the default of %s %s", o->name, must);
		jv_free(v);
	}
	assert_int_equal(i, options_count());
	assert_null(options_find("attach"));
	assert_null(options_find(""));
	assert_true(options_is_group("attach"));
	assert_false(options_is_group("att"));
	assert_false(options_is_group(""));
}

static bool
is_x(const char *s)
{
	return strcmp(s, "x") == 0;
}

static const struct option samples[] = {
	{ .name = "bool", .type = OPTION_BOOL, .def = "true" },
	{ .name = "int", .type = OPTION_INT, .min = -1, .max = 9, .def = "1" },
	{ .name = "any", .type = OPTION_STRING, .def = "\"\"" },
	{ .name = "x",
	    .type = OPTION_STRING,
	    .good = is_x,
	    .what = "x",
	    .def = "\"x\"" },
	{ .name = "key", .type = OPTION_KEY, .def = "\"x\"" },
	{ .name = "word",
	    .type = OPTION_WORD,
	    .words = { "a", "b" },
	    .def = "\"a\"" },
	{ .name = "list", .type = OPTION_STRINGS, .def = "[]" },
	{ .name = "xs",
	    .type = OPTION_STRINGS,
	    .good = is_x,
	    .what = "list of x",
	    .def = "[]" },
};

struct row {
	size_t sample;
	const char *value;
	const char *must; /* NULL: it will do */
};

static const struct row rows[] = {
	{ 0, "true", NULL },
	{ 0, "false", NULL },
	{ 0, "1", "must be true or false" },
	{ 0, "null", "must be true or false" },
	{ 1, "-1", NULL },
	{ 1, "9", NULL },
	{ 1, "10", "must be a whole number from -1 to 9" },
	{ 1, "-2", "must be a whole number from -1 to 9" },
	{ 1, "1.0", "must be a whole number from -1 to 9" },
	{ 1, "\"1\"", "must be a whole number from -1 to 9" },
	{ 1, "9223372036854775807", "must be a whole number from -1 to 9" },
	{ 2, "\"anything\"", NULL },
	{ 2, "[]", "must be a string" },
	{ 3, "\"x\"", NULL },
	{ 3, "\"y\"", "must be a x" },
	{ 4, "\"x\"", NULL },
	{ 4, "\"y\"", "must be a key's name" },
	{ 4, "\"\"", "must be a key's name" },
	{ 4, "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"",
	    "must be a key's name" },
	{ 5, "\"b\"", NULL },
	{ 5, "\"c\"", "must be one of a, b" },
	{ 5, "\"\"", "must be one of a, b" },
	{ 6, "[]", NULL },
	{ 6, "[\"\", \"b\"]", NULL },
	{ 6, "[1]", "must be a list of strings" },
	{ 6, "{}", "must be a list of strings" },
	{ 7, "[\"x\", \"x\"]", NULL },
	{ 7, "[\"x\", \"y\"]", "must be a list of x" },
};

static void
test_check(void **state)
{
	struct jv *v;
	char *must;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		v = parse(rows[i].value);
		must = options_check(&samples[rows[i].sample], v, is_x);
		if (rows[i].must == NULL && must != NULL)
			fail_msg("row %zu: %s", i, must);
		if (rows[i].must != NULL &&
		    (must == NULL || strcmp(must, rows[i].must) != 0))
			fail_msg("row %zu: %s", i, must);
		free(must);
		jv_free(v);
	}
}

static void
test_long(void **state)
{
	struct jv *v = jv_array(), *list = jv_array();
	char *s = xmalloc(OPTION_STRING_MAX + 2), *must;
	size_t i;

	(void)state;
	memset(s, 'a', OPTION_STRING_MAX + 1);
	s[OPTION_STRING_MAX + 1] = '\0';
	jv_append_string(v, s + 1);
	assert_null(options_check(&samples[6], v, NULL));
	jv_append_string(v, s);
	must = options_check(&samples[6], v, NULL);
	assert_non_null(must);
	free(must);
	for (i = 0; i < OPTION_STRINGS_MAX; i++)
		jv_append_string(list, "a");
	assert_null(options_check(&samples[6], list, NULL));
	jv_append_string(list, "a");
	must = options_check(&samples[6], list, NULL);
	assert_non_null(must);
	free(must);
	free(s);
	jv_free(v);
	jv_free(list);
}

static void
test_variables(void **state)
{
	static const char *const bad[] = { "[\"A=b\"]", "[\"\"]", "[\"1A\"]",
		"[\"A B\"]", "[\"\\u00e9\"]" };
	const struct option *o = options_find("environment.update");
	struct jv *v;
	char *must;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(bad); i++) {
		v = parse(bad[i]);
		must = options_check(o, v, NULL);
		if (must == NULL)
			fail_msg("%s will do", bad[i]);
		free(must);
		jv_free(v);
	}
}

static void
test_show(void **state)
{
	static const char *const pairs[][2] = {
		{ "\"a b\"", "a b" },
		{ "\"a\\u001b[2Jb\\n\"", "a[2Jb " },
		{ "[\"a\", \"b\"]", "a, b" },
		{ "[]", "" },
		{ "[1]", "?" },
		{ "12", "12" },
		{ "true", "true" },
	};
	struct jv *v;
	char *s;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(pairs); i++) {
		v = parse(pairs[i][0]);
		s = options_show(v);
		assert_string_equal(s, pairs[i][1]);
		free(s);
		jv_free(v);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_variables),
		cmocka_unit_test(test_show),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
