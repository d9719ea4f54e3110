/* SPDX-License-Identifier: ISC */
/* test_boot: what a host accepts at its start, and the environment that it
 * makes of it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/strv.h"
#include "host/boot.h"
#include "host/hostenv.h"
#include "term/cell.h"

#define GOOD                                                                   \
	"\"id\":\"0123abcd\",\"name\":\"n\",\"kind\":\"job\",\"cwd\":\"/c\","  \
	"\"stateDir\":\"/s\",\"runtimeDir\":\"/r\",\"argv\":[\"sh\"],"         \
	"\"env\":[\"A=b\"],\"token\":\"t\""

static struct boot *
parse(const char *text, char **cause)
{
	struct boot *b;
	struct jv *jv;

	*cause = NULL;
	jv = jv_parse(text, strlen(text), cause);
	assert_non_null(jv);
	b = boot_parse(jv, cause);
	jv_free(jv);
	return b;
}

static void
test_good(void **state)
{
	struct boot *b;
	char *cause, *path;

	(void)state;
	b = parse("{" GOOD ",\"cols\":99999,\"rows\":-4,\"lingerMs\":-1}",
	    &cause);
	assert_non_null(b);
	assert_null(cause);
	assert_string_equal(b->argv.v[0], "sh");
	assert_int_equal(b->cols, TERM_MAX_COLS);
	assert_int_equal(b->rows, TERM_MIN_ROWS);
	assert_int_equal(b->linger_ms, 0);
	path = boot_socket(b);
	assert_string_equal(path, "/r/h/0123abcd");
	free(path);
	path = boot_job_dir(b);
	assert_string_equal(path, "/s/jobs/0123abcd");
	free(path);
	boot_free(b);
}

static void
test_bad(void **state)
{
	/* A later member of the same name is refused by the parser, so each row
	 * is written out. */
	static const struct {
		const char *text;
		const char *names;
	} rows[] = {
		{ "{}", "'id'" },
		{ "{\"id\":\"../../xx\"}", "'id'" },
		{ "{\"id\":\"0123ABCD\"}", "'id'" },
		{ "{\"id\":\"0123abcd\"}", "'name'" },
		{ "{\"id\":\"0123abcd\",\"name\":1}", "'name'" },
		{ "{\"id\":\"0123abcd\",\"name\":\"\",\"kind\":\"job\","
		  "\"cwd\":\"relative\"}",
		    "'cwd'" },
		{ "{\"id\":\"0123abcd\",\"name\":\"\",\"kind\":\"job\","
		  "\"cwd\":\"/\",\"stateDir\":\"/s\",\"runtimeDir\":\"/r\","
		  "\"argv\":[]}",
		    "'argv'" },
		{ "{\"id\":\"0123abcd\",\"name\":\"\",\"kind\":\"job\","
		  "\"cwd\":\"/\",\"stateDir\":\"/s\",\"runtimeDir\":\"/r\","
		  "\"argv\":[\"sh\",1]}",
		    "'argv'" },
		{ "{\"id\":\"0123abcd\",\"name\":\"\",\"kind\":\"job\","
		  "\"cwd\":\"/\",\"stateDir\":\"/s\",\"runtimeDir\":\"/r\","
		  "\"argv\":[\"sh\"]}",
		    "'env'" },
	};
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		assert_null(parse(rows[i].text, &cause));
		assert_non_null(cause);
		if (strstr(cause, rows[i].names) == NULL)
			fail_msg("%s: %s", rows[i].text, cause);
		free(cause);
	}
}

static void
test_passes(void **state)
{
	static const struct {
		const char *name;
		bool passes;
	} rows[] = {
		{ "HOME", true },
		{ "PATH", true },
		{ "SSH_AUTH_SOCK", true },
		{ "BGMUX_RUNTIME_DIR", true },
		{ "LINESMAN", true },
		{ "STYLE", true },
		{ "TERMINFO_DIRS", true },
		{ "CLAUDECODE", false },
		{ "TMUX", false },
		{ "TMUX_PANE", false },
		{ "STY", false },
		{ "TERM_PROGRAM", false },
		{ "TERM_PROGRAM_VERSION", false },
		{ "KITTY_WINDOW_ID", false },
		{ "WEZTERM_PANE", false },
		{ "ITERM_SESSION_ID", false },
		{ "VTE_VERSION", false },
		{ "WT_SESSION", false },
		{ "TERMINFO", false },
		{ "LINES", false },
		{ "COLUMNS", false },
		{ "BGMUX_TOKEN", false },
		{ "BGMUX_SOCKET", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++)
		if (hostenv_passes(rows[i].name, strlen(rows[i].name)) !=
		    rows[i].passes)
			fail_msg("%s", rows[i].name);
}

static void
test_env(void **state)
{
	struct strv env = { 0 };
	struct boot *b;
	char *cause;

	(void)state;
	b = parse("{" GOOD "}", &cause);
	assert_non_null(b);
	strv_add(&b->env, "TMUX=outer");
	strv_add(&b->env, "BGMUX_SESSION=outer");
	strv_add(&b->env, "no equals sign");
	hostenv_build(&env, b, "/s/jobs/0123abcd", "/r/h/0123abcd");
	assert_string_equal(strv_getenv(&env, "A"), "b");
	assert_null(strv_getenv(&env, "TMUX"));
	assert_string_equal(strv_getenv(&env, "BGMUX_SESSION"), "0123abcd");
	assert_string_equal(strv_getenv(&env, "BGMUX_HOME"), "/s");
	assert_string_equal(strv_getenv(&env, "BGMUX_TOKEN"), "t");
	assert_string_equal(strv_getenv(&env, "PWD"), "/c");
	assert_string_equal(strv_getenv(&env, "TERM_PROGRAM"), "bgmux");
	assert_string_equal(strv_getenv(&env, "CLAUDE_JOB_DIR"),
	    "/s/jobs/0123abcd");
	assert_non_null(strv_getenv(&env, "PATH"));
	strv_clear(&env);
	boot_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_passes),
		cmocka_unit_test(test_env),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
