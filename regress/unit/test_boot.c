/* SPDX-License-Identifier: ISC */
/* test_boot: what a host accepts at its start, and the environment that it
 * makes of it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/log.h"
#include "base/strv.h"
#include "base/termname.h"
#include "base/xmalloc.h"
#include "host/boot.h"
#include "host/hostenv.h"
#include "host/stop.h"
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

/* What a host may be told while it runs. */
static void
test_change(void **state)
{
	static const struct {
		const char *text;
		int level;
		int64_t silent, grace;
	} rows[] = {
		{ "{}", -1, 60000, 3000 },
		{ "{\"silentMs\":0,\"graceMs\":0,\"logLevel\":\"debug\"}",
		    LOG_DEBUG, 0, 0 },
		{ "{\"silentMs\":5000,\"new\":1}", LOG_DEBUG, 5000, 0 },
		{ "{\"logLevel\":\"loud\",\"graceMs\":\"1\"}", LOG_DEBUG, 5000,
		    0 },
		{ "{\"silentMs\":-1,\"graceMs\":999999999}", LOG_DEBUG, 0,
		    STOP_GRACE_MAX_MS },
		{ "{\"logLevel\":\"error\"}", LOG_ERROR, 0, STOP_GRACE_MAX_MS },
	};
	struct boot *b;
	struct jv *jv;
	char *cause;
	size_t i;

	(void)state;
	b = parse("{" GOOD "}", &cause);
	assert_null(b->term);
	for (i = 0; i < nitems(rows); i++) {
		jv = jv_parse(rows[i].text, strlen(rows[i].text), &cause);
		assert_non_null(jv);
		boot_change(b, jv);
		jv_free(jv);
		if (b->log_level != rows[i].level ||
		    b->silent_ms != rows[i].silent ||
		    b->grace_ms != rows[i].grace)
			fail_msg("row %zu: %d %lld %lld", i, b->log_level,
			    (long long)b->silent_ms, (long long)b->grace_ms);
	}
	boot_free(b);
}

/* TERM is the one asked for only if it is a name, and installed. */
static void
test_term(void **state)
{
	static const char *const rows[][2] = {
		{ "vt100", "vt100" },
		{ "no-such-terminal", "xterm-256color" },
		{ "../../x", "xterm-256color" },
		{ "", "xterm-256color" },
	};
	struct strv env;
	struct boot *b;
	char *cause, *text;
	size_t i;

	(void)state;
	if (!termname_installed("vt100", NULL))
		skip();
	for (i = 0; i < nitems(rows); i++) {
		text = xasprintf("{" GOOD ",\"term\":\"%s\"}", rows[i][0]);
		b = parse(text, &cause);
		free(text);
		memset(&env, 0, sizeof env);
		hostenv_build(&env, b, "/j", "/s");
		assert_string_equal(strv_getenv(&env, "TERM"), rows[i][1]);
		strv_clear(&env);
		boot_free(b);
	}
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
		{ "{\"id\":\"0123abcd\",\"name\":\"\",\"kind\":\"job\","
		  "\"cwd\":\"/\",\"stateDir\":\"/s\",\"runtimeDir\":\"/r\","
		  "\"argv\":[\"sh\"],\"env\":[{\"b64\":\"?\"}]}",
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
		{ "CLAUDE_CONFIG_DIR", true },
		{ "CLAUDE_CODE_USE_BEDROCK", true },
		{ "CLAUDE_CODE_OAUTH_TOKEN", true },
		{ "ANTHROPIC_API_KEY", true },
		{ "OPENCODE_CONFIG", true },
		{ "SSH_CONNECTION", true },
		{ "WINDOWS", true },
		{ "", true },
		{ "CLAUDE_CODE_ENTRYPOINT", false },
		{ "CLAUDE_CODE_SSE_PORT", false },
		{ "CLAUDE_CODE_SESSION_ID", false },
		{ "CLAUDE_JOB_DIR", false },
		{ "CODEX_SANDBOX_NETWORK_DISABLED", false },
		{ "ALACRITTY_WINDOW_ID", false },
		{ "GHOSTTY_RESOURCES_DIR", false },
		{ "KONSOLE_DBUS_SESSION", false },
		{ "TERMCAP", false },
		{ "WINDOWID", false },
		{ "ZELLIJ", false },
		{ "ZELLIJ_SESSION_NAME", false },
		{ "GPG_TTY", false },
		{ "SSH_TTY", false },
		{ "BGMUX_SESSION", false },
		{ "BGMUX_JOB_DIR", false },
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
	strv_add(&b->env, "BYTES=\377\376");
	hostenv_build(&env, b, "/s/jobs/0123abcd", "/r/h/0123abcd");
	assert_string_equal(strv_getenv(&env, "A"), "b");
	assert_null(strv_getenv(&env, "TMUX"));
	assert_string_equal(strv_getenv(&env, "BYTES"), "\377\376");
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
		cmocka_unit_test(test_change),
		cmocka_unit_test(test_term),
		cmocka_unit_test(test_passes),
		cmocka_unit_test(test_env),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
