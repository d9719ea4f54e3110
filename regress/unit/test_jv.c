/* SPDX-License-Identifier: ISC */
/* test_jv: JSON values, good and broken. */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/xmalloc.h"

static const char good[] = "{\"a\":1,\"b\":[true,null,-2.5,\"x\"],"
			   "\"c\":{\"d\":\"\\u20ac\"},\"e\":false}";

static struct jv *
parse(const char *text)
{
	struct jv *v;
	char *cause;

	v = jv_parse(text, strlen(text), &cause);
	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	assert_null(cause);
	return v;
}

static void
reads(void **state)
{
	struct jv *v, *b;

	(void)state;
	v = parse(good);
	assert_int_equal(jv_type(v), JV_OBJECT);
	assert_int_equal(jv_count(v), 4);
	assert_int_equal(jv_int(v, "a", 9), 1);
	b = jv_get_array(v, "b");
	assert_int_equal(jv_count(b), 4);
	assert_int_equal(jv_type(jv_at(b, 0)), JV_BOOL);
	assert_int_equal(jv_type(jv_at(b, 1)), JV_NULL);
	assert_int_equal(jv_type(jv_at(b, 2)), JV_REAL);
	assert_string_equal(jv_string_at(b, 3), "x");
	assert_null(jv_at(b, 4));
	assert_null(jv_string_at(b, 0));
	assert_string_equal(jv_string(jv_get_object(v, "c"), "d"),
	    "\xe2\x82\xac");
	assert_false(jv_bool(v, "e", true));
	jv_free(v);
}

/* What is absent or of another type. */
static void
defaults(void **state)
{
	struct jv *v;

	(void)state;
	v = parse(good);
	assert_null(jv_string(v, "a"));
	assert_int_equal(jv_int(v, "b", 9), 9);
	assert_int_equal(jv_int(v, "none", -9), -9);
	assert_true(jv_bool(v, "a", true));
	assert_null(jv_get_array(v, "c"));
	assert_null(jv_get_object(v, "b"));
	assert_null(jv_get(jv_get(v, "a"), "x"));
	assert_int_equal(jv_count(jv_get(v, "a")), 0);
	assert_null(jv_get(NULL, "a"));
	assert_null(jv_string(NULL, "a"));
	assert_int_equal(jv_int(NULL, "a", 3), 3);
	assert_int_equal(jv_count(NULL), 0);
	assert_null(jv_at(NULL, 0));
	assert_null(jv_as_string(NULL));
	assert_int_equal(jv_type(NULL), JV_NULL);
	jv_free(v);
	jv_free(NULL);
}

static void
collect(const char *key, struct jv *v, void *arg)
{
	struct buf *b = arg;

	(void)v;
	buf_printf(b, "%s ", key);
}

static void
builds(void **state)
{
	struct jv *v, *list, *copy;
	struct buf b = { 0 };
	char *text;

	(void)state;
	v = jv_object();
	jv_set_string(v, "z", "one");
	jv_set_string(v, "none", NULL);
	jv_set_int(v, "y", INT64_MIN);
	jv_set_bool(v, "x", true);
	jv_set_real(v, "w", 0.5);
	jv_set_real(v, "inf", 1e308 * 10);
	list = jv_array();
	jv_append_string(list,
	    "a\xff"
	    "b\n\xe2\x82");
	jv_append(list, jv_object());
	jv_set(v, "list", list);
	jv_set_string(v, "gone", "x");
	jv_unset(v, "gone");
	jv_unset(v, "never");
	text = jv_text(v, false);
	assert_string_equal(text,
	    "{\"z\":\"one\",\"y\":-9223372036854775808,\"x\":true,\"w\":0.5,"
	    "\"list\":[\"a\xef\xbf\xbd"
	    "b\\n\xef\xbf\xbd\",{}]}");
	free(text);
	copy = jv_copy(v);
	jv_set_string(v, "z", "two");
	assert_string_equal(jv_string(copy, "z"), "one");
	jv_each(v, collect, &b);
	text = buf_steal(&b, NULL);
	assert_string_equal(text, "z y x w list ");
	free(text);
	/* What is no object or array stays as it is. */
	jv_set_string(list, "key", "value");
	jv_append_string(v, "value");
	jv_set_string(NULL, "key", "value");
	jv_append_string(NULL, "value");
	assert_int_equal(jv_count(v), 5);
	assert_int_equal(jv_count(list), 2);
	jv_free(copy);
	jv_free(v);
}

static bool
is_long(const struct jv *v, void *arg)
{
	return strlen(jv_as_string(v)) > *(size_t *)arg;
}

/* Texts appended, members taken out, arrays sifted. */
static void
moves(void **unused)
{
	struct jv *v = jv_object(), *a = jv_array();
	struct buf b = { 0 };
	size_t n = 2;

	(void)unused;
	jv_append_string(a, "one");
	jv_append_string(a, "a");
	jv_append_string(a, "three");
	jv_set(v, "list", a);
	jv_set_int(v, "n", 1);
	buf_put(&b, "text ", 5);
	jv_put(&b, v);
	buf_put_u8(&b, '\0');
	assert_string_equal((char *)b.data,
	    "text {\"list\":[\"one\",\"a\",\"three\"],\"n\":1}");
	buf_clear(&b);
	a = jv_take(v, "list");
	assert_null(jv_take(v, "list"));
	assert_int_equal(jv_count(v), 1);
	jv_free(v);
	a = jv_filter(a, is_long, &n);
	assert_int_equal(jv_count(a), 2);
	assert_string_equal(jv_string_at(a, 1), "three");
	jv_free(a);
}

static void
refuses(void **state)
{
	static const char *const cases[] = { "", " ", "{", "[1,]", "{\"a\"}",
		"nul", "'a'", "{\"a\":1,\"a\":2}", "[1] x", "\"\\ud800\"",
		"\"\\u0000\"", "\"a\nb\"", "99999999999999999999", "1e999",
		"\"\xff\"", "\"\xed\xa0\x80\"", "01", "[\"", "\"\\" };
	struct jv *v;
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		v = jv_parse(cases[i], strlen(cases[i]), &cause);
		if (v != NULL)
			fail_msg("'%s' was read", cases[i]);
		assert_non_null(cause);
		assert_true(strncmp(cause, "line ", 5) == 0);
		free(cause);
	}
	assert_null(jv_parse("[1]\0", 4, &cause));
	free(cause);
	assert_null(jv_parse(NULL, 0, &cause));
	free(cause);
}

static void
depth(void **state)
{
	char text[512], *cause;
	struct jv *v;
	size_t n;

	(void)state;
	for (n = 63; n <= 66; n++) {
		memset(text, '[', n);
		memset(text + n, ']', n);
		v = jv_parse(text, 2 * n, &cause);
		assert_int_equal(v != NULL, n <= 64);
		free(cause);
		jv_free(v);
	}
	/* Brackets in strings are no depth. */
	memset(text, '[', 100);
	text[0] = '"';
	text[50] = '\\';
	text[51] = '"';
	text[99] = '"';
	v = jv_parse(text, 100, &cause);
	assert_non_null(v);
	jv_free(v);
}

static void
sweep(void **state)
{
	size_t i, n = sizeof good - 1;
	struct jv *v;
	char *cause, *copy, *text;

	(void)state;
	for (i = 0; i < n; i++) {
		copy = xmemdup(good, i);
		v = jv_parse(copy, i, &cause);
		if (v != NULL)
			fail_msg("cut at %zu was read", i);
		free(cause);
		free(copy);
	}
	for (i = 0; i < n * 8; i++) {
		copy = xmemdup(good, n);
		copy[i / 8] ^= (char)(1 << i % 8);
		v = jv_parse(copy, n, &cause);
		assert_true((v == NULL) == (cause != NULL));
		if (v != NULL) {
			text = jv_text(v, true);
			free(text);
		}
		jv_free(v);
		free(cause);
		free(copy);
	}
}

static void
loads(void **state)
{
	char path[] = "/tmp/bgmux-test-jv.XXXXXX", *cause;
	struct jv *v;
	int fd;

	(void)state;
	fd = mkstemp(path);
	assert_int_not_equal(fd, -1);
	errno = EIO;
	assert_null(jv_load(path, &cause));
	assert_int_equal(errno, 0);
	assert_non_null(strstr(cause, path));
	free(cause);
	assert_int_equal(write(fd, good, sizeof good - 1), sizeof good - 1);
	v = jv_load(path, &cause);
	assert_int_equal(jv_count(v), 4);
	jv_free(v);
	assert_int_equal(ftruncate(fd, (4 << 20) + 1), 0);
	assert_null(jv_load(path, &cause));
	assert_int_equal(errno, EFBIG);
	free(cause);
	close(fd);
	unlink(path);
	assert_null(jv_load(path, &cause));
	assert_int_equal(errno, ENOENT);
	assert_non_null(strstr(cause, path));
	free(cause);
}

static void
paths(void **unused)
{
	static const struct {
		const char *path, *value; /* NULL: none */
	} rows[] = { { "a.b.1.c", "x" }, { "d", "y" }, { "a.b.0", NULL },
		{ "a.b.2", NULL }, { "a.b.-1", NULL }, { "a.b.1x", NULL },
		{ "a.b.99999999999999999999", NULL }, { "a..b", NULL },
		{ "", NULL }, { ".", NULL }, { "d.e", NULL }, { "1.0", NULL } };
	struct jv *v;
	size_t i;
	char *cause = NULL;
	const char *text = "{\"a\":{\"b\":[null,{\"c\":\"x\"}]},\"d\":\"y\"}";

	(void)unused;
	v = jv_parse(text, strlen(text), &cause);
	assert_non_null(v);
	for (i = 0; i < nitems(rows); i++) {
		text = jv_as_string(jv_path(v, rows[i].path));
		if ((text == NULL) != (rows[i].value == NULL) ||
		    (text != NULL && strcmp(text, rows[i].value) != 0))
			fail_msg("%s: %s", rows[i].path, text);
	}
	assert_null(jv_path(NULL, "a"));
	jv_free(v);
}

/* What is shared outlives what it was in. */
static void
shares(void **state)
{
	struct jv *v, *part;
	char *cause = NULL;

	(void)state;
	v = jv_parse("{\"a\":{\"b\":[1,2]}}", 17, &cause);
	part = jv_share(jv_get(v, "a"));
	jv_free(v);
	assert_int_equal(jv_count(jv_get_array(part, "b")), 2);
	jv_free(part);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(defaults),
		cmocka_unit_test(builds),
		cmocka_unit_test(paths),
		cmocka_unit_test(moves),
		cmocka_unit_test(refuses),
		cmocka_unit_test(depth),
		cmocka_unit_test(sweep),
		cmocka_unit_test(loads),
		cmocka_unit_test(shares),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
