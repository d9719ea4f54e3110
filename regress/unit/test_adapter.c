/* SPDX-License-Identifier: ISC */
/* test_adapter: every shipped file loads; broken ones are named; the person's
 * own come first; "auto". */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/adapter.h"
#include "agent/hooks.h"
#include "agent/rules.h"
#include "agentscreen.h"
#include "base/atomic.h"
#include "base/jv.h"
#include "base/path.h"
#include "base/shown.h"
#include "base/strv.h"
#include "base/xmalloc.h"

#define SHIPPED ABS_SRCDIR "/src/agent/adapters"

static const char *const shipped[] = { "aider", "amp", "claude", "codex",
	"copilot", "cursor", "gemini", "opencode", "pi", "qwen", "sh" };

static char dir[64];
static struct strv env;

static void
put_file(const char *name, const char *text, mode_t mode)
{
	char *path = path_join(dir, name);

	assert_int_equal(atomic_write(path, text, strlen(text), false), 0);
	assert_int_equal(chmod(path, mode), 0);
	free(path);
}

static void
all_shipped(void **state)
{
	struct adapter *a;
	struct strv names = { 0 };
	char *path, *cause = NULL;
	size_t i;

	(void)state;
	adapter_names(&names, &env);
	assert_int_equal(names.n, nitems(shipped));
	for (i = 0; i < names.n; i++) {
		assert_string_equal(names.v[i], shipped[i]);
		path = xasprintf("%s/%s.json", SHIPPED, names.v[i]);
		a = adapter_load(path, &cause);
		if (a == NULL)
			fail_msg("%s", cause);
		assert_string_equal(a->name, names.v[i]);
		assert_string_equal(a->path, path);
		assert_true(a->quit_text != NULL || a->quit_keys.n > 0);
		/* Those of "make check-agents", with what was tried there. */
		assert_int_equal(a->tried && !a->builtin,
		    a->tried_version != NULL);
		assert_int_equal(a->builtin, strcmp(a->name, "sh") == 0);
		adapter_destroy(a);
		free(path);
	}
	strv_clear(&names);
}

#define BEGIN "{\"name\":\"x\",\"title\":\"X\",\"tried\":true,"
#define GOOD  BEGIN "\"binary\":[\"x\"],\"start\":[\"{program}\"]"

/* What is wrong is told with the path and the place. */
static void
broken(void **state)
{
	static const struct {
		const char *text;
		const char *why;
	} rows[] = {
		{ GOOD "}", NULL },
		{ GOOD ",\"startWithPrompt\":[\"{program}\",\"a {task}\","
		       "\"{options}\",\"{\\\"k\\\":{}}\"]}",
		    NULL },
		{ "", "f: line 1" },
		{ "{", "f: line 1" },
		{ "{\n\"name\":\n}", "f: line 3" },
		{ "[]", "f: is no object" },
		{ "{}", "f: lacks member 'name'" },
		{ GOOD ",\"name\":\"y\"}", "f: line" },
		{ GOOD ",\"commands\":[{\"name\":\"x\"}]}",
		    "f: commands[0].name: is not '/' and a word" },
		{ GOOD ",\"colour\":1}", "f: unknown member 'colour'" },
		{ GOOD ",\"quit\":{\"how\":1}}",
		    "f: unknown member 'quit.how'" },
		{ GOOD ",\"quit\":[]}", "f: quit: is no object" },
		{ GOOD ",\"quit.text\":\"a\"}",
		    "f: unknown member 'quit.text'" },
		{ GOOD ",\"options\":{\"name\":[\"-n\"]}}",
		    "f: options.name: lacks {name}" },
		{ GOOD ",\"resume\":[\"{program}\",\"{task}\"]}",
		    "f: resume[1]: '{task}' has no meaning here" },
		{ GOOD ",\"resume\":[\"{program}\",\"{tusk}\"]}",
		    "f: resume[1]: there is no {tusk}" },
		{ GOOD ",\"resume\":[\"{program}\",\"-{options}\"]}",
		    "f: resume[1]: {options} must stand alone" },
		{ GOOD ",\"resume\":[\"claude\",\"{id}\"]}",
		    "f: resume: lacks {program}" },
		{ GOOD ",\"resume\":[]}", "f: resume: has 0 words" },
		{ GOOD ",\"resume\":\"x\"}", "f: resume: is no array" },
		{ GOOD ",\"resume\":[1]}", "f: resume[0]: is no string" },
		{ GOOD ",\"resume\":[\"\"]}", "f: resume[0]: is empty" },
		{ GOOD ",\"resume\":[\"a\\u0007\"]}",
		    "f: resume[0]: has a control" },
		{ GOOD ",\"builtin\":1}", "f: builtin: is not true or false" },
		{ GOOD ",\"builtin\":true,\"presetId\":[\"x\"]}",
		    "f: presetId: lacks {id}" },
		{ "{\"name\":\"X Y\",\"title\":\"X\",\"tried\":true,"
		  "\"binary\":[\"x\"],\"start\":[\"{program}\"]}",
		    "f: name: 'X Y' cannot" },
		{ BEGIN "\"builtin\":true,\"binary\":[\"../x\"],"
			"\"start\":[\"{program}\"]}",
		    "f: binary[0]: has a '/'" },
	};
	struct adapter *a;
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		cause = NULL;
		a = adapter_parse(rows[i].text, strlen(rows[i].text), "f",
		    &cause);
		if ((a != NULL) != (rows[i].why == NULL))
			fail_msg("%s: %s", rows[i].text,
			    cause == NULL ? "was taken" : cause);
		if (a == NULL &&
		    strncmp(cause, rows[i].why, strlen(rows[i].why)) != 0)
			fail_msg("%s: %s", rows[i].text, cause);
		adapter_destroy(a);
		free(cause);
	}
}

/* Too many words, too long a word. */
static void
bounds(void **state)
{
	struct strv words = { 0 };
	char *list, *text, *cause = NULL;
	int i, n;

	(void)state;
	for (n = ADAPTER_WORDS_MAX; n <= ADAPTER_WORDS_MAX + 1; n++) {
		strv_clear(&words);
		strv_add(&words, "\"{program}\"");
		for (i = 1; i < n; i++)
			strv_add(&words, "\"a\"");
		list = strv_join(&words, ",");
		text = xasprintf("%s,\"resume\":[%s]}", GOOD, list);
		cause = NULL;
		adapter_destroy(adapter_parse(text, strlen(text), "f", &cause));
		assert_int_equal(cause != NULL, n > ADAPTER_WORDS_MAX);
		free(cause);
		free(text);
		free(list);
	}
	strv_clear(&words);
	text = xasprintf("%s,\"quit\":{\"text\":\"%0*d\"}}", GOOD,
	    ADAPTER_TEXT_MAX + 1, 0);
	assert_null(adapter_parse(text, strlen(text), "f", &cause));
	assert_non_null(strstr(cause, "quit.text: is longer"));
	free(cause);
	free(text);
}

/* Every cut of a real file, and a flipped bit of nearly each byte: taken or
 * refused, no more. All bits would be minutes of compiling expressions under a
 * sanitizer; fuzz/adapter_fuzz has the time. */
static void
damage(void **state)
{
	char *text, *cause;
	size_t n, i;

	(void)state;
	text = atomic_read(SHIPPED "/claude.json", 1u << 20, &n);
	assert_non_null(text);
	for (i = 0; i < n - 2; i++) {
		cause = NULL;
		assert_null(adapter_parse(text, i, "f", &cause));
		assert_non_null(cause);
		free(cause);
	}
	for (i = 0; i < n * 8; i += 9) {
		cause = NULL;
		text[i / 8] ^= (char)(1 << i % 8);
		adapter_destroy(adapter_parse(text, n, "f", &cause));
		free(cause);
		text[i / 8] ^= (char)(1 << i % 8);
	}
	free(text);
}

static void
no_such(void **state)
{
	static const char *const names[] = { "", "nosuch", "../sh", "SH",
		"sh.json", "a/b",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(names); i++) {
		cause = NULL;
		assert_null(adapter_find(names[i], &env, &cause));
		assert_non_null(strstr(cause, "no adapter"));
		free(cause);
	}
	cause = NULL;
	assert_null(adapter_load("/nonexistent/x.json", &cause));
	assert_non_null(strstr(cause, "/nonexistent/x.json: No such"));
	free(cause);
}

/* The first program in PATH, else the one that is always there. */
static void
automatic(void **state)
{
	struct adapter *a;
	char *cause = NULL, *program, *want;

	(void)state;
	a = adapter_find("auto", &env, &cause);
	assert_non_null(a);
	assert_string_equal(a->name, "sh");
	adapter_destroy(a);
	put_file("bin/pi", "#!/bin/sh\n", 0700);
	put_file("bin/codex", "#!/bin/sh\n", 0600); /* cannot be run */
	a = adapter_find("auto", &env, &cause);
	assert_non_null(a);
	assert_string_equal(a->name, "pi");
	program = adapter_program(a, &env, &cause);
	want = path_join(dir, "bin/pi");
	assert_string_equal(program, want);
	free(want);
	free(program);
	adapter_destroy(a);
	put_file("bin/codex", "#!/bin/sh\n", 0700);
	a = adapter_find("auto", &env, &cause);
	assert_non_null(a);
	assert_string_equal(a->name, "codex");
	adapter_destroy(a);
	a = adapter_find("qwen", &env, &cause);
	assert_non_null(a);
	assert_null(adapter_program(a, &env, &cause));
	assert_non_null(strstr(cause, "Qwen Code is not installed"));
	free(cause);
	adapter_destroy(a);
}

static void
persons_own(void **state)
{
	struct strv names = { 0 };
	struct adapter *a;
	char *cause = NULL;

	(void)state;
	put_file("config/bgmux/adapters/x.json", GOOD "}", 0600);
	put_file("config/bgmux/adapters/y.json", GOOD "}", 0600);
	put_file("config/bgmux/adapters/qwen.json",
	    "{\"name\":\"qwen\",\"title\":\"Mine\",\"tried\":true,"
	    "\"binary\":[\"sh\"],\"start\":[\"{program}\"]}",
	    0600);
	put_file("config/bgmux/adapters/codex.json", "{\n?}", 0600);
	a = adapter_find("x", &env, &cause);
	assert_non_null(a);
	adapter_destroy(a);
	a = adapter_find("qwen", &env, &cause);
	assert_non_null(a);
	assert_string_equal(a->title, "Mine");
	adapter_destroy(a);
	assert_null(adapter_find("y", &env, &cause));
	assert_non_null(strstr(cause, "y.json: name: is 'x', not 'y'"));
	free(cause);
	assert_null(adapter_find("codex", &env, &cause));
	assert_non_null(strstr(cause, "codex.json: line 2"));
	free(cause);
	adapter_names(&names, &env);
	assert_int_equal(names.n, nitems(shipped) + 2);
	strv_clear(&names);
}

static int
setup(void **state)
{
	char *path;

	(void)state;
	xsnprintf(dir, sizeof dir, "/tmp/test_adapter.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	path = path_join(dir, "bin");
	mkdir(path, 0700);
	strv_setenv(&env, "PATH", path);
	free(path);
	path = path_join(dir, "config/bgmux/adapters");
	path_mkdirs(path);
	free(path);
	path = path_join(dir, "config");
	strv_setenv(&env, "XDG_CONFIG_HOME", path);
	free(path);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	strv_clear(&env);
	return path_remove_tree(dir);
}

/* Codex's notify: a turn has ended, and of which conversation; not that of the
 * thread by which it finds a title. */
static void
codex_turns(void **state)
{
	static const struct {
		const char *first;
		bool own;
	} rows[] = {
		{ "hello at start", true },
		{ "Generate a concise, single-line task title of at most 36 "
		  "characters",
		    false },
		{ "please Generate a concise, single-line task title", true },
	};
	char *cause = NULL, *text;
	struct hooks_event ev;
	struct adapter *a;
	struct jv *v;
	size_t i;

	(void)state;
	a = adapter_load(SHIPPED "/codex.json", &cause);
	assert_non_null(a);
	for (i = 0; i < nitems(rows); i++) {
		text = xasprintf("{\"type\":\"agent-turn-complete\","
				 "\"thread-id\":\"01a2-7\","
				 "\"input-messages\":[\"%s\"],"
				 "\"last-assistant-message\":\"Hi\"}",
		    rows[i].first);
		v = jv_parse(text, strlen(text), &cause);
		assert_int_equal(hooks_read(a->hooks, NULL, v, 0, &ev), 0);
		assert_int_equal(ev.event != NULL, rows[i].own);
		if (rows[i].own) {
			assert_int_equal(ev.state, AGENT_DONE);
			assert_string_equal(ev.id, "01a2-7");
			assert_string_equal(ev.summary, "Hi");
		} else
			assert_null(ev.id);
		hooks_clear(&ev);
		jv_free(v);
		free(text);
	}
	adapter_destroy(a);
}

#define LINE "╌╌╌╌╌╌╌╌"
#define HEAD " Bash command\n Run it\n" LINE "\n"
#define YES  "\n" LINE "\n Do you want to proceed?\n ❯ 1. Yes\n"
#define REST YES "   2. Yes, always\n   3. No\n\n Esc to cancel · Tab to amend"

/* What claude's dialog asks for is told if it is one row, and the dialog's own:
 * else another command's hook could be answered for it. */
static void
claude_asks(void **state)
{
	static const struct {
		const char *screen;
		const char *message; /* NULL: none is told */
	} rows[] = {
		{ HEAD " rm a b" REST, "rm a b" },
		{ HEAD " rm a b" REST "\n──────── name ─", "rm a b" },
		{ HEAD " rm a b" REST "\n\n\n\n\n\n\n\n\n\n──────── name ─",
		    "rm a b" },
		{ HEAD " rm a\n b" REST, NULL },
		{ HEAD " rm a\n ╌╌╌\n b" REST, NULL },
		{ HEAD " rm c" REST "\n" HEAD " rm a\n b" REST, NULL },
		{ HEAD " rm a\n" REST, NULL },
		{ HEAD " rm c" REST "\n" HEAD " rm a" REST, "rm a" },
		{ LINE "\n rm c\n" HEAD " rm a" REST, "rm a" },
		{ HEAD " rm c" YES HEAD " rm a" REST, "rm a" },
		{ HEAD " rm c" REST HEAD " rm d" REST "\n" HEAD " rm a" REST
		       " \n\n\n\n──────── name ─",
		    "rm a" },
	};
	struct rules_verdict got;
	struct shown_screen s;
	struct adapter *a;
	char *cause = NULL;
	size_t i;

	(void)state;
	a = adapter_load(SHIPPED "/claude.json", &cause);
	assert_non_null(a);
	for (i = 0; i < nitems(rows); i++) {
		agentscreen_make(&s, rows[i].screen);
		rules_judge(a->rules, a->prompt, &s, false, &got);
		assert_string_equal(got.rule, "permission-shell");
		if (rows[i].message == NULL)
			assert_null(got.message);
		else if (got.message == NULL)
			fail_msg("row %zu: none", i);
		else
			assert_string_equal(got.message, rows[i].message);
		rules_clear(&got);
		shown_clear(&s);
	}
	adapter_destroy(a);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(all_shipped),
		TEST(codex_turns),
		TEST(claude_asks),
		TEST(broken),
		TEST(bounds),
		TEST(damage),
		TEST(no_such),
		TEST(automatic),
		TEST(persons_own),
	};

	setenv("BGMUX_DATA", ABS_SRCDIR "/src/agent", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
