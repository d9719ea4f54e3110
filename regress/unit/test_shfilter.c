/* SPDX-License-Identifier: ISC */
/* test_shfilter: what the built-in agent shows of what commands write. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/xmalloc.h"
#include "sh/filter.h"

static void
table(void **state)
{
	static const struct {
		const char *in;
		const char *out;
	} rows[] = {
		{ "a\tb\r\n\303\244", "a\tb\r\n\303\244" },
		{ "\033[1;31mred\033[mx", "\033[1;31mred\033[mx\033[m" },
		{ "\033[38:5:1mx\ny", "\033[38:5:1mx\033[m\ny" },
		{ "\033[2J\033[5A\033[?1049h\033[>4mx", "x" },
		{ "\033]0;title\a\033]7501;state=done\033\\x", "x" },
		{ "\033]9;4;1;50\a\033]9;4;0;0\033\\x",
		    "\033]9;4;1;50\a\033]9;4;0;0\033\\x" },
		{ "\033]9;notify\ax", "x" },
		{ "\033]0;cut\nx", "\nx" },
		{ "\033P$q\033\\\033_G\033\\\033^x\033\\y", "y" },
		{ "\033(0\033#8\033cx\0337", "x" },
		{ "\033", "" },
		{ "\033[", "" },
		{ "\033[12", "" },
		{ "\033\033[mx", "\033[mx\033[m" },
		{ "\033[1\nx", "\nx" },
		{ "a\a\b\016\177b\302\233c", "abc" },
		{ "\377x\303", "\357\277\275x\357\277\275" },
	};
	struct buf b;
	char *got;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		memset(&b, 0, sizeof b);
		filter_lines((const uint8_t *)rows[i].in, strlen(rows[i].in),
		    &b);
		got = buf_steal(&b, NULL);
		assert_string_equal(got, rows[i].out);
		free(got);
	}
}

/* No control but those that stay gets through, whatever comes. */
static void
noise(void **state)
{
	uint8_t in[64];
	struct buf b = { 0 };
	uint32_t seed = 7;
	size_t i, j;

	(void)state;
	for (i = 0; i < 20000; i++) {
		for (j = 0; j < sizeof in; j++) {
			seed = seed * 1103515245u + 12345u;
			in[j] = (uint8_t)(seed >> 16);
			if ((seed >> 24 & 3) == 0)
				in[j] = (uint8_t)"\033[]9;4m\a"[seed >> 9 & 7];
		}
		buf_reset(&b);
		filter_lines(in, sizeof in, &b);
		for (j = 0; j < b.len; j++) {
			if (b.data[j] == 033)
				assert_true(j + 2 < b.len &&
				    (b.data[j + 1] == '[' ||
					memcmp(b.data + j, "\033]9;4;", 6) ==
					    0 ||
					b.data[j + 1] == '\\'));
		}
	}
	buf_clear(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),
		cmocka_unit_test(noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
