/* SPDX-License-Identifier: ISC */
/* test_agentversion: what programs print of their versions, and programs that
 * say too much, too late or nothing. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/monotime.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "cmd/agentversion.h"

static void
finds(void **state)
{
	static const struct {
		const char *said, *want;
	} rows[] = {
		{ "2.1.330 (Claude Code)\n", "2.1.330" },
		{ "codex-cli 0.169.0\n", "0.169.0" },
		{ "aider 0.86.1\n", "0.86.1" },
		{ "tool version v1.2.3-beta.4, built 2026-01-02\n",
		    "1.2.3-beta.4" },
		{ "GitHub Copilot CLI 1.0.102.\nCommit: abc\n", "1.0.102" },
		{ "warning: node 22.1\n1.0\n", "22.1" },
		{ "  \n nightly build\nmore\n", "nightly build" },
		{ "\033[31mred\033[0m", "[31mred[0m" },
		{ "7", "7" },
		{ "", NULL },
		{ " \n\t", NULL },
		{ "1.", "1." },
	};
	char *got;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		got = agentversion_find(rows[i].said);
		if (rows[i].want == NULL)
			assert_null(got);
		else
			assert_string_equal(got, rows[i].want);
		free(got);
	}
}

static void
runs(void **state)
{
	static const struct {
		const char *script, *text, *problem;
	} rows[] = {
		{ "echo x 1.2.3", "1.2.3", NULL },
		{ "echo 1.2.3; exit 3", NULL, "it ended with status 3" },
		{ "kill -9 $$", NULL, "it ended by signal 9" },
		{ "exit 0", NULL, "it says nothing" },
		{ "echo 2.3 >&2", NULL, "it says nothing" },
		{ "echo 4.5; exec tail -f /dev/null", NULL,
		    "it did not end in time" },
		{ "echo 5.6; trap '' TERM HUP; (tail -f /dev/null) & exit 0",
		    "5.6", NULL },
		{ "echo 6.7; yes", NULL, "it did not end in time" },
		{ "exec tail -f /dev/null", NULL, "it did not end in time" },
		{ NULL, NULL, "No such file" },
	};
	struct agentversion v[sizeof rows / sizeof rows[0]];
	size_t i, n = sizeof rows / sizeof rows[0];
	monotime before;

	(void)state;
	memset(v, 0, sizeof v);
	for (i = 0; i < n; i++) {
		strv_add(&v[i].argv,
		    rows[i].script != NULL ? "/bin/sh" : "/no/such");
		strv_add(&v[i].argv, "-c");
		strv_add(&v[i].argv,
		    rows[i].script != NULL ? rows[i].script : "");
	}
	before = monotime_now();
	agentversion_ask(v, n, 4000);
	/* Three of them hang, and none waits for another. */
	assert_in_range(monotime_diff(before, monotime_now()), 3900, 11900);
	for (i = 0; i < n; i++) {
		if (rows[i].text != NULL)
			assert_string_equal(v[i].text, rows[i].text);
		else if (v[i].problem == NULL ||
		    strstr(v[i].problem, rows[i].problem) == NULL)
			fail_msg("row %zu: %s", i, v[i].problem);
		agentversion_clear(&v[i]);
		assert_null(v[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds),
		cmocka_unit_test(runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
