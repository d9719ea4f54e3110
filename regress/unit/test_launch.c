/* SPDX-License-Identifier: ISC */
/* test_launch: templates filled with what a session is started with. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/adapter.h"
#include "agent/launch.h"
#include "base/strv.h"
#include "base/xmalloc.h"

#define FULL                                                                   \
	"{\"name\":\"x\",\"title\":\"X\",\"tried\":true,\"binary\":[\"x\"],"   \
	"\"start\":[\"{program}\",\"{options}\"],"                             \
	"\"startWithPrompt\":[\"{program}\",\"{options}\",\"-i\",\"{task}\"]," \
	"\"resume\":[\"{program}\",\"--resume={id}\",\"{options}\"],"          \
	"\"presetId\":[\"--session-id\",\"{id}\"],"                            \
	"\"options\":{\"name\":[\"-n\",\"{name}\"],"                           \
	"\"model\":[\"--model\",\"{model}\"]}}"
#define BARE                                                                   \
	"{\"name\":\"y\",\"title\":\"Y\",\"tried\":true,\"binary\":[\"y\"],"   \
	"\"start\":[\"{program}\",\"{options}\",\"{}\"]}"
#define LAST                                                                   \
	"{\"name\":\"z\",\"title\":\"Z\",\"tried\":true,\"binary\":[\"z\"],"   \
	"\"start\":[\"{program}\"],\"resume\":[\"{program}\",\"-c\"]}"

static char *const extra[] = { (char *)"--flag", (char *)"{task}", NULL };

static const struct {
	const char *adapter;
	struct launch l;
	const char *want;
	const char *cause;
} rows[] = {
	{ FULL, { .program = "/x" }, "/x", NULL },
	{ FULL, { .program = "/x", .task = "do it" }, "/x|-i|do it", NULL },
	{ FULL, { .program = "/x", .task = "-rf {name}", .name = "n" },
	    "/x|-n|n|-i| -rf {name}", NULL },
	{ FULL,
	    { .program = "/x",
		.task = "t",
		.name = "n",
		.model = "m",
		.id = "u",
		.extra = extra },
	    "/x|--session-id|u|-n|n|--model|m|--flag|{task}|-i|t", NULL },
	{ FULL,
	    { .program = "/x",
		.name = "n",
		.model = "m",
		.id = "u",
		.extra = extra,
		.resume = true },
	    "/x|--resume=u|--model|m|--flag|{task}", NULL },
	{ FULL, { .program = "/x", .resume = true }, NULL,
	    "X cannot resume a conversation" },
	{ FULL, { .program = "/x", .resume = true, .id = "u", .task = "t" },
	    NULL, "X takes no task when it resumes" },
	{ BARE, { .program = "/y", .id = "u", .name = "n" }, "/y|{}", NULL },
	{ BARE, { .program = "/y", .task = "t" }, NULL,
	    "Y takes no task at its start" },
	{ BARE, { .program = "/y", .model = "m" }, NULL,
	    "Y has no choice of models" },
	{ BARE, { .program = "/y", .resume = true, .id = "u" }, NULL,
	    "Y cannot resume a conversation" },
	{ LAST, { .program = "/z", .resume = true }, "/z|-c", NULL },
};

static void
templates(void **state)
{
	struct strv argv = { 0 };
	struct adapter *a;
	struct launch l;
	char *cause, *got;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		a = adapter_parse(rows[i].adapter, strlen(rows[i].adapter), "f",
		    &cause);
		assert_non_null(a);
		l = rows[i].l;
		l.adapter = a;
		if (launch_argv(&l, &argv, &cause) != 0) {
			if (rows[i].cause == NULL ||
			    strcmp(cause, rows[i].cause) != 0)
				fail_msg("row %zu: %s", i, cause);
			assert_int_equal(argv.n, 0);
			free(cause);
		} else {
			got = strv_join(&argv, "|");
			if (rows[i].want == NULL ||
			    strcmp(got, rows[i].want) != 0)
				fail_msg("row %zu: %s", i, got);
			free(got);
		}
		strv_clear(&argv);
		adapter_destroy(a);
	}
}

/* Settings that the hooks' file has are no words, but where nobody injects. */
static void
settings(void **state)
{
	static const char text[] =
	    "{\"name\":\"x\",\"title\":\"X\",\"tried\":true,\"binary\":[\"x\"],"
	    "\"start\":[\"{program}\",\"{options}\"],"
	    "\"options\":{\"settings\":[\"-s\",\"{value}\"],"
	    "\"effort\":[\"-e\",\"{value}\"]},"
	    "\"hooks\":{\"events\":[],\"file\":{\"name\":\"h\",\"json\":{},"
	    "\"joins\":\"settings\"}}}";
	static const struct launch_option options[] = {
		{ ADAPTER_OPT_SETTINGS, "S" },
		{ ADAPTER_OPT_EFFORT, "E" },
	};
	struct strv argv = { 0 };
	struct launch l = { .program = "/x", .options = options };
	char *cause, *got;
	size_t at = 0;
	struct adapter *a;

	(void)state;
	l.noptions = 2;
	l.adapter = a = adapter_parse(text, strlen(text), "f", &cause);
	assert_non_null(a);
	assert_int_equal(launch_argv(&l, &argv, &cause), 0);
	got = strv_join(&argv, "|");
	assert_string_equal(got, "/x|-s|S|-e|E");
	free(got);
	strv_clear(&argv);
	l.hooks_at = &at;
	assert_int_equal(launch_argv(&l, &argv, &cause), 0);
	got = strv_join(&argv, "|");
	assert_string_equal(got, "/x|-e|E");
	assert_int_equal(at, 3);
	free(got);
	launch_option(a, &options[0], &argv);
	assert_string_equal(argv.v[3], "-s");
	assert_string_equal(argv.v[4], "S");
	strv_clear(&argv);
	adapter_destroy(a);
}

static void
ids(void **state)
{
	char a[LAUNCH_ID_SIZE], b[LAUNCH_ID_SIZE];
	size_t i;

	(void)state;
	launch_new_id("7c5dcf5d", a);
	launch_new_id("7c5dcf5d", b);
	assert_memory_equal(a, "7c5dcf5d-", 9);
	assert_string_not_equal(a, b);
	assert_int_equal(strlen(a), 36);
	for (i = 0; i < 36; i++) {
		if (i == 8 || i == 13 || i == 18 || i == 23)
			assert_int_equal(a[i], '-');
		else
			assert_non_null(strchr("0123456789abcdef", a[i]));
	}
	assert_int_equal(a[14], '4');
	assert_non_null(strchr("89ab", a[19]));
	launch_new_id(NULL, a);
	launch_new_id("short", b);
	assert_string_not_equal(a, b);
	assert_int_equal(strlen(b), 36);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(templates),
		cmocka_unit_test(settings),
		cmocka_unit_test(ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
