/* SPDX-License-Identifier: ISC */
/* test_ttyask: what terminals answer, as they document it or as they were seen
 * to do it, split anywhere: nothing of it is a key, and what it says is known.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "term/key.h"
#include "tty/caps.h"
#include "tty/ttyask.h"
#include "tty/ttyin.h"

struct told {
	struct caps caps;
	struct ttyask_colours colours;
	unsigned typed; /* keys, pastes, mice */
	bool over;	/* DA1 */
};

static void
on_key(const struct key *k, void *arg)
{
	struct told *t = arg;

	(void)k;
	t->typed++;
}

static void
on_paste(const char *s, size_t n, void *arg)
{
	struct told *t = arg;

	(void)s;
	(void)n;
	t->typed++;
}

static void
on_mouse(const struct mouse *m, void *arg)
{
	struct told *t = arg;

	(void)m;
	t->typed++;
}

static void
on_reply(const struct ttyin_reply *r, void *arg)
{
	struct told *t = arg;

	(void)ttyask_told(&t->caps, r);
	(void)ttyask_colours_told(&t->colours, r);
	if (r->type == REPLY_CSI && r->leader == '?' && r->final == 'c')
		t->over = true;
}

static const struct ttyin_handler handler = {
	.key = on_key,
	.paste = on_paste,
	.mouse = on_mouse,
	.reply = on_reply,
};

static const struct {
	const char *name;
	const char *answers;
	bool kitty;
	bool sync;
	bool true_colour;
	enum wheel_keys wheel;
	enum notify_form notify;
	bool progress;
	uint32_t bg;
} rows[] = {
	{ "iTerm2 3.5",
	    "\033[2;2R\033[?0u\033[?2026;2$y\033[?1016;0$y\033[?1007;2$y"
	    "\033[?2031;2$y\033]10;rgb:dcdc/dcdc/dcdc\033\\"
	    "\033]11;rgb:1515/1919/1f1f\033\\"
	    "\033]4;1;rgb:b4b4/3c3c/2929\033\\\033P>|iTerm2 3.5.11\033\\"
	    "\033[?64;1;2;4;6;17;18;21;22c",
	    true, true, true, WHEEL_NO_KEYS, NOTIFY_OSC9, false, 0x15191f },
	{ "Windows Terminal 1.22",
	    "\033[2;2R\033[?2026;2$y\033[?1016;0$y\033[?1007;1$y"
	    "\033[?2031;0$y\033]10;rgb:cccc/cccc/cccc\033\\"
	    "\033]11;rgb:0c0c/0c0c/0c0c\033\\"
	    "\033[?61;4;6;7;14;21;22;23;24;28;32;42c",
	    false, true, false, WHEEL_KEYS, NOTIFY_BELL, false, 0x0c0c0c },
	{ "Windows Terminal 1.17", "\033[2;2R\033[?1;0c", false, false, false,
	    WHEEL_UNKNOWN, NOTIFY_BELL, false, 0 },
	{ "Terminal.app", "\033[2;2R\033]11;rgb:ffff/ffff/ffff\a\033[?1;2c",
	    false, false, false, WHEEL_UNKNOWN, NOTIFY_BELL, false, 0xffffff },
	{ "WezTerm",
	    "\033[2;2R\033[?2026;2$y\033[?1016;2$y\033[?1007;0$y"
	    "\033]10;rgb:b2b2/b2b2/b2b2\033\\\033]11;rgb:0000/0000/0000\033\\"
	    "\033P>|WezTerm 20240203-110809-5046fc22\033\\"
	    "\033[?65;4;6;18;22;52c",
	    false, true, true, WHEEL_UNKNOWN, NOTIFY_OSC777, true, 0 },
};

static char term[] = "xterm-256color";

static void
feed_split(struct told *t, const char *answers, size_t at)
{
	struct ttyin *in = ttyin_create(&handler, t);
	size_t n = strlen(answers);

	memset(t, 0, sizeof *t);
	t->caps.term = term;
	t->caps.colours = 256;
	t->caps.utf8 = true;
	t->caps.notify = NOTIFY_BELL;
	ttyin_feed(in, answers, at);
	ttyin_feed(in, answers + at, n - at);
	ttyin_destroy(in);
}

static void
test_answers(void **state)
{
	struct told t;
	size_t i, at;

	(void)state;
	for (i = 0; i < nitems(rows); i++)
		for (at = 0; at <= strlen(rows[i].answers); at++) {
			feed_split(&t, rows[i].answers, at);
			if (t.typed != 0 || !t.over)
				fail_msg("%s at %zu: %u typed", rows[i].name,
				    at, t.typed);
			if (t.caps.kitty != rows[i].kitty ||
			    t.caps.sync != rows[i].sync || !t.caps.utf8 ||
			    (t.caps.colours == COLOURS_TRUE) !=
				rows[i].true_colour ||
			    t.caps.wheel != rows[i].wheel ||
			    t.caps.notify != rows[i].notify ||
			    t.caps.progress != rows[i].progress)
				fail_msg("%s is not known", rows[i].name);
			assert_int_equal(t.colours.bg & 0xffffff, rows[i].bg);
		}
}

/* Two bytes of UTF-8 in two columns. */
static void
test_eight_bits(void **state)
{
	struct told t;

	(void)state;
	feed_split(&t, "\033[2;3R\033[?62c", 3);
	assert_false(t.caps.utf8);
	/* No such place was asked for. */
	feed_split(&t, "\033[3;3R\033[2;9R\033[?62c", 3);
	assert_true(t.caps.utf8);
	assert_int_equal(t.typed, 0);
}

static void
test_colours(void **state)
{
	static const struct {
		const char *answer;
		uint32_t want;
	} cases[] = {
		{ "\033]4;1;rgb:cd/00/0f\033\\", TTYASK_KNOWN | 0xcd000f },
		{ "\033]4;1;rgb:cdcd/0000/0f0f\a", TTYASK_KNOWN | 0xcd000f },
		{ "\033]4;1;rgba:cdcd/0000/0f0f/ffff\a",
		    TTYASK_KNOWN | 0xcd000f },
		{ "\033]4;1;rgbi:1/0/0\a", 0 },
		{ "\033]4;1;rgb:cdcd/0000\a", 0 },
		{ "\033]4;9;rgb:cd/00/0f\a", 0 },
		{ "\033]4;10;rgb:cd/00/0f\a", 0 },
		{ "\033]4;\a", 0 },
	};
	struct told t;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		feed_split(&t, cases[i].answer, 2);
		assert_int_equal(t.colours.palette[1], cases[i].want);
		assert_int_equal(t.typed, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_eight_bits),
		cmocka_unit_test(test_colours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
