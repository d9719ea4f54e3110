/* SPDX-License-Identifier: ISC */
/* test_naming: names made of commands and tasks. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "supervisor/naming.h"

struct row {
	const char *what;
	const char *in;
	const char *out;
};

static const struct row tasks[] = {
	{ "none", NULL, "new session" },
	{ "empty", "", "new session" },
	{ "blank", " \n\t ", "new session" },
	{ "short", "fix the bug", "fix the bug" },
	{ "lines", "fix\n  the\tbug ", "fix the bug" },
	{ "controls", "fix \033[31mred\007", "fix [31mred" },
	{ "whole words", "make the parser accept empty lines and comments too",
	    "make the parser accept empty lines and" },
	{ "exact", "1234567890123456789012345678901234567890",
	    "1234567890123456789012345678901234567890" },
	{ "one long word", "12345678901234567890123456789012345678901",
	    "1234567890123456789012345678901234567890" },
};

static const struct row commands[] = {
	{ "plain", "make test", "make test" },
	{ "empty", "", "job" },
	{ "lines", "cd x &&\n\tmake", "cd x && make" },
	{ "cut", "for i in 1 2 3 4 5 6 7 8 9; do echo number $i; done",
	    "for i in 1 2 3 4 5 6 7 8 9; do echo num\xe2\x80\xa6" },
};

static void
test_tasks(void **state)
{
	char *name;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(tasks); i++) {
		name = naming_task(tasks[i].in);
		if (strcmp(name, tasks[i].out) != 0)
			fail_msg("%s: '%s'", tasks[i].what, name);
		assert_true(utf8_columns(name) <= NAMING_COLUMNS);
		free(name);
	}
}

static void
test_commands(void **state)
{
	struct jv *argv;
	char *name;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(commands); i++) {
		argv = jv_array();
		jv_append_string(argv, "sh");
		jv_append_string(argv, "-c");
		jv_append_string(argv, commands[i].in);
		name = naming_command(argv);
		if (strcmp(name, commands[i].out) != 0)
			fail_msg("%s: '%s'", commands[i].what, name);
		assert_true(utf8_columns(name) <= NAMING_COLUMNS);
		free(name);
		jv_free(argv);
	}
}

static void
test_words(void **state)
{
	struct jv *argv = jv_array();
	char *name;

	(void)state;
	jv_append_string(argv, "sh");
	jv_append_string(argv, "script.sh");
	name = naming_command(argv);
	assert_string_equal(name, "sh script.sh");
	free(name);
	jv_free(argv);
}

static void
test_given(void **state)
{
	static const char *const bad[] = { "", "\001\002 \n", "cafe",
		"DeadBeef", "1234567" };
	char *name, *cause = NULL;
	size_t i;

	(void)state;
	name = naming_given("  my   job\n", &cause);
	assert_string_equal(name, "my job");
	free(name);
	for (i = 0; i < nitems(bad); i++) {
		assert_null(naming_given(bad[i], &cause));
		assert_non_null(cause);
		free(cause);
		cause = NULL;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tasks),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
