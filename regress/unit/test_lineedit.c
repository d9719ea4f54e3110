/* SPDX-License-Identifier: ISC */
/* test_lineedit: keys edit as readline users know it, units are never cut,
 * long pastes fold, what was sent comes back, and all of it is drawn where the
 * cursor is. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/lineedit.h"
#include "client/linehist.h"
#include "term/intern.h"
#include "term/key.h"
#include "term/row.h"
#include "term/screen.h"
#include "tty/frame.h"

#include "picture.h"

/* Keys by their names, words in quotes as typed text. */
static enum lineedit_did
press(struct lineedit *e, const char *keys)
{
	enum lineedit_did did = LINEEDIT_NONE;
	char *copy = xstrdup(keys), *p = copy, *word;
	struct key key;
	uint32_t cp;
	int n;

	while ((word = strsep(&p, " ")) != NULL) {
		if (*word == '\0')
			continue;
		if (*word != '\'') {
			assert_int_equal(key_parse(word, &key), 0);
			key.event = KEY_PRESS;
			did = lineedit_key(e, &key);
			continue;
		}
		for (word++; *word != '\0'; word += n) {
			memset(&key, 0, sizeof key);
			n = utf8_decode((uint8_t *)word, strlen(word), &cp);
			assert_true(n > 0);
			key.code = cp == '~' ? ' ' : cp;
			key.event = KEY_PRESS;
			did = lineedit_key(e, &key);
		}
	}
	free(copy);
	return did;
}

/* What is shown, with the cursor as a bar. */
static char *
shown(const struct lineedit *e)
{
	struct buf b = { 0 };
	const char *s;
	size_t cursor;

	s = lineedit_shown(e, &cursor);
	buf_put(&b, s, cursor);
	buf_put(&b, "|", 1);
	buf_put(&b, s + cursor, strlen(s) - cursor);
	return buf_steal(&b, NULL);
}

static void
expect(const char *name, const struct lineedit *e, const char *want)
{
	char *have = shown(e);

	if (strcmp(have, want) != 0)
		fail_msg("%s: have \"%s\", want \"%s\"", name, have, want);
	free(have);
}

static void
test_keys(void **state)
{
	static const struct {
		const char *text;
		const char *keys;
		const char *want;
	} cases[] = {
		{ "", "'fix~it", "fix it|" },
		{ "one two", "C-a 'x", "x|one two" },
		{ "one two", "C-a C-f C-d", "o|e two" },
		{ "one two", "C-b C-b C-h", "one |wo" },
		{ "one two", "M-b C-k", "one |" },
		{ "one two", "M-b C-u", "|two" },
		{ "one two", "M-b M-b M-f", "one| two" },
		{ "one two", "Left Right Home End", "one two|" },
		{ "src/a.c -x", "C-w", "src/a.c |" },
		{ "src/a.c -x", "C-w C-w", "|" },
		{ "src/a.c", "M-Backspace", "src/a.|" },
		{ "src/a.c", "C-Backspace C-Backspace", "src/|" },
		{ "one two", "C-a M-d", "| two" },
		{ "one two", "C-a C-Delete", "| two" },
		/* What was cut in a row comes back whole. */
		{ "a b c", "C-w C-w C-y C-y", "a b cb c|" },
		{ "a b c", "C-a C-k C-y C-y", "a b ca b c|" },
		{ "a b c", "C-w C-a M-d C-e C-y M-y", " b c|" },
		{ "ab", "C-y", "ab|" },
		{ "ab", "M-y", "ab|" },
		/* Lines. */
		{ "one", "C-j 'two", "one\ntwo|" },
		{ "one\ntwo", "C-a C-b", "one|\ntwo" },
		{ "one\ntwo", "Up", "one|\ntwo" },
		{ "one\ntwo", "Up C-a C-k", "|\ntwo" },
		{ "one\ntwo", "Up C-a C-k C-k", "|two" },
		{ "one\ntwo", "C-a C-u", "one|two" },
		{ "four\no\nfour", "Up Up", "four|\no\nfour" },
		{ "four\no\nfour", "Up Up Down Down", "four\no\nfour|" },
		{ "one\ntwo", "M-< Down", "one\n|two" },
		{ "one\ntwo", "M-< M-> C-Home C-End", "one\ntwo|" },
		{ "one\\", "Enter 'two", "one\ntwo|" },
		{ "one", "Enter", "one|" },
		/* Undoing. */
		{ "", "'one Left Right 'two C-_", "one|" },
		{ "", "'one C-_", "|" },
		{ "", "'one C-_ M-_", "one|" },
		{ "", "'one C-_ 'two M-_", "two|" },
		{ "one two", "C-w C-/", "one two|" },
		{ "", "C-_", "|" },
		/* Clusters and wide characters. */
		{ "e\xcc\x81x", "C-b C-h", "|x" },
		{ "\xe6\xbc\xa2\xe5\xad\x97", "C-h", "\xe6\xbc\xa2|" },
		{ "a\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9z", "C-b C-b",
		    "a|\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9z" },
		{ "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa", "C-b C-d", "|" },
		{ "\xc3\xa4\xc3\xb6 \xc3\xbc", "M-b M-b C-k", "|" },
		/* A mark that is typed joins what stands before it. */
		{ "ex", "C-b '\xcc\x81 'y", "e\xcc\x81y|x" },
	};
	struct lineedit *e;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		e = lineedit_create(NULL);
		if (*cases[i].text != '\0')
			lineedit_set(e, cases[i].text);
		press(e, cases[i].keys);
		expect(cases[i].keys, e, cases[i].want);
		lineedit_destroy(e);
	}
}

/* What an input does not take can mean something else. */
static void
test_taken(void **state)
{
	static const struct {
		const char *text;
		const char *key;
		enum lineedit_did did;
	} cases[] = {
		{ "", "Up", LINEEDIT_NONE },
		{ "", "Right", LINEEDIT_NONE },
		{ "", "C-d", LINEEDIT_NONE },
		{ "", "Backspace", LINEEDIT_NONE },
		{ "", "C-f", LINEEDIT_NONE },
		{ "", "Enter", LINEEDIT_NONE },
		{ "", "C-p", LINEEDIT_MOVED },
		{ "", "C-j", LINEEDIT_CHANGED },
		{ "", "x", LINEEDIT_CHANGED },
		{ "", "Space", LINEEDIT_CHANGED },
		{ "a", "Up", LINEEDIT_MOVED },
		{ "a", "Right", LINEEDIT_MOVED },
		{ "a", "C-d", LINEEDIT_MOVED },
		{ "a", "C-h", LINEEDIT_CHANGED },
		{ "a", "Enter", LINEEDIT_NONE },
		{ "a", "S-Enter", LINEEDIT_NONE },
		{ "a", "Escape", LINEEDIT_NONE },
		{ "a", "Tab", LINEEDIT_NONE },
		{ "a", "C-t", LINEEDIT_NONE },
		{ "a", "M-x", LINEEDIT_NONE },
		{ "a", "F1", LINEEDIT_NONE },
		{ "a", "PgUp", LINEEDIT_NONE },
	};
	struct lineedit *e;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		e = lineedit_create(NULL);
		lineedit_set(e, cases[i].text);
		if (press(e, cases[i].key) != cases[i].did)
			fail_msg("\"%s\" %s", cases[i].text, cases[i].key);
		lineedit_destroy(e);
	}
	e = lineedit_create(NULL);
	assert_int_equal(lineedit_do(e, ACTION_DETACH), LINEEDIT_NONE);
	assert_int_equal(lineedit_do(e, ACTION_NONE), LINEEDIT_NONE);
	lineedit_destroy(e);
}

static void
test_typed_text(void **state)
{
	struct key key = { .code = 'a', .shifted = 'A', .mods = KEY_MOD_SHIFT };
	struct lineedit *e = lineedit_create(NULL);

	(void)state;
	key.event = KEY_PRESS;
	lineedit_key(e, &key);
	key.mods |= KEY_MOD_CAPS;
	strlcpy(key.text, "Q", sizeof key.text);
	lineedit_key(e, &key);
	key.event = KEY_RELEASE;
	assert_int_equal(lineedit_key(e, &key), LINEEDIT_NONE);
	key.event = KEY_REPEAT;
	lineedit_key(e, &key);
	memset(&key, 0, sizeof key);
	key.event = KEY_PRESS;
	key.code = KEY_KP_0 + 7;
	lineedit_key(e, &key);
	key.code = KEY_KP_ADD;
	lineedit_key(e, &key);
	expect("typed", e, "AQQ7+|");
	lineedit_destroy(e);
}

static char *
repeat(const char *s, unsigned n)
{
	struct buf b = { 0 };

	while (n-- > 0)
		buf_put(&b, s, strlen(s));
	return buf_steal(&b, NULL);
}

static void
expect_text(const struct lineedit *e, const char *want)
{
	char *have = lineedit_text(e);

	assert_string_equal(have, want);
	free(have);
}

static void
test_paste_is_cleaned(void **state)
{
	static const char text[] = "a\033[31m\r\nb\rc\td\x7f\xc2\x9b"
				   "e\xff";
	struct lineedit *e = lineedit_create(NULL);

	(void)state;
	lineedit_paste(e, text, sizeof text - 1);
	expect("clean", e, "a[31m\nb\nc\tde\xef\xbf\xbd|");
	lineedit_set(e, text);
	expect("set", e, "a[31m\nb\nc\tde\xef\xbf\xbd|");
	assert_int_equal(lineedit_paste(e, "\033\a", 2), LINEEDIT_MOVED);
	assert_int_equal(lineedit_paste(e, "", 0), LINEEDIT_MOVED);
	lineedit_destroy(e);
}

static void
test_paste_folds(void **state)
{
	char *wide = repeat("\xe6\xbc\xa2", LINEEDIT_FOLD_CHARS), *want;
	struct lineedit *e = lineedit_create(NULL);

	(void)state;
	/* Neither characters nor lines are over the bound. */
	lineedit_paste(e, wide, strlen(wide));
	expect_text(e, wide);
	assert_non_null(strstr(lineedit_shown(e, NULL), "\xe6\xbc\xa2"));
	lineedit_set(e, "");
	lineedit_paste(e, "1\n2\n3\n", 6);
	expect("three lines", e, "1\n2\n3\n|");

	lineedit_set(e, "see ");
	lineedit_paste(e, "1\n2\n3\n4", 7);
	press(e, "'~and~");
	lineedit_paste(e, "4\n3\n2\n1\n", 8);
	expect("two", e, "see [Pasted text #1] and [Pasted text #2]|");
	expect_text(e, "see 1\n2\n3\n4 and 4\n3\n2\n1\n");
	/* A label is one thing, for the cursor and for what erases. */
	press(e, "C-b 'x");
	expect("before", e, "see [Pasted text #1] and x|[Pasted text #2]");
	press(e, "C-a M-f M-f 'y");
	expect("word", e, "see [Pasted text #1]y| and x[Pasted text #2]");
	press(e, "C-h C-h");
	expect("erased", e, "see | and x[Pasted text #2]");
	expect_text(e, "see  and x4\n3\n2\n1\n");
	press(e, "C-_");
	expect_text(e, "see 1\n2\n3\n4y and x4\n3\n2\n1\n");
	press(e, "C-a C-k C-y C-y");
	want = lineedit_text(e);
	assert_int_equal(strlen(want), 2 * strlen("see 1\n2\n3\n4y and x"
						   "4\n3\n2\n1\n"));
	free(want);
	free(wide);
	lineedit_destroy(e);
}

static void
test_paste_again(void **state)
{
	struct lineedit *e = lineedit_create(NULL);

	(void)state;
	lineedit_paste(e, "1\n2\n3\n4", 7);
	expect("folded", e, "[Pasted text #1]|");
	lineedit_paste(e, "1\n2\n3\n4", 7);
	expect("again", e, "1\n2\n3\n4|");
	lineedit_paste(e, "1\n2\n3\n4", 7);
	expect("third", e, "1\n2\n3\n4[Pasted text #2]|");
	press(e, "C-b C-f");
	lineedit_paste(e, "1\n2\n3\n4", 7);
	expect("later", e,
	    "1\n2\n3\n4[Pasted text #2][Pasted text #3]|");
	lineedit_destroy(e);
}

static void
test_bounds(void **state)
{
	char *big = repeat("x\n", LINEEDIT_WHOLE_MAX / 2 - 5), *line;
	struct lineedit *e = lineedit_create(NULL);
	unsigned i;

	(void)state;
	lineedit_set(e, "ab");
	assert_int_equal(lineedit_paste(e, big, strlen(big)),
	    LINEEDIT_CHANGED);
	assert_int_equal(lineedit_paste(e, "123456789", 9), LINEEDIT_FULL);
	expect("full", e, "ab[Pasted text #1]|");
	/* As it is it does not fit. */
	assert_int_equal(lineedit_paste(e, big, strlen(big)), LINEEDIT_FULL);
	expect("full", e, "ab[Pasted text #1]|");
	free(big);

	big = repeat("y", LINEEDIT_MAX + 10);
	lineedit_set(e, big);
	assert_int_equal(strlen(lineedit_shown(e, NULL)), LINEEDIT_MAX);
	assert_int_equal(press(e, "x"), LINEEDIT_FULL);
	assert_int_equal(lineedit_replace(e, 0, 1, "zz"), LINEEDIT_FULL);
	assert_int_equal(lineedit_replace(e, 5, 1, ""), LINEEDIT_MOVED);
	free(big);
	lineedit_destroy(e);

	/* Pastes without end. */
	e = lineedit_create(NULL);
	for (i = 0; i < 100; i++) {
		line = xasprintf("%u\n2\n3\n4", i);
		if (lineedit_paste(e, line, strlen(line)) == LINEEDIT_FULL) {
			free(line);
			break;
		}
		free(line);
	}
	assert_true(i > 10 && i < 100);
	/* Changes without end: old ones are forgotten. */
	for (i = 0; i < 1000; i++)
		press(e, i % 2 ? "C-h" : "C-j");
	for (i = 0; i < 100; i++)
		press(e, "C-_");
	lineedit_destroy(e);
}

static void
send(struct lineedit *e, const char *text)
{
	struct linesaved s;

	lineedit_set(e, text);
	lineedit_take(e, &s);
	assert_string_equal(s.s, text);
	assert_true(lineedit_is_empty(e));
	linesaved_clear(&s);
}

static void
test_history(void **state)
{
	static const struct {
		const char *text;
		const char *keys;
		const char *want;
	} cases[] = {
		{ "", "C-p", "fix b|" },
		{ "", "C-p C-p", "run|" },
		{ "", "C-p C-p C-p C-p", "fix a|" },
		{ "", "C-p C-p C-n", "fix b|" },
		{ "", "C-p C-n", "|" },
		{ "", "C-p C-n C-n", "|" },
		/* Only what begins so. */
		{ "fix", "Up", "fix b|" },
		{ "fix", "Up Up", "fix a|" },
		{ "fix", "Up Up Down Down", "fix|" },
		{ "fix", "Up Up Down Down Down", "fix|" },
		{ "fix", "Up Up Up", "fix a|" },
		{ "xyz", "Up", "xyz|" },
		/* What was typed is there again, the cursor in its place. */
		{ "fix", "Left Up Down", "fi|x" },
		{ "fix", "Up 'x C-_ C-_", "fix|" },
		/* What came is typed text from its first change on. */
		{ "fix", "Up C-h Up Up", "fix a|" },
		{ "fix", "Up C-b Up", "fix a|" },
		{ "one\ntwo", "Up Up", "one|\ntwo" },
	};
	struct linehist *h = linehist_create();
	struct lineedit *e = lineedit_create(h);
	size_t i;

	(void)state;
	send(e, "fix a");
	send(e, "run");
	send(e, "fix b");
	send(e, "fix b");
	for (i = 0; i < nitems(cases); i++) {
		lineedit_set(e, cases[i].text);
		press(e, cases[i].keys);
		expect(cases[i].keys, e, cases[i].want);
	}
	/* Nothing brings back what has gone, but the history. */
	send(e, "end");
	press(e, "C-_");
	expect("sent", e, "|");
	lineedit_destroy(e);
	linehist_destroy(h);
}

static void
test_history_of_pastes(void **state)
{
	struct linehist *h = linehist_create();
	struct lineedit *e = lineedit_create(h);
	struct linesaved s;
	unsigned i;

	(void)state;
	lineedit_set(e, "a ");
	lineedit_paste(e, "1\n2\n3\n4", 7);
	press(e, "'~b");
	lineedit_take(e, &s);
	assert_string_equal(s.s, "a 1\n2\n3\n4 b");
	assert_int_equal(s.npastes, 1);
	press(e, "C-p");
	expect("label", e, "a [Pasted text #1] b|");
	expect_text(e, s.s);
	for (i = 0; i < 100; i++)
		press(e, "C-n C-p");
	expect("often", e, "a [Pasted text #1] b|");
	press(e, "C-n 'x");

	/* A text that comes back stands before what was typed meanwhile. */
	assert_true(lineedit_give_back(e, &s));
	expect("back", e, "a [Pasted text #1] b\nx|");
	press(e, "C-_");
	assert_true(lineedit_give_back(e, &s));
	lineedit_set(e, "");
	assert_true(lineedit_give_back(e, &s));
	expect("alone", e, "a [Pasted text #3] b|");
	linesaved_clear(&s);
	/* What is put away is in no history. */
	lineedit_set(e, "draft");
	lineedit_put_away(e, &s);
	press(e, "C-p");
	expect("put away", e, "a [Pasted text #1] b|");
	assert_string_equal(s.s, "draft");
	linesaved_clear(&s);
	lineedit_destroy(e);
	linehist_destroy(h);
}

static void
test_history_is_bounded(void **state)
{
	struct linehist *h = linehist_create();
	struct linesaved s = { 0 };
	uint64_t at = UINT64_MAX;
	unsigned n = 0, i;
	char text[32];

	(void)state;
	for (i = 0; i < LINEHIST_ENTRIES + 50; i++) {
		xsnprintf(text, sizeof text, "entry %u", i);
		s.s = text;
		s.len = strlen(text);
		linehist_add(h, &s);
	}
	while (linehist_find(h, &at, true, "", 0) != NULL)
		n++;
	assert_int_equal(n, LINEHIST_ENTRIES);
	/* An entry that is gone meanwhile is older than all. */
	at = 3;
	assert_null(linehist_find(h, &at, true, "", 0));
	assert_string_equal(linehist_find(h, &at, false, "", 0)->s, "entry 50");
	assert_null(linehist_find(h, &at, false, "other", 5));

	/* Bytes are bounded too; what is over the bound is not kept. */
	s.s = repeat("x", LINEHIST_BYTES + 1);
	s.len = LINEHIST_BYTES + 1;
	linehist_add(h, &s);
	at = UINT64_MAX;
	assert_null(linehist_find(h, &at, true, "x", 1));
	s.len--;
	linehist_add(h, &s);
	at = UINT64_MAX;
	assert_non_null(linehist_find(h, &at, true, "x", 1));
	assert_null(linehist_find(h, &at, true, "", 0));
	free(s.s);
	linehist_destroy(h);
}

/* Drawing. */

static struct frame *
draw(struct lineedit *e, struct intern *in, unsigned rows, unsigned cols)
{
	struct lineedit_look look = { 0, 0, 0, "type a task" };
	struct frame *f = frame_create(in, rows, cols);
	struct rect r = { 0, rows, 0, cols };

	lineedit_draw(e, f, &r, &look, true);
	return f;
}

static void
test_drawn(void **state)
{
	static const struct {
		const char *text;
		const char *keys;
		unsigned rows, cols;
		const char *want;
	} cases[] = {
		{ "", "", 1, 6, "_type a|" },
		{ "ab", "", 1, 6, "ab_    |" },
		{ "ab", "Left", 1, 6, "a_b    |" },
		/* The last column is the cursor's. */
		{ "abcde", "", 2, 6, "abcde_ |      |" },
		{ "abcdef", "", 2, 6, "abcde |f_     |" },
		{ "abcdef", "Left", 2, 6, "abcde |_f     |" },
		{ "abcde\nf", "Up", 2, 6, "a_bcde |f     |" },
		{ "abcde\nf", "C-a C-b", 2, 6, "abcde_ |f     |" },
		/* A wide character is not cut. */
		{ "abcd\xe6\xbc\xa2", "", 2, 6, "abcd  |\xe6\xbc\xa2_    |" },
		{ "\xe6\xbc\xa2", "", 1, 2, " _ |" },
		{ "e\xcc\x81\xe2\x80\xae", "", 1, 6,
		    "e\xcc\x81\xef\xbf\xbd_    |" },
		{ "a\tb", "", 1, 12, "a       b_   |" },
		/* It is scrolled to the cursor, and not too far. */
		{ "1\n2\n3\n4", "", 2, 4, "3   |4_   |" },
		{ "1\n2\n3\n4", "Up Up Up", 2, 4, "1_   |2   |" },
		{ "1\n2\n3\n4", "Up Up C-k C-h C-h", 2, 4, "1_3  |4   |" },
	};
	struct intern *in = intern_create();
	struct lineedit *e;
	struct frame *f;
	char *have;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		e = lineedit_create(NULL);
		if (*cases[i].text != '\0')
			lineedit_set(e, cases[i].text);
		f = draw(e, in, cases[i].rows, cases[i].cols);
		frame_destroy(f);
		press(e, cases[i].keys);
		f = draw(e, in, cases[i].rows, cases[i].cols);
		have = picture(f, '|');
		if (strcmp(have, cases[i].want) != 0)
			fail_msg("case %zu: have \"%s\", want \"%s\"", i, have,
			    cases[i].want);
		free(have);
		frame_destroy(f);
		lineedit_destroy(e);
	}
	intern_destroy(in);
}

static void
test_rows_and_clicks(void **state)
{
	struct lineedit *e = lineedit_create(NULL);
	struct intern *in = intern_create();
	struct frame *f;

	(void)state;
	assert_int_equal(lineedit_rows(e, 10, 5), 1);
	lineedit_set(e, "abcdefghi\njk\n");
	assert_int_equal(lineedit_rows(e, 10, 5), 3);
	assert_int_equal(lineedit_rows(e, 10, 2), 2);
	assert_int_equal(lineedit_rows(e, 10, 0), 1);
	assert_int_equal(lineedit_rows(e, 5, 5), 5);
	f = draw(e, in, 2, 10);
	/* It is scrolled by a row. */
	lineedit_click(e, 0, 1);
	expect("click", e, "abcdefghi\nj|k\n");
	lineedit_click(e, 0, 9);
	expect("behind", e, "abcdefghi\njk|\n");
	lineedit_click(e, 7, 0);
	expect("below", e, "abcdefghi\njk\n|");
	frame_destroy(f);
	lineedit_destroy(e);
	intern_destroy(in);
}

/* A rectangle within the frame: nothing else is touched. */
static void
test_rectangle(void **state)
{
	struct lineedit_look look = { 0, 0, 0, NULL };
	struct lineedit *e = lineedit_create(NULL);
	struct intern *in = intern_create();
	struct frame *f = frame_create(in, 3, 8);
	struct rect r = { 1, 2, 2, 6 };
	struct cell x = { 'x', 0 };
	unsigned i;
	char *have;

	(void)state;
	for (i = 0; i < 3; i++)
		row_fill(&f->row[i], 0, 8, x);
	lineedit_set(e, "abcdefgh");
	lineedit_draw(e, f, &r, &look, false);
	have = picture(f, '|');
	assert_string_equal(have, "xxxxxxxx|xxgh  xx|xxxxxxxx|");
	free(have);
	r.bottom = 100;
	r.right = 100;
	lineedit_draw(e, f, &r, &look, false);
	have = picture(f, '|');
	assert_string_equal(have, "xxxxxxxx|xxabcde |xxfgh   |");
	free(have);
	r.left = 90;
	lineedit_draw(e, f, &r, &look, true);
	frame_destroy(f);
	lineedit_destroy(e);
	intern_destroy(in);
}

/* Random keys: the text stays valid and the cursor on a unit's begin. */
static void
test_random(void **state)
{
	static const char *const keys[] = { "C-a", "C-e", "C-b", "C-f", "C-d",
		"C-h", "C-k", "C-u", "C-w", "C-y", "M-y", "M-b", "M-f", "M-d",
		"M-Backspace", "C-_", "M-_", "Up", "Down", "C-p", "C-n", "C-j",
		"'a", "'~", "'\xcc\x81", "'\xe6\xbc\xa2",
		"'\xf0\x9f\x87\xa9", "'\xe2\x80\x8d", "'\xf0\x9f\x91\xa9",
		"'\xe2\x80\xae" };
	struct linehist *h = linehist_create();
	struct lineedit *e = lineedit_create(h);
	struct intern *in = intern_create();
	struct linesaved s;
	struct frame *f;
	uint32_t seed = 7;
	unsigned i, k;
	size_t cursor;
	char *text;

	(void)state;
	for (i = 0; i < 20000; i++) {
		seed = seed * 1664525 + 1013904223;
		k = seed >> 16;
		if (k % 97 == 0)
			lineedit_paste(e, "1\n2\n3\n4\n\xe6\xbc\xa2", 11);
		else if (k % 211 == 0) {
			lineedit_take(e, &s);
			if (k % 2)
				lineedit_give_back(e, &s);
			linesaved_clear(&s);
		} else
			press(e, keys[k % nitems(keys)]);
		if (i % 50 == 0) {
			f = draw(e, in, 1 + k % 5, 2 + k % 40);
			assert_true(f->cursor.row < f->rows);
			assert_true(f->cursor.col < f->cols);
			frame_destroy(f);
		}
		text = lineedit_text(e);
		assert_true(utf8_valid(text, strlen(text)));
		free(text);
		assert_true(strlen(lineedit_shown(e, &cursor)) >= cursor);
		assert_true(utf8_valid(lineedit_shown(e, NULL), cursor));
	}
	lineedit_destroy(e);
	linehist_destroy(h);
	intern_destroy(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_taken),
		cmocka_unit_test(test_typed_text),
		cmocka_unit_test(test_paste_is_cleaned),
		cmocka_unit_test(test_paste_folds),
		cmocka_unit_test(test_paste_again),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_history),
		cmocka_unit_test(test_history_of_pastes),
		cmocka_unit_test(test_history_is_bounded),
		cmocka_unit_test(test_drawn),
		cmocka_unit_test(test_rows_and_clicks),
		cmocka_unit_test(test_rectangle),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
