/* SPDX-License-Identifier: ISC */
/* test_rest: when it is a session's time to have its worker ended. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "supervisor/rest.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"

#define AFTER 3600
#define EMPTY 300

static struct session *
make(const char *fields)
{
	struct session *s = session_create("01234567");
	char *cause = NULL;
	struct jv *v = jv_parse(fields, strlen(fields), &cause);

	if (v == NULL)
		fail_msg("%s: %s", fields, cause);
	s->life = LIFE_UP;
	session_fill(s, v);
	jv_free(v);
	return s;
}

#define AGENT "\"kind\":\"background\",\"adapter\":\"a\","

static void
test_due(void **state)
{
	static const struct {
		const char *fields;
		int64_t after, empty;
		int64_t want; /* from 1000 on; 0: never */
	} rows[] = {
		{ "{" AGENT "\"state\":\"done\"}", AFTER, EMPTY, AFTER },
		{ "{" AGENT "\"state\":\"idle\"}", AFTER, EMPTY, AFTER },
		{ "{" AGENT "\"state\":\"failed\"}", AFTER, EMPTY, AFTER },
		{ "{" AGENT "\"state\":\"working\"}", AFTER, EMPTY, 0 },
		{ "{" AGENT "\"state\":\"blocked\"}", AFTER, EMPTY, 0 },
		{ "{" AGENT "\"state\":\"done\"}", 0, EMPTY, 0 },
		{ "{" AGENT "\"state\":\"done\",\"views\":1}", AFTER, EMPTY,
		    0 },
		{ "{\"kind\":\"job\",\"state\":\"done\"}", AFTER, EMPTY, 0 },
		{ "{" AGENT "\"state\":\"done\",\"exec\":true}", AFTER, EMPTY,
		    0 },
		/* Without a prompt yet. */
		{ "{" AGENT "\"state\":\"idle\",\"unprompted\":true}", AFTER,
		    EMPTY, EMPTY },
		{ "{" AGENT "\"state\":\"idle\",\"unprompted\":true}", 0, EMPTY,
		    EMPTY },
		{ "{" AGENT "\"state\":\"idle\",\"unprompted\":true}", AFTER, 0,
		    0 },
		{ "{" AGENT "\"state\":\"idle\",\"unprompted\":true}", 10,
		    EMPTY, EMPTY },
		{ "{" AGENT "\"state\":\"blocked\",\"unprompted\":true}", 0,
		    EMPTY, 0 },
	};
	monotime since = { 1000 }, when;
	struct session *s;
	unsigned life;
	size_t i;
	bool due;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		s = make(rows[i].fields);
		when.ms = 1000;
		due = rest_due(s, since, rows[i].after, rows[i].empty, &when);
		if (due != (rows[i].want != 0) ||
		    when.ms != 1000 + rows[i].want)
			fail_msg("row %zu: %lld", i, (long long)when.ms);
		for (life = 0; life < LIFE_STATES; life++) {
			s->life = (enum life_state)life;
			assert_true(life == LIFE_UP ||
			    !rest_due(s, since, AFTER, EMPTY, &when));
		}
		s->life = LIFE_UP;
		s->home = SESSION_FOREIGN;
		assert_false(rest_due(s, since, AFTER, EMPTY, &when));
		session_destroy(s);
	}
}

static void
test_gives_way(void **state)
{
	static const struct {
		const char *fields;
		bool gives_way;
	} rows[] = {
		{ "{" AGENT "\"state\":\"done\"}", true },
		{ "{" AGENT "\"state\":\"done\",\"pinned\":true}", false },
		{ "{" AGENT "\"state\":\"done\",\"views\":1}", false },
		{ "{" AGENT "\"state\":\"working\"}", false },
		{ "{" AGENT "\"state\":\"blocked\"}", false },
		{ "{" AGENT "\"state\":\"idle\",\"unprompted\":true}", false },
		{ "{\"kind\":\"job\",\"state\":\"done\"}", false },
	};
	monotime now = { 100000 };
	struct session *s;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		s = make(rows[i].fields);
		assert_false(rest_gives_way(s, now, 0)); /* in use */
		/* What was put off is no younger for that. */
		s->unused.ms = 99000;
		s->idle_since.ms = 40000;
		if (rest_gives_way(s, now, 60000) != rows[i].gives_way)
			fail_msg("row %zu", i);
		assert_false(rest_gives_way(s, now, 60001));
		s->pressed.ms = 40001;
		assert_false(rest_gives_way(s, now, 0));
		s->pressed.ms = 40000;
		assert_int_equal(rest_gives_way(s, now, 0), rows[i].gives_way);
		s->resting = true;
		assert_false(rest_gives_way(s, now, 0));
		session_destroy(s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_due),
		cmocka_unit_test(test_gives_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
