/* SPDX-License-Identifier: ISC */
/* test_shedit: the built-in agent's editor: keys, lines, history, rows, and
 * what must not get into the text. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/xmalloc.h"
#include "sh/edit.h"

static struct edit e;

/* Do keys: letters are text, others as in the switch. The cursor is '|'. */
static void
keys(const char *what)
{
	struct keys_event k;
	char text[2] = { 0 };

	for (; *what != '\0'; what++) {
		memset(&k, 0, sizeof k);
		switch (*what) {
		case '<':
			k.what = KEYS_LEFT;
			break;
		case '>':
			k.what = KEYS_RIGHT;
			break;
		case '^':
			k.what = KEYS_UP;
			break;
		case 'v':
			k.what = KEYS_DOWN;
			break;
		case '\b':
			k.what = KEYS_BACKSPACE;
			break;
		case '#':
			k.what = KEYS_DELETE;
			break;
		case '{':
			k.what = KEYS_HOME;
			break;
		case '}':
			k.what = KEYS_END;
			break;
		case '(':
			k.what = KEYS_WORD_LEFT;
			break;
		case ')':
			k.what = KEYS_WORD_RIGHT;
			break;
		case 'W':
			k.what = KEYS_KILL_WORD;
			break;
		case 'U':
			k.what = KEYS_KILL_LINE;
			break;
		case 'K':
			k.what = KEYS_KILL_END;
			break;
		case '/':
			k.what = KEYS_NEWLINE;
			break;
		default:
			k.what = KEYS_TEXT;
			text[0] = *what;
			k.text = text;
			k.len = 1;
		}
		assert_true(edit_key(&e, &k));
	}
}

static void
is(const char *want)
{
	struct buf b = { 0 };
	char *got;

	buf_put(&b, edit_text(&e), e.at);
	buf_put_u8(&b, '|');
	buf_put(&b, edit_text(&e) + e.at, e.text.len - e.at);
	got = buf_steal(&b, NULL);
	assert_string_equal(got, want);
	free(got);
}

static void
moves(void **state)
{
	static const struct {
		const char *keys;
		const char *want;
	} rows[] = {
		{ "", "|" },
		{ "<>^v\b#WUK(){}", "|" },
		{ "abc<x", "abx|c" },
		{ "abc{x}y", "xabcy|" },
		{ "one two(", "one |two" },
		{ "one two((", "|one two" },
		{ "one two{)", "one| two" },
		{ "one twoW", "one |" },
		{ "one two(U", "|two" },
		{ "one two(K", "one |" },
		{ "ab/cd^", "ab|\ncd" },
		{ "abc/d^", "a|bc\nd" },
		{ "a/bcd^v", "a\nb|cd" },
		{ "ab/cd{\b", "ab|cd" },
		{ "ab/cd^K", "ab|cd" },
		{ "abc{#", "|bc" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		edit_init(&e);
		keys(rows[i].keys);
		is(rows[i].want);
		edit_clear(&e);
	}
}

/* A cluster is one step: a base and its mark, an emoji with joiners, a flag. */
static void
clusters(void **state)
{
	(void)state;
	edit_init(&e);
	edit_set(&e,
	    "e\314\201\360\237\221\251\342\200\215\360\237\232\200"
	    "\360\237\207\251\360\237\207\252");
	keys("<");
	keys("\b");
	is("e\314\201|\360\237\207\251\360\237\207\252");
	keys("\b#");
	is("|");
	edit_clear(&e);
}

static void
history(void **state)
{
	char *text;

	(void)state;
	edit_init(&e);
	edit_remember(&e, "one");
	edit_remember(&e, "two");
	edit_remember(&e, "two");
	edit_remember(&e, "");
	keys("draft^");
	is("two|");
	keys("^^^");
	is("one|");
	keys("xvv");
	is("draft|");
	keys("v^");
	is("two|");
	text = edit_take(&e);
	assert_string_equal(text, "two");
	free(text);
	is("|");
	keys("^^");
	is("one|");
	edit_clear(&e);
}

/* What no text may hold is dropped; the rest is kept. */
static void
hostile(void **state)
{
	char *big = xmalloc(EDIT_MAX + 10);

	(void)state;
	edit_init(&e);
	assert_true(edit_insert(&e, "a\0b\033[2J\a\r\nc\td\302\233\377", 17));
	is("ab[2J\nc\td|");
	edit_set(&e, "x\342\200\256y\342\200\213z"); /* bidi, zero width */
	is("xyz|");
	memset(big, 'a', EDIT_MAX + 10);
	edit_set(&e, "\303\244");
	assert_false(edit_insert(&e, big, EDIT_MAX + 10));
	assert_int_equal(e.text.len, EDIT_MAX - 1);
	assert_false(edit_insert(&e, "b", 1));
	assert_int_equal(strlen(edit_text(&e)), EDIT_MAX - 1);
	edit_clear(&e);
	free(big);
}

static void
rows_are(int cols, const char *want, int row, int col)
{
	struct strv rows = { 0 };
	int r = -1, c = -1;
	char *got;

	edit_rows(&e, cols, &rows, &r, &c);
	got = strv_join(&rows, "/");
	assert_string_equal(got, want);
	assert_int_equal(r, row);
	assert_int_equal(c, col);
	free(got);
	strv_clear(&rows);
}

static void
rows(void **state)
{
	(void)state;
	edit_init(&e);
	rows_are(4, "", 0, 0);
	edit_set(&e, "abcdefg");
	rows_are(4, "abcd/efg", 1, 3);
	keys("<<<");
	rows_are(4, "abcd/efg", 1, 0);
	edit_set(&e, "ab\n\ncd\n");
	rows_are(4, "ab//cd/", 3, 0);
	edit_set(&e, "\346\227\245\346\234\254\350\252\236");
	rows_are(5, "\346\227\245\346\234\254/\350\252\236", 1, 2);
	edit_set(&e, "a\tb");
	rows_are(9, "a    b", 0, 6);
	edit_clear(&e);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves),
		cmocka_unit_test(clusters),
		cmocka_unit_test(history),
		cmocka_unit_test(hostile),
		cmocka_unit_test(rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
