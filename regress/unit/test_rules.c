/* SPDX-License-Identifier: ISC */
/* test_rules: rules are read strictly and judge a screen. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/promptline.h"
#include "agent/rules.h"
#include "agentscreen.h"
#include "base/jv.h"
#include "base/shown.h"
#include "base/xmalloc.h"

#define ONE "{\"name\":\"a\",\"state\":\"idle\",\"all\":[\"x\"]}"

static struct jv *
parse(const char *text)
{
	char *cause = NULL;
	struct jv *v = jv_parse(text, strlen(text), &cause);

	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	return v;
}

static struct rules *
make(const char *text)
{
	struct jv *v = parse(text);
	char *why;
	struct rules *rules = rules_parse(v, &why);

	if (rules == NULL)
		fail_msg("%s: %s", text, why);
	jv_free(v);
	return rules;
}

static void
refused(void **state)
{
	static const struct {
		const char *text;
		const char *why;
	} rows[] = {
		{ "{}", ": is no array" },
		{ "[1]", "[0]: is no object" },
		{ "[{\"name\":\"a\",\"colour\":1}]",
		    "[0]: unknown member 'colour'" },
		{ "[{\"state\":\"idle\"}]", "[0]: lacks member 'name'" },
		{ "[{\"name\":\"a\"}]", "[0]: lacks member 'state'" },
		{ "[{\"name\":\"a\",\"state\":\"idle\"}]", "[0]: has no all" },
		{ "[{\"name\":\"a\",\"state\":\"bored\",\"all\":[\"x\"]}]",
		    "[0].state: there is no state 'bored'" },
		{ "[{\"name\":\"a\",\"state\":\"idle\",\"keep\":true,"
		  "\"all\":[\"x\"]}]",
		    "[0].state: a rule that keeps has none" },
		{ "[{\"name\":\"a\",\"state\":\"idle\",\"waitingFor\":"
		  "\"trust\",\"all\":[\"x\"]}]",
		    "[0].waitingFor: only what is blocked" },
		{ "[{\"name\":\"a\",\"state\":\"blocked\",\"waitingFor\":"
		  "\"tea\",\"all\":[\"x\"]}]",
		    "[0].waitingFor: there is no 'tea'" },
		{ "[{\"name\":\"a\",\"state\":\"idle\",\"region\":\"top\","
		  "\"all\":[\"x\"]}]",
		    "[0].region: there is no region 'top'" },
		{ "[{\"name\":\"a\",\"state\":\"idle\",\"all\":[]}]",
		    "[0].all: has 0 patterns" },
		{ "[{\"name\":\"a\",\"state\":\"idle\",\"any\":[{\"re\":\"(\"}"
		  "]}]",
		    "[0].any[0].re: is no regular" },
		{ "[{\"name\":\"a\",\"state\":\"idle\",\"not\":[\"x\",{\"in\":"
		  "\"whole\"}]}]",
		    "[0].not[1]: lacks member 'text'" },
		{ "[{\"name\":\"a\",\"state\":\"idle\",\"all\":[\"x\"],"
		  "\"priority\":1001}]",
		    "[0].priority: is no number" },
		{ "[{\"name\":\"a\",\"state\":\"idle\",\"prompt\":\"full\"}]",
		    "[0].prompt: is neither" },
		{ "[{\"name\":\"a\",\"state\":\"idle\",\"all\":[\"x\"],"
		  "\"message\":{}}]",
		    "[0].message: lacks member 're'" },
		{ "[" ONE "," ONE "]", "[1].name: 'a' is that of rule 0" },
	};
	struct rules *rules;
	struct jv *v;
	char *why;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		v = parse(rows[i].text);
		rules = rules_parse(v, &why);
		if (rules != NULL)
			fail_msg("%s: was taken", rows[i].text);
		if (strncmp(why, rows[i].why, strlen(rows[i].why)) != 0)
			fail_msg("%s: %s", rows[i].text, why);
		free(why);
		jv_free(v);
	}
}

#define RULES                                                                  \
	"[{\"name\":\"busy\",\"state\":\"working\",\"region\":\"bottom(1)\","  \
	"\"any\":[{\"re\":\"esc to (interrupt|cancel)\"},\"Thinking\"],"       \
	"\"not\":[{\"text\":\"done\",\"in\":\"whole\"}],"                      \
	"\"message\":{\"region\":\"whole\",\"re\":\"^task: (.*)$\"}},"         \
	"{\"name\":\"ask\",\"state\":\"blocked\",\"waitingFor\":"              \
	"\"permission prompt\",\"priority\":5,\"all\":[\"allow?\",\"1.\"],"    \
	"\"dialog\":\"d\"},"                                                   \
	"{\"name\":\"idle\",\"state\":\"idle\",\"prompt\":\"empty\","          \
	"\"priority\":-1},"                                                    \
	"{\"name\":\"pager\",\"keep\":true,\"priority\":9,\"all\":[\"(END)\"]" \
	"},"                                                                   \
	"{\"name\":\"title\",\"state\":\"working\",\"region\":\"title\","      \
	"\"all\":[\"*\"]}]"

static void
judged(void **state)
{
	static const struct {
		const char *screen;
		const char *title;
		const char *rule;    /* of the screen */
		const char *outside; /* of the title */
		const char *message;
	} rows[] = {
		{ "nothing|", NULL, NULL, NULL, NULL },
		{ "task: dig\nesc to cancel|", NULL, "busy", NULL, "dig" },
		{ "Thinking|", "* a", "busy", "title", NULL },
		{ "Thinking\nelse|", "a", NULL, NULL, NULL },
		{ "done\nThinking|", NULL, NULL, NULL, NULL },
		{ "allow?\n 1. Yes\nThinking|", NULL, "ask", NULL, NULL },
		{ "allow?|", NULL, NULL, NULL, NULL },
		{ "> |", NULL, "idle", NULL, NULL },
		{ "> {try this}|", NULL, "idle", NULL, NULL },
		{ "> a|", NULL, NULL, NULL, NULL },
		{ "allow?\n1. Yes\n(END)\n> |", NULL, "pager", NULL, NULL },
	};
	struct rules *rules = make(RULES);
	struct jv *v = parse("[{\"line\":\"^> (.*)$\"}]");
	struct promptline *prompt;
	struct shown_screen s;
	struct rules_verdict got;
	char *why;
	size_t i, k;

	(void)state;
	prompt = promptline_parse(v, &why);
	assert_non_null(prompt);
	jv_free(v);
	for (i = 0; i < nitems(rows); i++) {
		agentscreen_make(&s, rows[i].screen);
		if (rows[i].title != NULL)
			s.title = xstrdup(rows[i].title);
		for (k = 0; k < 2; k++) {
			const char *want =
			    k == 0 ? rows[i].rule : rows[i].outside;

			rules_judge(rules, prompt, &s, k == 1, &got);
			if ((got.rule == NULL) != (want == NULL) ||
			    (want != NULL && strcmp(got.rule, want) != 0))
				fail_msg("row %zu: %s", i,
				    got.rule == NULL ? "none" : got.rule);
			if (k == 0 && rows[i].message != NULL)
				assert_string_equal(got.message,
				    rows[i].message);
			if (want != NULL)
				assert_true(rules_holds(rules, want, prompt,
				    &s));
			if (want != NULL && strcmp(want, "ask") == 0) {
				assert_int_equal(got.state, AGENT_BLOCKED);
				assert_string_equal(got.waiting_for,
				    "permission prompt");
				assert_string_equal(got.dialog, "d");
			}
			if (want != NULL && strcmp(want, "pager") == 0)
				assert_true(got.keep);
			rules_clear(&got);
		}
		assert_false(rules_holds(rules, "nosuch", prompt, &s));
		shown_clear(&s);
	}
	promptline_destroy(prompt);
	rules_destroy(rules);
}

static bool
has_none(const char *name, void *arg)
{
	(void)name;
	(void)arg;
	return false;
}

static void
lost(void **state)
{
	struct rules *rules = make(RULES);
	size_t i;

	(void)state;
	assert_string_equal(rules_find_lost(rules, has_none, NULL, &i), "d");
	assert_int_equal(i, 1);
	rules_destroy(rules);
	rules_destroy(NULL);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused),
		cmocka_unit_test(judged),
		cmocka_unit_test(lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
