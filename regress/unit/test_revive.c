/* SPDX-License-Identifier: ISC */
/* test_revive: which ends of agents are deaths, and which sessions go on by
 * themselves. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "supervisor/revive.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"

#define NOW ((int64_t)1700000000000)

static struct jv *
parse(const char *text)
{
	char *cause = NULL;
	struct jv *v = jv_parse(text, strlen(text), &cause);

	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	return v;
}

static struct session *
make(const char *fields)
{
	struct session *s = session_create("01234567");
	struct jv *v = parse(fields);

	s->life = LIFE_UP;
	session_fill(s, v);
	jv_free(v);
	return s;
}

static void
test_died(void **state)
{
	static const struct {
		const char *told; /* NULL: its host is lost */
		bool died;
	} rows[] = {
		{ "{\"state\":\"failed\",\"endedIn\":\"working\","
		  "\"signal\":\"SIGKILL\"}",
		    true },
		{ "{\"state\":\"failed\",\"endedIn\":\"working\","
		  "\"exitCode\":1}",
		    true },
		/* The person's own interrupt. */
		{ "{\"state\":\"failed\",\"endedIn\":\"working\","
		  "\"exitCode\":130}",
		    false },
		{ "{\"state\":\"failed\",\"endedIn\":\"working\","
		  "\"signal\":\"SIGINT\"}",
		    false },
		/* It left, was stopped, or had nothing to do. */
		{ "{\"state\":\"done\",\"endedIn\":\"working\"}", false },
		{ "{\"state\":\"stopped\",\"endedIn\":\"working\"}", false },
		{ "{\"state\":\"failed\",\"endedIn\":\"idle\"}", false },
		/* A host of an older release. */
		{ "{\"state\":\"failed\"}", false },
		{ "{}", false },
		{ NULL, true },
	};
	struct session *s = make("{\"state\":\"working\"}");
	struct jv *told;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		told = rows[i].told == NULL ? NULL : parse(rows[i].told);
		if (revive_died(s, told) != rows[i].died)
			fail_msg("row %zu", i);
		jv_free(told);
	}
	session_destroy(s);
	s = make("{\"state\":\"idle\"}");
	assert_false(revive_died(s, NULL));
	session_destroy(s);
}

#define KNOWN "\"adapter\":\"a\",\"sessionId\":\"x\""

static void
test_may(void **state)
{
	static const struct {
		const char *fields;
		bool may;
	} rows[] = {
		{ "{" KNOWN "}", true },
		{ "{\"adapter\":\"a\"}", false },
		{ "{\"sessionId\":\"x\"}", false },
		{ "{" KNOWN ",\"exec\":true}", false },
		{ "{" KNOWN ",\"kind\":\"job\"}", false },
		/* Before: nine minutes, eleven, and in the future. */
		{ "{" KNOWN ",\"revivedAt\":1699999460000}", false },
		{ "{" KNOWN ",\"revivedAt\":1699999340000}", true },
		{ "{" KNOWN ",\"revivedAt\":1700000460000}", false },
	};
	struct session *s;
	unsigned life;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		s = make(rows[i].fields);
		if (revive_may(s, NOW) != rows[i].may)
			fail_msg("row %zu", i);
		for (life = 0; life < LIFE_STATES; life++) {
			s->life = (enum life_state)life;
			assert_true(life == LIFE_UP || !revive_may(s, NOW));
		}
		session_destroy(s);
	}
	s = make(rows[0].fields);
	s->home = SESSION_BEFORE_BOOT;
	assert_false(revive_may(s, NOW));
	session_destroy(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_died),
		cmocka_unit_test(test_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
