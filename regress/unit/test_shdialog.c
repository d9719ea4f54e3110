/* SPDX-License-Identifier: ISC */
/* test_shdialog: the built-in agent's questions: how they are answered and how
 * they look, also in narrow terminals and without UTF-8. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/xmalloc.h"
#include "sh/dialog.h"
#include "sh/out.h"

static struct dialog d;

static enum dialog_end
key(enum keys_what what)
{
	struct keys_event k = { .what = what };

	return dialog_key(&d, &k);
}

static enum dialog_end
text(enum keys_what what, const char *s)
{
	struct keys_event k = { .what = what, .text = s, .len = strlen(s) };

	return dialog_key(&d, &k);
}

static void
make(bool typing)
{
	dialog_clear(&d);
	dialog_init(&d, "Title", "body", "What?", typing);
	dialog_add(&d, "one");
	dialog_add(&d, "two");
	if (!typing)
		dialog_add(&d, "three");
}

static void
digits(void **state)
{
	(void)state;
	make(false);
	assert_int_equal(text(KEYS_TEXT, "0"), DIALOG_OPEN);
	assert_int_equal(text(KEYS_TEXT, "4"), DIALOG_OPEN);
	assert_int_equal(text(KEYS_TEXT, "22"), DIALOG_OPEN);
	assert_int_equal(text(KEYS_PASTE, "1"), DIALOG_OPEN);
	assert_int_equal(text(KEYS_TEXT, "y"), DIALOG_OPEN);
	assert_int_equal(d.selected, 0);
	assert_int_equal(text(KEYS_TEXT, "3"), DIALOG_CHOSEN);
	assert_int_equal(d.selected, 2);
	dialog_clear(&d);
}

static void
arrows(void **state)
{
	(void)state;
	make(false);
	assert_int_equal(key(KEYS_DOWN), DIALOG_OPEN);
	assert_int_equal(key(KEYS_ENTER), DIALOG_CHOSEN);
	assert_int_equal(d.selected, 1);
	make(false);
	assert_int_equal(key(KEYS_UP), DIALOG_OPEN);
	assert_int_equal(d.selected, 2);
	assert_int_equal(key(KEYS_TAB), DIALOG_OPEN);
	assert_int_equal(d.selected, 0);
	assert_int_equal(key(KEYS_NEWLINE), DIALOG_OPEN);
	assert_int_equal(key(KEYS_ESC), DIALOG_CANCELLED);
	assert_int_equal(key(KEYS_CTRL_C), DIALOG_CANCELLED);
	dialog_clear(&d);
}

static void
typed(void **state)
{
	(void)state;
	make(true);
	assert_string_equal(d.options.v[2], "Type something.");
	assert_int_equal(text(KEYS_TEXT, "3"), DIALOG_OPEN);
	assert_int_equal(d.selected, 2);
	assert_int_equal(key(KEYS_ENTER), DIALOG_OPEN);
	assert_int_equal(text(KEYS_TEXT, "x"), DIALOG_OPEN);
	assert_int_equal(text(KEYS_TEXT, "1"), DIALOG_OPEN);
	assert_int_equal(key(KEYS_BACKSPACE), DIALOG_OPEN);
	assert_int_equal(text(KEYS_PASTE, "2\033y"), DIALOG_OPEN);
	assert_int_equal(key(KEYS_ENTER), DIALOG_CHOSEN);
	assert_string_equal(edit_text(&d.text), "x2y");
	make(true);
	assert_int_equal(text(KEYS_PASTE, "2"), DIALOG_OPEN);
	assert_int_equal(d.selected, 2);
	dialog_clear(&d);
}

/* The number of options is bounded, and none can hold controls. */
static void
bounds(void **state)
{
	int i;

	(void)state;
	dialog_init(&d, "T\033[2J", NULL, "Q\nR", true);
	for (i = 0; i < 20; i++)
		dialog_add(&d, "a\033]0;x\ab");
	assert_int_equal(d.options.n, DIALOG_OPTIONS_MAX);
	assert_string_equal(d.options.v[0], "a]0;xb");
	assert_string_equal(d.options.v[8], "Type something.");
	assert_string_equal(d.title, "T[2J");
	assert_string_equal(d.question, "Q R");
	dialog_clear(&d);
	dialog_init(&d, "", NULL, "", false);
	assert_int_equal(key(KEYS_DOWN), DIALOG_OPEN);
	assert_int_equal(key(KEYS_ENTER), DIALOG_CANCELLED);
	dialog_clear(&d);
}

static void
looks(void **state)
{
	struct out o = { .cols = 30, .lines = 24, .fancy = false };
	struct panel p = { 0 };
	char *all;
	size_t i;
	int cols;

	(void)state;
	make(true);
	text(KEYS_TEXT, "a very long answer that does not fit at all");
	dialog_draw(&d, &o, &p);
	all = strv_join(&p.rows, "\n");
	assert_non_null(strstr(all, "1. one"));
	assert_non_null(strstr(all, " > 3. "));
	for (i = 0; all[i] != '\0'; i++)
		assert_true((unsigned char)all[i] < 0x80);
	free(all);
	strv_clear(&p.rows);
	for (cols = 8; cols < 80; cols += 9) {
		memset(&p, 0, sizeof p);
		o.cols = cols;
		o.fancy = true;
		dialog_draw(&d, &o, &p);
		for (i = 0; i < p.rows.n; i++)
			assert_true(panel_columns(p.rows.v[i]) <= cols);
		assert_true(p.col < cols);
		strv_clear(&p.rows);
	}
	dialog_clear(&d);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits),
		cmocka_unit_test(arrows),
		cmocka_unit_test(typed),
		cmocka_unit_test(bounds),
		cmocka_unit_test(looks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
