/* SPDX-License-Identifier: ISC */
/* test_opts: option tables against good and bad command lines. */

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/opts.h"
#include "base/xmalloc.h"

static const struct opt table[] = {
	{ 'a', "all", NULL, "" },
	{ 'n', "lines", "N", "" },
	{ 0, "name", "NAME", "" },
	{ 'x', NULL, NULL, "" },
	{ 'y', NULL, "Y", "" },
};

static const char *const names[] = { "all", "lines", "name", "x", "y" };

/* "all lines=5 | operand operand (after)", or "! cause". */
static char *
describe(int argc, char **argv, bool strict)
{
	struct buf b = { 0 };
	struct opts *o;
	char *cause;
	const char *value;
	size_t i, k;
	int n;

	o = opts_parse(table, nitems(table), argc, argv, strict, &cause);
	if (o == NULL) {
		assert_non_null(cause);
		buf_printf(&b, "! %s", cause);
		free(cause);
		return buf_steal(&b, NULL);
	}
	assert_null(cause);
	for (i = 0; i < nitems(names); i++) {
		assert_int_equal(opts_has(o, names[i]),
		    opts_count(o, names[i]) > 0);
		for (k = 0; k < opts_count(o, names[i]); k++) {
			value = opts_get_at(o, names[i], k);
			buf_printf(&b, "%s%s%s ", names[i],
			    value != NULL ? "=" : "",
			    value != NULL ? value : "");
		}
		assert_null(opts_get_at(o, names[i], k));
		if (k > 0)
			assert_ptr_equal(opts_get(o, names[i]),
			    opts_get_at(o, names[i], k - 1));
	}
	buf_printf(&b, "|");
	for (n = 0; n < opts_argc(o); n++)
		buf_printf(&b, " %s", opts_argv(o)[n]);
	assert_null(opts_argv(o)[n]);
	buf_printf(&b, " (%d)", opts_after_dashes(o));
	opts_free(o);
	return buf_steal(&b, NULL);
}

static void
command_lines(void **state)
{
	static const struct {
		const char *argv[8];
		bool strict;
		const char *want;
	} cases[] = {
		{ { "p" }, false, "| (0)" },
		{ { "p", "-a", "x", "--lines", "5" }, false,
		    "all lines=5 | x (0)" },
		{ { "p", "--lines=5", "--lines=", "-n6", "-n", "7" }, false,
		    "lines=5 lines= lines=6 lines=7 | (0)" },
		{ { "p", "-axn", "-3", "op" }, false,
		    "all lines=-3 x | op (0)" },
		{ { "p", "-xyz" }, false, "x y=z | (0)" },
		{ { "p", "--name", "--all" }, false, "name=--all | (0)" },
		{ { "p", "a", "--", "-a", "--", "b" }, false,
		    "| a -a -- b (3)" },
		{ { "p", "--" }, false, "| (0)" },
		{ { "p", "-", "" }, false, "| -  (0)" },
		{ { "p", "-a", "exec", "-a", "--", "x" }, true,
		    "all | exec -a -- x (0)" },
		{ { "p", "--", "exec", "-a" }, true, "| exec -a (2)" },
		{ { "p", "--foo" }, false, "! unknown option '--foo'" },
		{ { "p", "--al" }, false, "! unknown option '--al'" },
		{ { "p", "--x" }, false, "! unknown option '--x'" },
		{ { "p", "--=1" }, false, "! unknown option '--=1'" },
		{ { "p", "-aq" }, false, "! unknown option '-q'" },
		{ { "p", "-\xc3\xa9\x1b" }, false,
		    "! unknown option '-\xc3\xa9'" },
		{ { "p", "---" }, false, "! unknown option '---'" },
		{ { "p", "--all=yes" }, false,
		    "! option '--all' takes no argument" },
		{ { "p", "--lines" }, false,
		    "! option '--lines' needs an argument: N" },
		{ { "p", "-y" }, false, "! option '-y' needs an argument: Y" },
	};
	char *argv[9], *got;
	size_t i;
	int argc;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		memset(argv, 0, sizeof argv);
		for (argc = 0; cases[i].argv[argc] != NULL; argc++)
			argv[argc] = (char *)(uintptr_t)cases[i].argv[argc];
		got = describe(argc, argv, cases[i].strict);
		if (strcmp(got, cases[i].want) != 0)
			fail_msg("case %zu: %s", i, got);
		free(got);
	}
	got = describe(0, argv, false);
	assert_string_equal(got, "| (0)");
	free(got);
}

static void
number_texts(void **state)
{
	static const struct {
		const char *text;
		long long min, max;
		bool ok;
		long long want;
	} cases[] = {
		{ "0", 0, 10, true, 0 },
		{ "10", 0, 10, true, 10 },
		{ "007", 0, 10, true, 7 },
		{ "-5", -5, 5, true, -5 },
		{ "9223372036854775807", 0, LLONG_MAX, true, LLONG_MAX },
		{ "11", 0, 10, false, 0 },
		{ "-1", 0, 10, false, 0 },
		{ "", 0, 10, false, 0 },
		{ "-", 0, 10, false, 0 },
		{ "--1", -9, 10, false, 0 },
		{ " 1", 0, 10, false, 0 },
		{ "+1", 0, 10, false, 0 },
		{ "1 ", 0, 10, false, 0 },
		{ "1x", 0, 10, false, 0 },
		{ "0x1", 0, 10, false, 0 },
		{ "1.0", 0, 10, false, 0 },
		{ "99999999999999999999", 0, LLONG_MAX, false, 0 },
		{ "-99999999999999999999", LLONG_MIN, 0, false, 0 },
	};
	long long out;
	char *cause;
	size_t i;
	int r;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		r = opts_number("lines", cases[i].text, cases[i].min,
		    cases[i].max, &out, &cause);
		if ((r == 0) != cases[i].ok || (r == 0 && out != cases[i].want))
			fail_msg("'%s': %d, %lld", cases[i].text, r, out);
		if (r == -1)
			assert_non_null(strstr(cause, "lines"));
		else
			assert_null(cause);
		free(cause);
	}
}

/* Every line of up to 4 words out of a nasty set: parsed or refused, never
 * anything else. */
static void
sweep(void **state)
{
	static const char *const words[] = { "-", "--", "---", "-a", "-n",
		"--lines", "--lines=", "--all", "--all=", "-ny", "", "\xff",
		"-\xff", "--\xff" };
	size_t i, n = nitems(words), total = n * n * n * n, k;
	char *argv[6] = { NULL }, *got;
	int argc;

	(void)state;
	argv[0] = (char *)(uintptr_t) "p";
	for (i = 0; i < total; i++) {
		k = i;
		for (argc = 1; argc < 5; argc++, k /= n)
			argv[argc] = (char *)(uintptr_t)words[k % n];
		got = describe(argc, argv, i % 2 == 0);
		free(got);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(command_lines),
		cmocka_unit_test(number_texts),
		cmocka_unit_test(sweep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
