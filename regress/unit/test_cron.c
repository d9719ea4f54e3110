/* SPDX-License-Identifier: ISC */
/* test_cron: when time tables have their turn. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "agent/cron.h"
#include "base/xmalloc.h"

static time_t
when(const char *text)
{
	struct tm tm = { .tm_isdst = -1 };

	assert_non_null(strptime(text, "%Y-%m-%d %H:%M:%S", &tm));
	return mktime(&tm);
}

static void
zone(const char *name)
{
	assert_int_equal(setenv("TZ", name, 1), 0);
	tzset();
}

static void
next(void **state)
{
	static const struct {
		const char *table, *now, *next; /* next NULL: none */
	} rows[] = {
		{ "* * * * *", "2026-11-28 07:20:00", "2026-11-28 07:21:00" },
		{ "*/1 * * * *", "2026-11-28 07:20:59", "2026-11-28 07:21:00" },
		{ " */7  * * * * ", "2026-11-28 07:57:00",
		    "2026-11-28 08:00:00" },
		{ "22 7 * * *", "2026-11-28 07:21:00", "2026-11-28 07:22:00" },
		{ "22 7 * * *", "2026-11-28 07:22:00", "2026-11-29 07:22:00" },
		{ "0 */2 * * *", "2026-11-28 22:00:00", "2026-11-29 00:00:00" },
		{ "5,50 8-10 * * *", "2026-11-28 08:05:01",
		    "2026-11-28 08:50:00" },
		{ "30-59/15 9 * * *", "2026-11-28 09:31:00",
		    "2026-11-28 09:45:00" },
		{ "50/4 9 * * *", "2026-11-28 09:51:00",
		    "2026-11-28 09:54:00" },
		{ "0 0 31 * *", "2026-11-28 00:00:00", "2026-12-31 00:00:00" },
		{ "0 0 29 2 *", "2026-11-28 00:00:00", "2028-02-29 00:00:00" },
		{ "0 0 29 2 *", "2096-03-01 00:00:00", "2104-02-29 00:00:00" },
		{ "0 9 * * 1-5", "2026-11-28 00:00:00", "2026-11-30 09:00:00" },
		{ "0 9 * * 7", "2026-11-28 00:00:00", "2026-11-29 09:00:00" },
		{ "0 9 * * 0", "2026-11-28 00:00:00", "2026-11-29 09:00:00" },
		{ "0 9 1 * 1", "2026-11-28 00:00:00", "2026-11-30 09:00:00" },
		{ "0 9 */2 * 1", "2026-11-28 00:00:00", "2026-12-07 09:00:00" },
		{ "0 0 30 2 *", "2026-11-28 00:00:00", NULL },
	};
	time_t t;
	size_t i;

	(void)state;
	zone("UTC");
	for (i = 0; i < nitems(rows); i++) {
		t = cron_next(rows[i].table, when(rows[i].now));
		if (t != (rows[i].next == NULL ? -1 : when(rows[i].next)))
			fail_msg("%s after %s: %lld", rows[i].table,
			    rows[i].now, (long long)t);
	}
}

/* Clocks that are changed. */
static void
clocks(void **state)
{
	(void)state;
	zone("CET-1CEST,M3.5.0,M10.5.0/3");
	/* There is no half past two that day. */
	assert_int_equal(cron_next("30 2 * * *", when("2026-03-29 00:00:00")),
	    when("2026-03-30 02:30:00"));
	assert_int_equal(cron_next("0 3 * * *", when("2026-10-24 12:00:00")),
	    when("2026-10-25 03:00:00"));
	assert_int_equal(cron_next("0 * * * *", when("2026-03-29 01:30:00")),
	    when("2026-03-29 03:00:00"));
}

static void
no_tables(void **state)
{
	static const char *const rows[] = { "", "*", "* * * *", "* * * * * *",
		"60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *",
		"* * * 13 *", "* * * * 8", "*/0 * * * *", "5-1 * * * *",
		"1, * * * *", ",1 * * * *", "1- * * * *", "1/ * * * *",
		"-1 * * * *", "a * * * *", "* * * JAN *", "@daily",
		"99999999999999999999 * * * *", "*5 * * * *", "1;2 * * * *" };
	char *longest;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++)
		if (cron_next(rows[i], 0) != -1)
			fail_msg("'%s' is taken", rows[i]);
	longest = xcalloc(1, 1024);
	memset(longest, ' ', 1023);
	memcpy(longest, "* * * * *", 9);
	assert_int_equal(cron_next(longest, 0), -1);
	free(longest);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(next),
		cmocka_unit_test(clocks),
		cmocka_unit_test(no_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
