/* SPDX-License-Identifier: ISC */
/* test_ttyname: terminals by their names: notifications and progress. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tty/ttyname.h"

/* Pairs of name and value. */
static const char *const *environment;

static const char *
fake_env(const char *name)
{
	const char *const *p;

	for (p = environment; *p != NULL; p += 2)
		if (strcmp(*p, name) == 0)
			return p[1];
	return NULL;
}

static void
test_guess(void **state)
{
	static const struct {
		const char *env[7];
		enum notify_form form;
		bool progress;
	} rows[] = {
		{ { "TERM", "xterm-256color" }, NOTIFY_BELL, false },
		{ { "TERM", "xterm-kitty" }, NOTIFY_OSC99, false },
		{ { "TERM", "foot" }, NOTIFY_OSC777, false },
		{ { "TERM", "rxvt-unicode-256color" }, NOTIFY_OSC777, false },
		{ { "TERM", "xterm-256color", "TERM_PROGRAM", "iTerm.app" },
		    NOTIFY_OSC9, false },
		{ { "TERM", "xterm-256color", "TERM_PROGRAM", "ghostty" },
		    NOTIFY_OSC777, true },
		{ { "TERM", "xterm-256color", "TERM_PROGRAM", "vscode" },
		    NOTIFY_BELL, true },
		{ { "TERM", "xterm-256color", "WT_SESSION", "x" }, NOTIFY_BELL,
		    true },
		{ { "TERM", "xterm-256color", "KONSOLE_VERSION", "230800" },
		    NOTIFY_OSC777, false },
		/* tmux hands on the variables of the terminal outside. */
		{ { "TERM", "tmux-256color", "TMUX", "/x", "KITTY_WINDOW_ID",
		      "1" },
		    NOTIFY_BELL, false },
		{ { "TERM", "screen", "STY", "1", "WT_SESSION", "x" },
		    NOTIFY_BELL, false },
	};
	struct caps c;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		memset(&c, 0, sizeof c);
		environment = rows[i].env;
		ttyname_guess(&c, fake_env);
		if (c.notify != rows[i].form || c.progress != rows[i].progress)
			fail_msg("row %zu: form %d, progress %d", i, c.notify,
			    c.progress);
	}
}

static void
test_told(void **state)
{
	static const struct {
		const char *version;
		enum notify_form form;
		bool progress;
	} rows[] = {
		{ "", NOTIFY_BELL, false },
		{ "XTerm(390)", NOTIFY_BELL, false },
		{ "xterm.js(5.5.0)", NOTIFY_BELL, true },
		{ "tmux 3.5", NOTIFY_BELL, false },
		{ "kitty(0.36.0)", NOTIFY_OSC99, false },
		{ "WezTerm 20240203", NOTIFY_OSC777, true },
		{ "VTE(7600)", NOTIFY_OSC777, false },
		{ "VTE(7901)", NOTIFY_OSC777, true },
		{ "VTE(99999999999999999999)", NOTIFY_OSC777, false },
		{ "iTerm2 3.5.0", NOTIFY_OSC9, false },
		{ "ghostty 1.2.0", NOTIFY_OSC777, true },
	};
	struct caps c;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		memset(&c, 0, sizeof c);
		c.progress = true;
		c.notify = NOTIFY_OSC9;
		ttyname_told(&c, rows[i].version);
		if (c.notify != rows[i].form || c.progress != rows[i].progress)
			fail_msg("'%s': form %d, progress %d", rows[i].version,
			    c.notify, c.progress);
	}
}

static void
test_set(void **state)
{
	static const struct {
		const char *word;
		enum notify_form form;
	} rows[] = {
		{ "auto", NOTIFY_OSC99 },
		{ "off", NOTIFY_OFF },
		{ "bell", NOTIFY_BELL },
		{ "osc9", NOTIFY_OSC9 },
		{ "osc777", NOTIFY_OSC777 },
		{ "osc99", NOTIFY_OSC99 },
	};
	struct caps c;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		memset(&c, 0, sizeof c);
		ttyname_set(&c, rows[i].word);
		ttyname_told(&c, "kitty(0.36.0)");
		assert_int_equal(c.notify, rows[i].form);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guess),
		cmocka_unit_test(test_told),
		cmocka_unit_test(test_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
