/* SPDX-License-Identifier: ISC */
/* test_ttytell: bells, notifications and clipboards for the terminal, and
 * nothing else of a program. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tty/caps.h"
#include "tty/ttytell.h"

static const struct {
	enum notify_form form;
	struct told told;
	const char *want;
} rows[] = {
	{ NOTIFY_OFF, { TOLD_BELL, "", "" }, "\a" },
	{ NOTIFY_OFF, { TOLD_CLIPBOARD, "c", "aGk=" }, "\033]52;c;aGk=\033\\" },
	{ NOTIFY_OFF, { TOLD_CLIPBOARD, "", "" }, "\033]52;;\033\\" },
	{ NOTIFY_OFF, { TOLD_CLIPBOARD, "c;", "aGk=" }, "" },
	{ NOTIFY_OFF, { TOLD_CLIPBOARD, "c", "?" }, "" },
	{ NOTIFY_OFF, { TOLD_CLIPBOARD, "c", "aGk=\033\\x" }, "" },
	{ NOTIFY_OFF, { TOLD_NOTIFY, "build", "done" }, "" },
	{ NOTIFY_BELL, { TOLD_NOTIFY, "build", "done" }, "\a" },
	{ NOTIFY_OSC9, { TOLD_NOTIFY, "", "done" }, "\033]9;done\033\\" },
	{ NOTIFY_OSC9, { TOLD_NOTIFY, "build", "done" },
	    "\033]9;build: done\033\\" },
	{ NOTIFY_OSC9, { TOLD_NOTIFY, "", "4;1;50" }, "\033]9; 4;1;50\033\\" },
	{ NOTIFY_OSC9, { TOLD_NOTIFY, "4;x", "y" }, "\033]9; 4;x: y\033\\" },
	{ NOTIFY_OSC777, { TOLD_NOTIFY, "a;b", "c;d" },
	    "\033]777;notify;a,b;c;d\033\\" },
	{ NOTIFY_OSC777, { TOLD_NOTIFY, "", "done" },
	    "\033]777;notify;;done\033\\" },
	{ NOTIFY_OSC99, { TOLD_NOTIFY, "", "done" }, "\033]99;;done\033\\" },
	{ NOTIFY_OSC99, { TOLD_NOTIFY, "build", "done" },
	    "\033]99;i=bgmux:d=0;build\033\\"
	    "\033]99;i=bgmux:p=body;done\033\\" },
};

static void
test_rows(void **state)
{
	struct caps able = { .queries = true }, poor = { 0 };
	struct buf b = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		able.notify = rows[i].form;
		ttytell_put(&b, &able, &rows[i].told);
		buf_put_u8(&b, 0);
		assert_string_equal((char *)b.data, rows[i].want);
		buf_reset(&b);
		ttytell_put(&b, &poor, &rows[i].told);
		assert_int_equal(b.len, rows[i].told.type == TOLD_BELL);
		buf_reset(&b);
	}
	buf_clear(&b);
}

/* Whatever is in it: one string, ended once. */
static void
test_controls(void **state)
{
	const struct caps able = { .queries = true, .notify = NOTIFY_OSC9 };
	struct told told = { TOLD_NOTIFY, NULL, NULL };
	struct buf b = { 0 };
	char text[8] = "a?b";
	unsigned c;

	(void)state;
	for (c = 1; c < 256; c++) {
		text[1] = (char)c;
		told.name = told.text = text;
		buf_reset(&b);
		ttytell_put(&b, &able, &told);
		assert_true(b.len > 4);
		assert_memory_equal(b.data, "\033]9;", 4);
		assert_memory_equal(b.data + b.len - 2, "\033\\", 2);
		assert_null(memchr(b.data + 1, '\033', b.len - 3));
		assert_null(memchr(b.data, '\a', b.len));
	}
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_controls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
