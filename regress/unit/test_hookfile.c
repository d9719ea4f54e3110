/* SPDX-License-Identifier: ISC */
/* test_hookfile: hooks in the text of an agent's own file: added once, found, and
 * taken out whatever else has changed. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "agent/hookfile.h"
#include "base/jv.h"
#include "base/xmalloc.h"

#define OURS "{\"version\":1,\"hooks\":{\"start\":[{\"run\":\"H\",\"t\":5}],\"end\":[{\"run\":\"H\"}]}}"

static struct jv *
json(const char *text)
{
	char *cause = NULL;
	struct jv *v = jv_parse(text, strlen(text), &cause);

	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	return v;
}

/* As one line; NULL stays so. */
static char *
line(const char *text)
{
	struct jv *v = text != NULL ? json(text) : NULL;
	char *one = v != NULL ? jv_text(v, false) : NULL;

	jv_free(v);
	return one;
}

static void
there_and_back(void **state)
{
	static const struct {
		const char *before;
		const char *with;
		const char *without; /* NULL: nothing is left */
	} rows[] = {
		{ NULL, OURS, NULL },
		{ "{}", OURS, NULL },
		{ OURS, OURS, NULL },
		{ "{\"version\":2}",
		    "{\"version\":2,\"hooks\":{\"start\":[{\"run\":\"H\",\"t\":5}],"
		    "\"end\":[{\"run\":\"H\"}]}}",
		    "{\"version\":2,\"hooks\":{\"start\":[],\"end\":[]}}" },
		{ "{\"hooks\":{\"end\":[1,{\"t\":5,\"run\":\"H\"}],\"x\":[]},\"a\":true}",
		    "{\"hooks\":{\"end\":[1,{\"t\":5,\"run\":\"H\"},{\"run\":\"H\"}],"
		    "\"x\":[],\"start\":[{\"run\":\"H\",\"t\":5}]},\"a\":true,"
		    "\"version\":1}",
		    "{\"hooks\":{\"end\":[1,{\"t\":5,\"run\":\"H\"}],\"x\":[],"
		    "\"start\":[]},\"a\":true,\"version\":1}" },
		/* The order of members does not matter. */
		{ "{\"hooks\":{\"start\":[{\"t\":5,\"run\":\"H\"},7]}}",
		    "{\"hooks\":{\"start\":[7,{\"run\":\"H\",\"t\":5}],"
		    "\"end\":[{\"run\":\"H\"}]},\"version\":1}",
		    "{\"hooks\":{\"start\":[7],\"end\":[]},\"version\":1}" },
	};
	struct jv *ours = json(OURS);
	char *with, *without, *one, *cause = NULL;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		with = hookfile_add(rows[i].before,
		    rows[i].before != NULL ? strlen(rows[i].before) : 0, ours,
		    &cause);
		assert_non_null(with);
		assert_int_equal(with[strlen(with) - 1], '\n');
		assert_true(hookfile_has(with, strlen(with), ours));
		one = line(with);
		assert_string_equal(one, rows[i].with);
		free(one);
		assert_int_equal(hookfile_remove(with, strlen(with), ours,
				     &without, &cause),
		    0);
		one = line(without);
		if (rows[i].without == NULL)
			assert_null(one);
		else {
			assert_string_equal(one, rows[i].without);
			assert_false(hookfile_has(without, strlen(without),
			    ours));
		}
		free(one);
		free(with);
		free(without);
	}
	jv_free(ours);
}

static void
refused(void **state)
{
	static const struct {
		const char *text, *add, *remove; /* NULL: fine */
	} rows[] = {
		{ "", "line 1", "line 1" },
		{ "{", "line 1", "line 1" },
		{ "[]", "no JSON object", "no JSON object" },
		{ "{\"hooks\":7}", "hooks: ", NULL },
		{ "{\"hooks\":{\"end\":{}}}", "hooks.end: ", NULL },
	};
	struct jv *ours = json(OURS);
	char *cause, *text;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		cause = NULL;
		assert_null(hookfile_add(rows[i].text, strlen(rows[i].text),
		    ours, &cause));
		assert_non_null(strstr(cause, rows[i].add));
		free(cause);
		cause = NULL;
		assert_int_equal(hookfile_remove(rows[i].text,
				     strlen(rows[i].text), ours, &text, &cause),
		    rows[i].remove != NULL ? -1 : 0);
		if (rows[i].remove != NULL)
			assert_non_null(strstr(cause, rows[i].remove));
		free(cause);
		free(text);
		assert_false(
		    hookfile_has(rows[i].text, strlen(rows[i].text), ours));
	}
	jv_free(ours);
}

static struct hookfile *
make(const char *text, char **why)
{
	struct jv *v = json(text);
	struct hookfile *f = hookfile_parse(v, why);

	jv_free(v);
	return f;
}

static void
parsed(void **state)
{
	static const char *const bad[][2] = {
		{ "[]", ".install: is no object" },
		{ "{\"dir\":\".a\",\"file\":\"b\"}", ".install.json: is no object" },
		{ "{\"dir\":\"/a\",\"file\":\"b\",\"json\":{}}", ".install.dir: is no path" },
		{ "{\"dir\":\".a\",\"file\":\"../b\",\"json\":{}}",
		    ".install.file: is no path" },
		{ "{\"dir\":\".a\",\"file\":\"b\",\"json\":{},\"x\":1}", ".install: unknown" },
		{ "{\"file\":\"b\",\"json\":{}}", ".install: lacks member 'dir'" },
	};
	struct hookfile *f;
	struct jv *entries;
	char *why, *path;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_null(make(bad[i][0], &why));
		if (strncmp(why, bad[i][1], strlen(bad[i][1])) != 0)
			fail_msg("%s: %s", bad[i][0], why);
		free(why);
	}
	f = make("{\"env\":\"FAKE_HOME\",\"dir\":\".fake\",\"file\":\"h/b.json\","
		 "\"json\":{\"a\":[\"{hook} x\"]}}",
	    &why);
	assert_non_null(f);
	entries = hookfile_entries(f, "H");
	assert_string_equal(jv_string_at(jv_get(entries, "a"), 0), "H x");
	jv_free(entries);
	setenv("HOME", "/home/me", 1);
	setenv("FAKE_HOME", "relative", 1);
	path = hookfile_path(f, &why);
	assert_string_equal(path, "/home/me/.fake/h/b.json");
	free(path);
	setenv("FAKE_HOME", "/else", 1);
	path = hookfile_path(f, &why);
	assert_string_equal(path, "/else/h/b.json");
	free(path);
	unsetenv("FAKE_HOME");
	unsetenv("HOME");
	assert_null(hookfile_path(f, &why));
	free(why);
	hookfile_destroy(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(refused),
		cmocka_unit_test(parsed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
