/* SPDX-License-Identifier: ISC */
/* test_hooks: hooks are filled in for a launch, and events are judged. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "agent/hooks.h"
#include "base/jv.h"
#include "base/strv.h"
#include "base/xmalloc.h"

#define NOW 1795850400 /* 2026-11-28 07:20:00 UTC */

#define HOOKS                                                                  \
	"{\"options\":[\"--settings\",\"{hookfile}\",\"k=\\\"{hookquoted}"     \
	"\\\"\"],"                                                             \
	"\"env\":{\"FILE\":\"{hookfile}\"},"                                   \
	"\"file\":{\"name\":\"h.json\",\"json\":{\"a\":[\"{hook}\",1]}},"      \
	"\"events\":["                                                         \
	"{\"event\":\"Stop\",\"state\":\"done\",\"summary\":[\"last\"]},"      \
	"{\"event\":\"Ask\",\"when\":{\"tool\":\"Q\"},\"state\":\"blocked\","  \
	"\"message\":[\"no\",\"in.put\"]},"                                    \
	"{\"event\":\"Ask\",\"state\":\"blocked\",\"waitingFor\":"             \
	"\"permission prompt\",\"message\":[\"cmd\"],\"answers\":"             \
	"{\"allow\":{\"y\":1},\"deny\":{}}},"                                  \
	"{\"event\":\"Turn\",\"ignore\":true,\"when\":{\"in.1\":"              \
	"{\"re\":\"^Title\"}}},"                                               \
	"{\"event\":\"Turn\",\"state\":\"done\"},"                             \
	"{\"event\":\"Start\",\"when\":{\"source\":\"clear\"},\"newId\":true}" \
	"]}"

static struct jv *
parse(const char *text)
{
	char *cause = NULL;
	struct jv *v = jv_parse(text, strlen(text), &cause);

	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	return v;
}

static struct hooks *
make(const char *text, char **why)
{
	struct jv *v = parse(text);
	struct hooks *h = hooks_parse(v, why);

	jv_free(v);
	return h;
}

static void
refused(void **state)
{
	static const struct {
		const char *text;
		const char *why;
	} rows[] = {
		{ "[]", ": is no object" },
		{ "{}", ".events: is no array" },
		{ "{\"events\":[{}]}", ".events[0]: lacks member 'event'" },
		{ "{\"events\":[{\"event\":\"a\",\"state\":\"x\"}]}",
		    ".events[0].state: there is no state" },
		{ "{\"events\":[{\"event\":\"a\",\"waitingFor\":\"trust\"}]}",
		    ".events[0].waitingFor: 'trust' has no meaning" },
		{ "{\"events\":[{\"event\":\"a\",\"when\":[]}]}",
		    ".events[0].when: is no object" },
		{ "{\"events\":[{\"event\":\"a\",\"when\":{\"b\":{}}}]}",
		    ".events[0].when.b: lacks member 're'" },
		{ "{\"events\":[{\"event\":\"a\",\"when\":{\"b\":{\"re\":"
		  "\"(\"}}}]}",
		    ".events[0].when.b.re: " },
		{ "{\"events\":[{\"event\":\"a\",\"when\":{\"b\":1}}]}",
		    ".events[0].when: is not of 1" },
		{ "{\"events\":[{\"event\":\"a\",\"loop\":true}]}",
		    ".events[0].loop: " },
		{ "{\"events\":[{\"event\":\"a\",\"newId\":\"x\"}]}",
		    ".events[0].newId: " },
		{ "{\"events\":[{\"event\":\"a\",\"answers\":true}]}",
		    ".events[0].answers: is no object" },
		{ "{\"events\":[{\"event\":\"a\",\"answers\":{\"allow\":{}}}]}",
		    ".events[0].answers.deny: is no object" },
		{ "{\"events\":[],\"env\":{\"a b\":\"c\"}}",
		    ".env: has a name that no variable has" },
		{ "{\"events\":[],\"file\":{\"name\":\"../x\",\"json\":1}}",
		    ".file.name: cannot be" },
		{ "{\"events\":[],\"file\":{\"name\":\"x\",\"json\":{},"
		  "\"joins\":\"other\"}}",
		    ".file.joins: " },
		{ "{\"events\":[],\"file\":{\"name\":\"x\",\"text\":[\"a\"],"
		  "\"joins\":\"settings\"}}",
		    ".file.joins: " },
		{ "{\"events\":[],\"file\":{\"name\":\"x\",\"json\":{},"
		  "\"joins\":{\"env\":\"E\",\"path\":\"p\"}}}",
		    ".file.joins.path: is not absolute" },
		{ "{\"events\":[],\"file\":{\"name\":\"x\"}}",
		    ".file: has not one of" },
		{ "{\"events\":[],\"x\":1}", ": unknown member 'x'" },
	};
	char *why;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		assert_null(make(rows[i].text, &why));
		if (strncmp(why, rows[i].why, strlen(rows[i].why)) != 0)
			fail_msg("%s: %s", rows[i].text, why);
		free(why);
	}
}

static void
injected(void **state)
{
	struct strv argv = { 0 }, env = { 0 };
	struct hooks *h;
	char *why, *text;

	(void)state;
	h = make(HOOKS, &why);
	assert_non_null(h);
	hooks_options(h, "'/a \"b/bgmux' hook", "/job/h.json", &argv, &env);
	assert_int_equal(argv.n, 3);
	assert_string_equal(argv.v[1], "/job/h.json");
	assert_string_equal(argv.v[2], "k=\"'/a \\\"b/bgmux' hook\"");
	assert_string_equal(strv_getenv(&env, "FILE"), "/job/h.json");
	assert_string_equal(hooks_file(h, "x \"hook\"", &text), "h.json");
	assert_non_null(strstr(text, "\"x \\\"hook\\\"\""));
	free(text);
	strv_clear(&argv);
	strv_clear(&env);
	hooks_destroy(h);
}

static void
joined(void **state)
{
	struct strv argv = { 0 }, env = { 0 };
	struct hooks *h;
	struct jv *v;
	char *why, *text;

	(void)state;
	assert_false(hooks_joins(NULL));
	h = make(HOOKS, &why);
	assert_false(hooks_joins(h));
	hooks_destroy(h);
	h = make(
	    "{\"events\":[],\"file\":{\"name\":\"x\",\"joins\":\"settings\","
	    "\"json\":{\"a\":[\"{hook}\"]}}}",
	    &why);
	assert_true(hooks_joins(h));
	v = hooks_json(h, "H");
	text = jv_text(v, false);
	assert_string_equal(text, "{\"a\":[\"H\"]}");
	free(text);
	jv_free(v);
	assert_null(hooks_stands_for(h, &env));
	hooks_destroy(h);
	h = make("{\"events\":[],\"file\":{\"name\":\"x\",\"text\":[\"t\"]}}",
	    &why);
	assert_null(hooks_json(h, "H"));
	hooks_destroy(h);

	/* Of another file that ours stands in for, and in a variable. */
	h = make(
	    "{\"events\":[],\"env\":{\"V\":\"{\\\"a\\\":[2]}\",\"W\":\"w\"},"
	    "\"file\":{\"name\":\"x\",\"json\":{},"
	    "\"joins\":{\"env\":\"E\",\"path\":\"/p\"}}}",
	    &why);
	assert_non_null(h);
	assert_false(hooks_joins(h));
	assert_string_equal(hooks_stands_for(h, &env), "/p");
	strv_setenv(&env, "E", "/e");
	assert_string_equal(hooks_stands_for(h, &env), "/e");
	strv_setenv(&env, "E", "");
	assert_string_equal(hooks_stands_for(h, &env), "/p");
	strv_setenv(&env, "W", "{}");
	hooks_options(h, "H", "F", &argv, &env);
	assert_string_equal(strv_getenv(&env, "V"), "{\"a\":[2]}");
	assert_string_equal(strv_getenv(&env, "W"), "w");
	strv_setenv(&env, "V", "{\"a\":[1],\"b\":0}");
	hooks_options(h, "H", "F", &argv, &env);
	v = parse(strv_getenv(&env, "V"));
	text = jv_text(v, false);
	assert_string_equal(text, "{\"a\":[1,2],\"b\":0}");
	free(text);
	jv_free(v);
	strv_setenv(&env, "V", "{broken");
	hooks_options(h, "H", "F", &argv, &env);
	assert_string_equal(strv_getenv(&env, "V"), "{broken");
	strv_clear(&argv);
	strv_clear(&env);
	hooks_destroy(h);
}

static void
judged(void **state)
{
	static const struct {
		const char *name;
		const char *body;
		int result;
		const char *event;
		enum agent_state state;
		const char *text; /* message or summary */
		bool answers, follow;
	} rows[] = {
		{ NULL, "{\"hook_event_name\":\"Stop\",\"last\":\"it\\nis\"}",
		    0, "Stop", AGENT_DONE, "it is", false, false },
		{ "Stop", "{}", 0, "Stop", AGENT_DONE, NULL, false, false },
		{ "Ask", "{\"tool\":\"Q\",\"in\":{\"put\":\"why?\"}}", 0, "Ask",
		    AGENT_BLOCKED, "why?", false, false },
		{ "Ask", "{\"tool\":\"R\"}", 0, "Ask", AGENT_BLOCKED, NULL,
		    false, false },
		{ "Ask", "{\"tool\":\"R\",\"cmd\":\"rm x\"}", 0, "Ask",
		    AGENT_BLOCKED, "rm x", true, false },
		{ "Ask", "{\"tool\":\"R\",\"cmd\":\"rm x\\ny\"}", 0, "Ask",
		    AGENT_BLOCKED, "rm x y", false, false },
		{ "Start", "{\"source\":\"clear\"}", 0, "Start", AGENT_NONE,
		    NULL, false, true },
		{ "Start", "{\"source\":\"startup\"}", 0, NULL, AGENT_NONE,
		    NULL, false, false },
		{ "Turn", "{\"in\":[\"a\",\"Title it\"],\"thread-id\":\"x\"}",
		    0, NULL, AGENT_NONE, NULL, false, false },
		{ "Turn", "{\"in\":[\"Title it\",\"a Title\"]}", 0, "Turn",
		    AGENT_DONE, NULL, false, false },
		{ "Turn", "{\"in\":[\"Title it\"]}", 0, "Turn", AGENT_DONE,
		    NULL, false, false },
		{ "Turn", "{\"in\":{\"1\":\"Title\"}}", 0, NULL, AGENT_NONE,
		    NULL, false, false },
		{ NULL, "{}", -1, NULL, AGENT_NONE, NULL, false, false },
		{ "Stop", "[]", -1, NULL, AGENT_NONE, NULL, false, false },
	};
	struct hooks_event ev;
	struct hooks *h;
	struct jv *v;
	char *why, *text;
	size_t i;

	(void)state;
	h = make(HOOKS, &why);
	assert_non_null(h);
	for (i = 0; i < nitems(rows); i++) {
		v = parse(rows[i].body);
		assert_int_equal(hooks_read(h, rows[i].name, v, NOW, &ev),
		    rows[i].result);
		if ((ev.event == NULL) != (rows[i].event == NULL))
			fail_msg("row %zu", i);
		assert_int_equal(ev.state, rows[i].state);
		if (rows[i].event == NULL)
			assert_null(ev.id);
		assert_int_equal(ev.allow != NULL, rows[i].answers);
		assert_int_equal(ev.deny != NULL, rows[i].answers);
		assert_int_equal(ev.ids == HOOKS_ID_FOLLOW, rows[i].follow);
		text = ev.message != NULL ? ev.message : ev.summary;
		if (rows[i].text != NULL)
			assert_string_equal(text, rows[i].text);
		else
			assert_null(text);
		hooks_clear(&ev);
		jv_free(v);
	}
	hooks_destroy(h);
}

/* Both spellings; what cannot be an id is none. */
static void
ids(void **state)
{
	static const char *const rows[][2] = {
		{ "{\"session_id\":\"a-1\"}", "a-1" },
		{ "{\"sessionId\":\"b\"}", "b" },
		{ "{\"session_id\":\"\"}", NULL },
		{ "{\"session_id\":\"a\\u0007\"}", NULL },
		{ "{\"session_id\":7}", NULL },
	};
	struct hooks_event ev;
	struct jv *v;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		v = parse(rows[i][0]);
		assert_int_equal(hooks_read(NULL, "Any", v, NOW, &ev), 0);
		assert_null(ev.event);
		if (rows[i][1] == NULL)
			assert_null(ev.id);
		else
			assert_string_equal(ev.id, rows[i][1]);
		hooks_clear(&ev);
		jv_free(v);
	}
}

/* A list that is not empty says that it runs again by itself. */
static void
loops(void **state)
{
	static const struct {
		const char *text;
		int loop;
		time_t next;
	} rows[] = {
		{ "{\"type\":\"Stop\",\"a\":{\"crons\":[{\"id\":1}]}}", 1, 0 },
		{ "{\"type\":\"Stop\",\"a\":{\"crons\":["
		  "{\"when\":\"25 7 * * *\"},{\"when\":\"*/2 * * * *\"},"
		  "{\"when\":\"soon\"},{\"when\":7},7]}}",
		    1, NOW + 120 },
		{ "{\"type\":\"Stop\",\"a\":{\"crons\":[]}}", 0, 0 },
		{ "{\"type\":\"Stop\",\"a\":{\"crons\":\"x\"}}", 0, 0 },
		{ "{\"type\":\"Stop\"}", 0, 0 },
		{ "{\"type\":\"Other\",\"a\":{\"crons\":[1]}}", -1, 0 },
		{ "{\"type\":\"Nobody\"}", -1, 0 },
	};
	struct hooks_event ev;
	char *why = NULL;
	struct hooks *h;
	struct jv *v;
	size_t i;

	(void)state;
	setenv("TZ", "UTC", 1);
	h = make("{\"events\":[{\"event\":\"Stop\",\"loop\":\"a.crons\","
		 "\"loopTable\":\"when\"},"
		 "{\"event\":\"Other\"}]}",
	    &why);
	assert_non_null(h);
	for (i = 0; i < nitems(rows); i++) {
		v = parse(rows[i].text);
		assert_int_equal(hooks_read(h, NULL, v, NOW, &ev), 0);
		if (ev.loop != rows[i].loop || ev.next != rows[i].next)
			fail_msg("%s: %d, %lld", rows[i].text, ev.loop,
			    (long long)ev.next);
		hooks_clear(&ev);
		jv_free(v);
	}
	hooks_destroy(h);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused),
		cmocka_unit_test(injected),
		cmocka_unit_test(joined),
		cmocka_unit_test(judged),
		cmocka_unit_test(ids),
		cmocka_unit_test(loops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
