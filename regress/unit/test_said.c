/* SPDX-License-Identifier: ISC */
/* test_said: reports of programs: checked, cleaned, held until replaced. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/said.h"

static int
take(struct said *s, const char *text, char **cause)
{
	struct jv *body = jv_parse(text, strlen(text), cause);
	int r;

	if (body == NULL)
		fail_msg("%s: %s", text, *cause);
	r = said_take(s, body, 1000, cause);
	jv_free(body);
	return r;
}

static void
must(struct said *s, const char *text)
{
	char *cause = NULL;

	if (take(s, text, &cause) != 0)
		fail_msg("%s: %s", text, cause);
}

static void
test_states(void **state)
{
	static const struct {
		const char *name;
		int state;
	} rows[] = {
		{ "working", STATE_WORKING },
		{ "blocked", STATE_BLOCKED },
		{ "idle", STATE_IDLE },
		{ "done", STATE_DONE },
		{ "failed", STATE_FAILED },
	};
	struct said s;
	char *text;
	size_t i;

	(void)state;
	said_init(&s);
	assert_int_equal(s.state, -1);
	for (i = 0; i < nitems(rows); i++) {
		text = xasprintf("{\"state\":\"%s\"}", rows[i].name);
		must(&s, text);
		assert_int_equal(s.state, rows[i].state);
		assert_int_equal(s.waiting_for != NULL,
		    rows[i].state == STATE_BLOCKED);
		free(text);
	}
	must(&s, "{\"state\":\"clear\"}");
	assert_int_equal(s.state, -1);
}

static void
test_replaced(void **state)
{
	struct said s;

	(void)state;
	said_init(&s);
	must(&s,
	    "{\"state\":\"blocked\",\"waitingFor\":\"trust\",\"message\":\"m\","
	    "\"progress\":0,\"summary\":\"sum\","
	    "\"prs\":[\"https://a.example/1\"]}");
	assert_string_equal(s.waiting_for, "trust");
	assert_string_equal(s.message, "m");
	assert_int_equal(s.progress, 0);
	/* What is about now goes with the next report, results stay. */
	must(&s, "{\"state\":\"working\",\"waitingFor\":\"x\"}");
	assert_null(s.waiting_for);
	assert_null(s.message);
	assert_int_equal(s.progress, -1);
	assert_string_equal(s.summary, "sum");
	assert_int_equal(jv_count(s.prs), 1);
	must(&s, "{\"state\":\"idle\",\"summary\":\"\",\"prs\":[]}");
	assert_null(s.summary);
	assert_int_equal(jv_count(s.prs), 0);
	must(&s, "{\"state\":\"done\",\"summary\":\"end\",\"progress\":100}");
	said_end(&s);
	assert_int_equal(s.state, -1);
	assert_int_equal(s.progress, -1);
	assert_string_equal(s.summary, "end");
	said_clear(&s);
	assert_null(s.summary);
	assert_null(s.prs);
}

/* What runs again and again: until the next report. */
static void
test_loop(void **state)
{
	struct said s;

	(void)state;
	said_init(&s);
	assert_int_equal(s.runs, -1);
	assert_int_equal(s.next_at, 0);
	must(&s, "{\"state\":\"working\",\"runs\":12,\"next\":240}");
	assert_int_equal(s.runs, 12);
	assert_int_equal(s.next_at, 241000);
	must(&s, "{\"state\":\"working\",\"next\":0}");
	assert_int_equal(s.runs, -1);
	assert_int_equal(s.next_at, 1000);
	said_end(&s);
	assert_int_equal(s.next_at, 0);
	said_clear(&s);
}

static void
test_cleaned(void **state)
{
	struct said s;
	char *text, *many;
	size_t i;

	(void)state;
	said_init(&s);
	must(&s,
	    "{\"state\":\"working\",\"message\":"
	    "\"a\\u001b[31mb\\u202ec\\u200bd\\ne\"}");
	assert_string_equal(s.message, "a[31mbcd e");
	many = xcalloc(1, 4001);
	for (i = 0; i < 2000; i++)
		memcpy(many + 2 * i, "\xc3\xa9", 2);
	text = xasprintf("{\"state\":\"working\",\"message\":\"%s\"}", many);
	must(&s, text);
	assert_int_equal(strlen(s.message), SAID_TEXT_MAX);
	free(text);
	free(many);
	said_clear(&s);
}

static void
test_refused(void **state)
{
	static const char *const rows[] = {
		"{}",
		"{\"state\":7}",
		"{\"state\":\"busy\"}",
		"{\"state\":\"working\",\"progress\":101}",
		"{\"state\":\"working\",\"progress\":-1}",
		"{\"state\":\"working\",\"progress\":\"50\"}",
		"{\"state\":\"working\",\"runs\":-1}",
		"{\"state\":\"working\",\"runs\":1000000}",
		"{\"state\":\"working\",\"next\":\"1\"}",
		"{\"state\":\"working\",\"next\":31622401}",
		"{\"state\":\"working\",\"prs\":[\"ftp://a/b\"]}",
		"{\"state\":\"working\",\"prs\":[\"https://\"]}",
		"{\"state\":\"working\",\"prs\":[\"https:///x\"]}",
		"{\"state\":\"working\",\"prs\":[\"javascript:alert(1)\"]}",
		"{\"state\":\"working\",\"prs\":[\"https://a/b c\"]}",
		"{\"state\":\"working\",\"prs\":[\"https://a/\\u001b\"]}",
		"{\"state\":\"working\",\"prs\":[\"https://a/\\u202e\"]}",
		"{\"state\":\"working\",\"prs\":[7]}",
		"{\"state\":\"working\",\"prs\":[\"http://a\",\"http://a\","
		"\"http://a\",\"http://a\",\"http://a\",\"http://a\","
		"\"http://a\",\"http://a\",\"http://a\",\"http://a\","
		"\"http://a\",\"http://a\",\"http://a\",\"http://a\","
		"\"http://a\",\"http://a\",\"http://a\"]}",
	};
	struct said s;
	char *cause;
	size_t i;

	(void)state;
	said_init(&s);
	must(&s,
	    "{\"state\":\"idle\",\"message\":\"kept\","
	    "\"prs\":[\"HTTPS://a.example/1?x=y#z\"]}");
	for (i = 0; i < nitems(rows); i++) {
		cause = NULL;
		if (take(&s, rows[i], &cause) != -1)
			fail_msg("taken: %s", rows[i]);
		assert_non_null(cause);
		free(cause);
		assert_int_equal(s.state, STATE_IDLE);
		assert_string_equal(s.message, "kept");
		assert_int_equal(jv_count(s.prs), 1);
	}
	said_clear(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_replaced),
		cmocka_unit_test(test_loop),
		cmocka_unit_test(test_cleaned),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
