/* SPDX-License-Identifier: ISC */
/* test_utf8: decoding of good and broken bytes, widths, clusters, cleaning. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "base/xmalloc.h"

#define FAMILY "\U0001f468\u200d\U0001f469\u200d\U0001f467"
#define FLAG   "\U0001f1e9\U0001f1ea"

static void
decoding(void **state)
{
	static const struct {
		const char *bytes;
		int r;
		uint32_t cp;
	} cases[] = {
		{ "A", 1, 'A' },
		{ "\x7f", 1, 0x7f },
		{ "\xc3\xa9", 2, 0xe9 },
		{ "\xe2\x82\xac", 3, 0x20ac },
		{ "\xf0\x9f\x98\x80", 4, 0x1f600 },
		{ "\xf4\x8f\xbf\xbf", 4, 0x10ffff },
		{ "\xed\x9f\xbf", 3, 0xd7ff },
		/* Cut. */
		{ "\xc3", 0, UTF8_REPLACEMENT },
		{ "\xe2\x82", 0, UTF8_REPLACEMENT },
		{ "\xf0\x9f\x98", 0, UTF8_REPLACEMENT },
		/* Invalid: lone, overlong, surrogate, too large. */
		{ "\x80", -1, UTF8_REPLACEMENT },
		{ "\xbf\xbf", -1, UTF8_REPLACEMENT },
		{ "\xff", -1, UTF8_REPLACEMENT },
		{ "\xc0\x80", -1, UTF8_REPLACEMENT },
		{ "\xc1\xbf", -1, UTF8_REPLACEMENT },
		{ "\xe0\x80\x80", -1, UTF8_REPLACEMENT },
		{ "\xf0\x80\x80\x80", -1, UTF8_REPLACEMENT },
		{ "\xed\xa0\x80", -1, UTF8_REPLACEMENT },
		{ "\xf4\x90\x80\x80", -1, UTF8_REPLACEMENT },
		{ "\xf5\x80\x80\x80", -1, UTF8_REPLACEMENT },
		/* The maximal subpart. */
		{ "\xc3X", -1, UTF8_REPLACEMENT },
		{ "\xe2\x82X", -2, UTF8_REPLACEMENT },
		{ "\xf0\x9f\x98X", -3, UTF8_REPLACEMENT },
		{ "\xf0\x9f\xff", -2, UTF8_REPLACEMENT },
	};
	uint32_t cp;
	size_t i;
	int r;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		r = utf8_decode((const uint8_t *)cases[i].bytes,
		    strlen(cases[i].bytes), &cp);
		if (r != cases[i].r || cp != cases[i].cp)
			fail_msg("case %zu: %d U+%04X", i, r, cp);
	}
	assert_int_equal(utf8_decode((const uint8_t *)"", 0, &cp), 0);
	assert_int_equal(utf8_decode((const uint8_t *)"", 1, &cp), 1);
	assert_int_equal(cp, 0);
}

static void
every_code_point(void **state)
{
	uint32_t cp, back;
	char out[4];
	size_t n;

	(void)state;
	for (cp = 0; cp < 0x110800; cp++) {
		n = utf8_encode(cp, out);
		assert_true(n >= 1 && n <= 4);
		assert_int_equal(utf8_decode((uint8_t *)out, n, &back), n);
		if ((cp >= 0xd800 && cp <= 0xdfff) || cp > 0x10ffff)
			assert_int_equal(back, UTF8_REPLACEMENT);
		else if (back != cp)
			fail_msg("U+%04X came back as U+%04X", cp, back);
		if (utf8_width(cp) < 0 || utf8_width(cp) > 2)
			fail_msg("width of U+%04X", cp);
	}
}

/* All sequences of up to 3 bytes out of those that matter: what is taken is
 * never more than there is, and never nothing but at a cut. */
static void
byte_sweep(void **state)
{
	static const uint8_t set[] = { 0x00, 'a', 0x7f, 0x80, 0x8f, 0x90, 0x9f,
		0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0,
		0xf1, 0xf4, 0xf5, 0xff };
	size_t i, j, k, n;
	uint8_t bytes[4];
	uint32_t cp;
	char *clean;
	int r;

	(void)state;
	for (i = 0; i < nitems(set); i++) {
		for (j = 0; j < nitems(set); j++) {
			for (k = 0; k < nitems(set); k++) {
				bytes[0] = set[i];
				bytes[1] = set[j];
				bytes[2] = set[k];
				for (n = 1; n <= 3; n++) {
					r = utf8_decode(bytes, n, &cp);
					assert_true(r <= (int)n);
					assert_true(r >= -3);
					assert_true(r > 0 ||
					    cp == UTF8_REPLACEMENT);
				}
				clean = utf8_clean((char *)bytes, 3, 64);
				assert_true(utf8_valid(clean, strlen(clean)));
				free(clean);
			}
		}
	}
}

static void
widths(void **state)
{
	static const struct {
		uint32_t cp;
		int width;
	} cases[] = {
		{ 'a', 1 },
		{ 0x1b, 0 },
		{ 0x9b, 0 },
		{ 0xa0, 1 },
		{ 0xad, 1 },
		{ 0xe9, 1 },
		{ 0x301, 0 },
		{ 0x20dd, 0 },
		{ 0x200b, 0 },
		{ 0x200d, 0 },
		{ 0xfeff, 0 },
		{ 0xfe0f, 0 },
		{ 0x2028, 0 },
		{ 0x2500, 1 },
		{ 0x00a1, 1 },
		{ 0x1100, 2 },
		{ 0x1161, 0 },
		{ 0x3042, 2 },
		{ 0x4e2d, 2 },
		{ 0xac00, 2 },
		{ 0xff21, 2 },
		{ 0xff71, 1 },
		{ 0xe0a0, 1 },
		{ 0x1f600, 2 },
		{ 0x1f680, 2 },
		{ 0x2705, 2 },
		{ 0x2764, 1 },
		{ 0x1f1e9, 1 },
		{ 0x20000, 2 },
		{ 0x3fffd, 2 },
		{ 0xfffd, 1 },
		{ 0x10fffd, 1 },
		{ 0xd800, 1 },
		{ 0x110000, 1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		if (utf8_width(cases[i].cp) != cases[i].width)
			fail_msg("U+%04X: %d, not %d", cases[i].cp,
			    utf8_width(cases[i].cp), cases[i].width);
	}
}

static void
clusters(void **state)
{
	static const struct {
		uint32_t cp[6];
		const char *breaks; /* before each but the first */
	} cases[] = {
		{ { 'a', 'b' }, "1" },
		{ { 'e', 0x301, 'x' }, "01" },
		{ { 0x1f468, 0x200d, 0x1f469, 'x' }, "001" },
		{ { 0x1f1e9, 0x1f1ea, 0x1f1eb, 0x1f1f7 }, "010" },
		{ { 0x1f44d, 0x1f3fd, 0x1f44d }, "01" },
		{ { 0x1100, 0x1161, 0x11a8, 0x1100 }, "001" },
	};
	size_t i, j;
	int32_t s;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		s = 0;
		for (j = 0; cases[i].breaks[j] != '\0'; j++) {
			if (utf8_break(cases[i].cp[j], cases[i].cp[j + 1],
				&s) != (cases[i].breaks[j] == '1'))
				fail_msg("case %zu, pair %zu", i, j);
		}
	}
}

static void
cleaning(void **state)
{
	static const struct {
		const char *text;
		size_t max;
		const char *want;
	} cases[] = {
		{ "plain", 99, "plain" },
		{ "", 99, "" },
		{ "a\tb\nc\r\nd", 99, "a b c d" },
		{ "\x1b[31mred\x07\x7f", 99, "[31mred" },
		{ "a\xc2\x9b"
		  "31mb",
		    99, "a31mb" },
		{ "a\u202eb\u2066c\u200bd\ufeff", 99, "abcd" },
		{ "a\u2028b", 99, "a b" },
		{ FAMILY, 99, FAMILY },
		{ "\u2764\ufe0f", 99, "\u2764\ufe0f" },
		{ "a\ufe00\u034f\u3164\U000e0041z", 99, "az" },
		{ "e\u0301", 99, "e\u0301" },
		{ "a\xff\xe2\x82z\xf0\x9f", 99, "a\ufffd\ufffdz\ufffd" },
		{ "\ufdd0\uffff\U0001fffe", 99, "\ufffd\ufffd\ufffd" },
		{ "\ue0a0", 99, "\ue0a0" },
		{ "\u20ac\u20ac", 5, "\u20ac" },
		{ "\u20ac", 2, "" },
		{ "abc", 0, "" },
	};
	char *clean;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		clean = utf8_clean(cases[i].text, strlen(cases[i].text),
		    cases[i].max);
		if (strcmp(clean, cases[i].want) != 0)
			fail_msg("case %zu: '%s'", i, clean);
		free(clean);
	}
	clean = utf8_clean("a\0b", 3, 99);
	assert_string_equal(clean, "ab");
	free(clean);
}

static void
columns(void **state)
{
	static const struct {
		const char *text;
		int cols;
	} cases[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ "e\u0301", 1 },
		{ "\u4e2d\u6587", 4 },
		{ FAMILY, 2 },
		{ FLAG, 2 },
		{ FLAG FLAG, 4 },
		{ "\U0001f44d\U0001f3fd!", 3 },
		{ "\u2764", 1 },
		{ "\u2764\ufe0f", 2 },
		{ "\u0301", 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		if (utf8_columns(cases[i].text) != cases[i].cols)
			fail_msg("case %zu: %d", i,
			    utf8_columns(cases[i].text));
	}
}

static void
cutting(void **state)
{
	static const struct {
		const char *text;
		int cols;
		const char *want;
	} cases[] = {
		{ "hello", 5, "hello" },
		{ "hello", 4, "hel\u2026" },
		{ "hello", 1, "\u2026" },
		{ "hello", 0, "" },
		{ "hello", -3, "" },
		{ "\u4e2d\u6587\u5b57", 6, "\u4e2d\u6587\u5b57" },
		{ "\u4e2d\u6587\u5b57", 5, "\u4e2d\u6587\u2026" },
		{ "\u4e2d\u6587\u5b57", 4, "\u4e2d\u2026" },
		{ FAMILY FAMILY "x", 4, FAMILY "\u2026" },
		{ "e\u0301e\u0301e\u0301", 2, "e\u0301\u2026" },
	};
	char *s;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		s = utf8_cut(cases[i].text, cases[i].cols, "\u2026");
		if (strcmp(s, cases[i].want) != 0)
			fail_msg("case %zu: '%s'", i, s);
		free(s);
	}
	s = utf8_cut("hello", 2, "...");
	assert_string_equal(s, "he");
	free(s);
}

static void
locales(void **state)
{
	static const struct {
		const char *all, *ctype, *lang;
		bool want;
	} cases[] = {
		{ NULL, NULL, NULL, false },
		{ NULL, NULL, "C.UTF-8", true },
		{ NULL, NULL, "de_DE.utf8", true },
		{ NULL, NULL, "de_DE", false },
		{ "C", NULL, "C.UTF-8", false },
		{ "", "en_GB.UTF-8", "C", true },
	};
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		unsetenv("LC_ALL");
		unsetenv("LC_CTYPE");
		unsetenv("LANG");
		if (cases[i].all != NULL)
			setenv("LC_ALL", cases[i].all, 1);
		if (cases[i].ctype != NULL)
			setenv("LC_CTYPE", cases[i].ctype, 1);
		if (cases[i].lang != NULL)
			setenv("LANG", cases[i].lang, 1);
		if (utf8_locale() != cases[i].want)
			fail_msg("case %zu", i);
	}
}

/* What is said to be simple agrees with the tables: in width, and in that
 * two of them never join. */
static void
simple_is_simple(void **state)
{
	static const uint32_t others[] = { 'a', 0xe9, 0x3b1, 0x2500, 0x3042,
		0x4e2d, 0xac00, 0xac01, 0xd7a3, 0xff61, 0x1f300, 0x1f469,
		0x20000 };
	uint32_t cp;
	int32_t s;
	size_t i;
	int w;

	(void)state;
	for (cp = 0; cp <= 0x10ffff; cp++) {
		if ((w = utf8_simple_width(cp)) == 0)
			continue;
		if (w != utf8_width(cp))
			fail_msg("U+%04X has not width %d", cp, w);
		for (i = 0; i < nitems(others); i++) {
			s = 0;
			if (!utf8_break(others[i], cp, &s))
				fail_msg("U+%04X joins U+%04X", cp, others[i]);
			s = 0;
			if (!utf8_break(cp, others[i], &s))
				fail_msg("U+%04X joins U+%04X", others[i], cp);
		}
	}
	for (i = 0; i < nitems(others); i++)
		assert_int_not_equal(utf8_simple_width(others[i]), 0);
	assert_int_equal(utf8_simple_width(0x301), 0);
	assert_int_equal(utf8_simple_width(0x200d), 0);
	assert_int_equal(utf8_simple_width(0x1f3fb), 0);
	assert_int_equal(utf8_simple_width(0x1f1e6), 0);
	assert_int_equal(utf8_simple_width(0x9b), 0);
	assert_int_equal(utf8_simple_width(0x110000), 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(decoding),
		cmocka_unit_test(every_code_point),
		cmocka_unit_test(byte_sweep),
		cmocka_unit_test(widths),
		cmocka_unit_test(clusters),
		cmocka_unit_test(cleaning),
		cmocka_unit_test(columns),
		cmocka_unit_test(cutting),
		cmocka_unit_test(locales),
		cmocka_unit_test(simple_is_simple),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
