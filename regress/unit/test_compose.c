/* SPDX-License-Identifier: ISC */
/* test_compose: what a text typed for a new session means. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xmalloc.h"
#include "client/compose.h"
#include "conf/customs.h"

static struct custom agents[] = {
	{ (char *)"code-reviewer", (char *)"", (char *)"", false },
	{ (char *)"v1.2", (char *)"", (char *)"", false },
};
static const struct customs customs = { agents, nitems(agents) };

static bool
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void
test_parse(void **state)
{
	static const struct {
		const char *text;
		enum compose_kind kind;
		const char *what;	/* task, command or model */
		const char *agent;
	} cases[] = {
		{ "", COMPOSE_NOTHING, NULL, NULL },
		{ " \n\t", COMPOSE_NOTHING, NULL, NULL },
		{ "fix it", COMPOSE_TASK, "fix it", NULL },
		{ "  fix\nit \n", COMPOSE_TASK, "fix\nit", NULL },
		/* The name alone is a task like another. */
		{ "code-reviewer", COMPOSE_TASK, "code-reviewer", NULL },
		{ "code-reviewer  look at it", COMPOSE_TASK, "look at it",
		    "code-reviewer" },
		{ "code-reviewer\nlook", COMPOSE_TASK, "look",
		    "code-reviewer" },
		{ "code-reviewers look", COMPOSE_TASK, "code-reviewers look",
		    NULL },
		{ "look @code-reviewer at it", COMPOSE_TASK,
		    "look @code-reviewer at it", "code-reviewer" },
		{ "@code-reviewer", COMPOSE_TASK, "@code-reviewer",
		    "code-reviewer" },
		{ "ask (@v1.2).", COMPOSE_TASK, "ask (@v1.2).", "v1.2" },
		{ "ask @v1.2.", COMPOSE_TASK, "ask @v1.2.", "v1.2" },
		{ "mail a@code-reviewer", COMPOSE_TASK,
		    "mail a@code-reviewer", NULL },
		{ "@nobody and @v1.2", COMPOSE_TASK, "@nobody and @v1.2",
		    "v1.2" },
		{ "@", COMPOSE_TASK, "@", NULL },
		{ "! make -j4", COMPOSE_JOB, "make -j4", NULL },
		{ " !make\nmake check ", COMPOSE_JOB, "make\nmake check",
		    NULL },
		{ "!", COMPOSE_BAD, NULL, NULL },
		{ "! \n", COMPOSE_BAD, NULL, NULL },
		{ "!!", COMPOSE_JOB, "!", NULL },
		{ "/exit", COMPOSE_EXIT, NULL, NULL },
		{ "/quit ", COMPOSE_EXIT, NULL, NULL },
		{ "/exit now", COMPOSE_BAD, NULL, NULL },
		{ "/logout", COMPOSE_LOGOUT, NULL, NULL },
		{ "/model opus", COMPOSE_MODEL, "opus", NULL },
		{ "/model default", COMPOSE_MODEL, NULL, NULL },
		{ "/model", COMPOSE_BAD, NULL, NULL },
		{ "/model a b", COMPOSE_BAD, NULL, NULL },
		/* The agent's own. */
		{ "/review #12", COMPOSE_TASK, "/review #12", NULL },
		{ "/models", COMPOSE_TASK, "/models", NULL },
		{ "/tmp/x is full", COMPOSE_TASK, "/tmp/x is full", NULL },
		{ "/", COMPOSE_TASK, "/", NULL },
	};
	struct compose c;
	const char *what;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		compose_parse(cases[i].text, &customs, &c);
		what = c.kind == COMPOSE_JOB ? c.command :
		    c.kind == COMPOSE_MODEL  ? c.model :
					       c.task;
		if (c.kind != cases[i].kind || !same(what, cases[i].what) ||
		    !same(c.agent, cases[i].agent))
			fail_msg("\"%s\": kind %d, \"%s\", \"%s\"",
			    cases[i].text, c.kind, what, c.agent);
		assert_int_equal(c.cause != NULL, c.kind == COMPOSE_BAD);
		compose_clear(&c);
	}
	compose_parse("code-reviewer look @v1.2", NULL, &c);
	assert_null(c.agent);
	compose_clear(&c);
}

static void
test_commands(void **state)
{
	const char *name, *text;
	struct compose c;
	unsigned i;

	(void)state;
	for (i = 0; compose_command(i, &name, &text); i++) {
		assert_true(*text != '\0');
		compose_parse(name, NULL, &c);
		assert_int_not_equal(c.kind, COMPOSE_TASK);
		compose_clear(&c);
	}
	assert_true(i > 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_commands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
