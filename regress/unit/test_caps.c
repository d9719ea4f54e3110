/* SPDX-License-Identifier: ISC */
/* test_caps: terminals by their names and environments, and reduced colours. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "term/cell.h"
#include "tty/caps.h"

/* NAME=value words of the case that runs. */
static const char *environment;

static const char *
fake_env(const char *name)
{
	static char value[128];
	const char *p;
	size_t n;

	n = strlen(name);
	for (p = environment; p != NULL && *p != '\0';) {
		if (strncmp(p, name, n) == 0 && p[n] == '=') {
			p += n + 1;
			n = strcspn(p, " ");
			memcpy(value, p, n);
			value[n] = '\0';
			return value;
		}
		p = strchr(p, ' ');
		if (p != NULL)
			p++;
	}
	return NULL;
}

static void
test_errors(void **state)
{
	static const struct {
		const char *env;
		const char *cause;
	} cases[] = {
		{ "", "TERM is not set" },
		{ "TERM=", "TERM is not set" },
		{ "TERM=../../etc/x",
		    "TERM is not the name of a terminal type" },
		{ "TERM=dumb",
		    "a terminal of type 'dumb' cannot show a screen" },
		{ "TERM=nosuchterminal",
		    "the terminal type 'nosuchterminal' is not known here" },
	};
	struct caps c;
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		environment = cases[i].env;
		cause = NULL;
		assert_int_equal(caps_load(&c, fake_env, &cause), -1);
		assert_string_equal(cause, cases[i].cause);
		free(cause);
	}
}

static void
test_terminals(void **state)
{
	static const struct {
		const char *env;
		int colours;
		int links;
		int ul_styles;
		int scroll;
	} cases[] = {
		{ "TERM=xterm-256color", 256, 1, 1, 1 },
		{ "TERM=xterm-256color COLORTERM=truecolor", COLOURS_TRUE, 1, 1,
		    1 },
		{ "TERM=xterm-256color TERM_PROGRAM=Apple_Terminal", 256, 1, 0,
		    1 },
		{ "TERM=tmux-256color", 256, 1, 1, 1 },
		{ "TERM=screen-256color TMUX=x", 256, 1, 1, 1 },
		{ "TERM=screen-256color COLORTERM=truecolor", 256, 0, 0, 1 },
		/* Not installed here or installed: the same. */
		{ "TERM=xterm-kitty", COLOURS_TRUE, 1, 1, 1 },
		{ "TERM=foot", COLOURS_TRUE, 1, 1, 1 },
		{ "TERM=vt100", 0, 0, 0, 0 },
		{ "TERM=linux", 8, 0, 0, 0 },
	};
	struct caps c;
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		environment = cases[i].env;
		cause = NULL;
		if (caps_load(&c, fake_env, &cause) == -1) {
			/* A small terminfo: such a terminal is refused. */
			assert_non_null(strstr(cause, "not known here"));
			free(cause);
			continue;
		}
		if (c.colours != cases[i].colours ||
		    c.links != cases[i].links ||
		    c.ul_styles != cases[i].ul_styles ||
		    c.scroll != cases[i].scroll)
			fail_msg("%s: %d colours, links %d, underlines %d, "
				 "scrolls %d",
			    cases[i].env, c.colours, c.links, c.ul_styles,
			    c.scroll);
		caps_clear(&c);
	}
}

static void
test_version(void **state)
{
	struct caps c;
	char *cause = NULL;

	(void)state;
	environment = "TERM=xterm-256color";
	assert_int_equal(caps_load(&c, fake_env, &cause), 0);
	caps_version(&c, "XTerm(300)");
	assert_int_equal(c.colours, 256);
	caps_version(&c, "kitty(0.30)");
	assert_int_equal(c.colours, COLOURS_TRUE);
	caps_clear(&c);
	/* xterm with its plain name. */
	environment = "TERM=xterm";
	if (caps_load(&c, fake_env, &cause) == 0) {
		caps_version(&c, "XTerm(379)");
		assert_int_equal(c.colours, 256);
		assert_false(c.ul_styles || c.ul_colour);
		caps_clear(&c);
	}
	free(cause);
}

static void
test_colours(void **state)
{
	static const struct {
		int colours;
		unsigned in;
		unsigned out;
	} cases[] = {
		{ COLOURS_TRUE, COLOUR_RGB | 0x123456, COLOUR_RGB | 0x123456 },
		{ COLOURS_TRUE, COLOUR_INDEXED | 200, COLOUR_INDEXED | 200 },
		{ 256, COLOUR_RGB | 0xff0000, COLOUR_INDEXED | 196 },
		{ 256, COLOUR_RGB | 0x000000, COLOUR_INDEXED | 16 },
		{ 256, COLOUR_RGB | 0xffffff, COLOUR_INDEXED | 231 },
		{ 256, COLOUR_RGB | 0x808080, COLOUR_INDEXED | 244 },
		{ 256, COLOUR_RGB | 0x5f87af, COLOUR_INDEXED | 67 },
		{ 256, COLOUR_INDEXED | 9, COLOUR_INDEXED | 9 },
		{ 16, COLOUR_RGB | 0xff0000, COLOUR_INDEXED | 9 },
		{ 16, COLOUR_INDEXED | 12, COLOUR_INDEXED | 12 },
		{ 16, COLOUR_INDEXED | 196, COLOUR_INDEXED | 9 },
		{ 8, COLOUR_INDEXED | 12, COLOUR_INDEXED | 4 },
		{ 8, COLOUR_RGB | 0x00ff00, COLOUR_INDEXED | 2 },
		{ 8, COLOUR_INDEXED | 255, COLOUR_INDEXED | 7 },
		{ 0, COLOUR_RGB | 0x00ff00, COLOUR_DEFAULT },
		{ 256, COLOUR_DEFAULT, COLOUR_DEFAULT },
	};
	struct caps c = { 0 };
	size_t i;
	unsigned got;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		c.colours = cases[i].colours;
		got = caps_colour(&c, cases[i].in);
		if (got != cases[i].out)
			fail_msg("case %zu: %x", i, got);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_terminals),
		cmocka_unit_test(test_version),
		cmocka_unit_test(test_colours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
