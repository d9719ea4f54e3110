/* SPDX-License-Identifier: ISC */
/* test_shkeys: bytes as the built-in agent's keys, whole and cut anywhere. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/xmalloc.h"
#include "sh/keys.h"

struct row {
	const char *bytes;
	enum keys_what what[4];
	const char *text; /* of the first */
};

static const struct row rows[] = {
	{ "abc", { KEYS_TEXT }, "abc" },
	{ "\303\244\346\227\245", { KEYS_TEXT }, "\303\244\346\227\245" },
	{ "a\377b", { KEYS_TEXT, KEYS_TEXT }, "a" },
	{ "\302\233"
	  "A",
	    { KEYS_TEXT }, "A" }, /* C1 is no text */
	{ "\r\n\t", { KEYS_ENTER, KEYS_NEWLINE, KEYS_TAB }, NULL },
	{ "\003\004\014", { KEYS_CTRL_C, KEYS_CTRL_D, KEYS_CTRL_L }, NULL },
	{ "\177\010\033\177",
	    { KEYS_BACKSPACE, KEYS_BACKSPACE, KEYS_KILL_WORD }, NULL },
	{ "\033[A\033OB\033[1;5C\033[D",
	    { KEYS_UP, KEYS_DOWN, KEYS_WORD_RIGHT, KEYS_LEFT }, NULL },
	{ "\033[H\033[4~\033[3~\033[Z",
	    { KEYS_HOME, KEYS_END, KEYS_DELETE, KEYS_BACKTAB }, NULL },
	{ "\033[13;2u\033[27u\033[99;5u\033\r",
	    { KEYS_NEWLINE, KEYS_ESC, KEYS_CTRL_C, KEYS_NEWLINE }, NULL },
	{ "\033[27;2;13~", { KEYS_NEWLINE }, NULL },
	{ "\033[99999999999;1;1;1;1;1;1A", { KEYS_UP }, NULL },
	{ "\033[200~a\033[31m\nb\033[201~x", { KEYS_PASTE, KEYS_TEXT },
	    "a\033[31m\nb" },
	{ "\033]7501;?\033\\x", { KEYS_ANSWER, KEYS_TEXT }, "7501;?" },
	{ "\033]7501;?\a", { KEYS_ANSWER }, "7501;?" },
	{ "\033[?62;22c", { KEYS_ATTRIBUTES }, NULL },
	{ "\033P>|term\033\\y\033_Gok\033\\", { KEYS_TEXT }, "y" },
	{ "\033[<0;1;1M\033[?1u\033[Iz", { KEYS_TEXT }, "z" },
	{ "\033[12\001", { KEYS_HOME }, NULL },
};

/* Feed in pieces of step bytes, and expect the row's events. */
static void
play(const struct row *r, size_t step)
{
	struct keys k;
	struct keys_event e;
	size_t i, n = 0, len = strlen(r->bytes);
	bool text = r->text != NULL;

	keys_init(&k);
	for (i = 0; i < len; i += step) {
		keys_feed(&k, r->bytes + i, i + step < len ? step : len - i);
		while (keys_next(&k, false, &e)) {
			if (text) {
				assert_int_equal(e.what, r->what[0]);
				assert_memory_equal(r->text, e.text, e.len);
				/* Text may come in pieces. */
				if (e.len < strlen(r->text))
					goto out;
				text = false;
			}
			assert_true(n < nitems(r->what));
			assert_int_equal(e.what, r->what[n]);
			n++;
		}
	}
	assert_false(keys_next(&k, true, &e));
	assert_true(n == nitems(r->what) || r->what[n] == KEYS_NONE);
out:
	keys_clear(&k);
}

static void
table(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		play(&rows[i], 1000);
		play(&rows[i], 1);
		play(&rows[i], 3);
	}
}

/* What is cut waits, and is judged when nothing more comes. */
static void
cut(void **state)
{
	struct keys k;
	struct keys_event e;

	(void)state;
	keys_init(&k);
	assert_int_equal(keys_patience(&k), -1);
	keys_feed(&k, "\033", 1);
	assert_false(keys_next(&k, false, &e));
	assert_true(keys_patience(&k) > 0);
	assert_true(keys_next(&k, true, &e));
	assert_int_equal(e.what, KEYS_ESC);
	keys_feed(&k, "\033\033[A", 4);
	assert_true(keys_next(&k, false, &e));
	assert_int_equal(e.what, KEYS_ESC);
	assert_true(keys_next(&k, false, &e));
	assert_int_equal(e.what, KEYS_UP);
	keys_feed(&k, "\033[200~never", 11);
	assert_false(keys_next(&k, false, &e));
	assert_true(keys_next(&k, true, &e));
	assert_int_equal(e.what, KEYS_PASTE);
	assert_string_equal(e.text, "never");
	keys_feed(&k, "\303", 1);
	assert_false(keys_next(&k, false, &e));
	assert_false(keys_next(&k, true, &e));
	assert_int_equal(keys_patience(&k), -1);
	keys_clear(&k);
}

/* A paste and a string that never end take a bounded room. */
static void
floods(void **state)
{
	struct keys k;
	struct keys_event e;
	char chunk[4096];
	int i;

	(void)state;
	memset(chunk, 'a', sizeof chunk);
	keys_init(&k);
	keys_feed(&k, "\033[200~", 6);
	for (i = 0; i < 100; i++) {
		keys_feed(&k, chunk, sizeof chunk);
		assert_false(keys_next(&k, false, &e));
		assert_true(k.in.len < 16);
	}
	keys_feed(&k, "\033[201~", 6);
	assert_true(keys_next(&k, false, &e));
	assert_int_equal(e.len, KEYS_PASTE_MAX);
	keys_feed(&k, "\033]0;", 4);
	for (i = 0; i < 100; i++) {
		keys_feed(&k, chunk, sizeof chunk);
		while (keys_next(&k, false, &e))
			continue;
		assert_true(k.in.len <= 2 * sizeof chunk);
	}
	keys_clear(&k);
}

static void
cooked(void **state)
{
	struct keys k;
	struct keys_event e;

	(void)state;
	keys_init(&k);
	k.cooked = true;
	keys_feed(&k, "\n", 1);
	assert_true(keys_next(&k, false, &e));
	assert_int_equal(e.what, KEYS_ENTER);
	assert_false(keys_next(&k, false, &e));
	keys_feed(&k, "\n", 1);
	assert_true(keys_next(&k, false, &e));
	assert_int_equal(e.what, KEYS_NEWLINE);
	keys_clear(&k);
}

/* Whatever comes, it ends and is bounded. */
static void
noise(void **state)
{
	struct keys k;
	struct keys_event e;
	uint32_t seed = 1;
	uint8_t c;
	int i;

	(void)state;
	keys_init(&k);
	for (i = 0; i < 200000; i++) {
		seed = seed * 1103515245u + 12345u;
		c = (uint8_t)(seed >> 16);
		if ((seed >> 24 & 7) == 0)
			c = (uint8_t) "\033[]?;0~u"[seed >> 10 & 7];
		keys_feed(&k, &c, 1);
		while (keys_next(&k, (seed & 63) == 0, &e))
			assert_int_not_equal(e.what, KEYS_NONE);
	}
	keys_clear(&k);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),
		cmocka_unit_test(cut),
		cmocka_unit_test(floods),
		cmocka_unit_test(cooked),
		cmocka_unit_test(noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
