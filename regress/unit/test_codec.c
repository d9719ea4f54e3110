/* SPDX-License-Identifier: ISC */
/* test_codec: framing, cut and flipped in every place. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "wire/codec.h"
#include "wire/msg.h"

static const struct {
	uint16_t type;
	uint32_t id;
	const char *body;
} cases[] = {
	{ MSG_SESSION_LIST, 1, "{}" },
	{ MSG_HOST_READY, 0, "" },
	{ MSG_RESULT, 0xffffffff, "{\"ok\":true}" },
	{ 0x7fff, 7, "a type that nobody knows" },
};

static void
put_case(struct buf *b, size_t i)
{
	codec_put(b, cases[i].type, cases[i].id, cases[i].body,
	    strlen(cases[i].body));
}

static void
round_trip(void **state)
{
	struct buf b = { 0 };
	struct msg msg;
	size_t i, off = 0;
	long n;

	(void)state;
	for (i = 0; i < nitems(cases); i++)
		put_case(&b, i);
	for (i = 0; i < nitems(cases); i++) {
		n = codec_get(b.data + off, b.len - off, &msg);
		assert_int_equal(n, MSG_HEADER_SIZE + strlen(cases[i].body));
		assert_int_equal(msg.type, cases[i].type);
		assert_int_equal(msg.id, cases[i].id);
		assert_int_equal(msg.flags, 0);
		assert_int_equal(msg.len, strlen(cases[i].body));
		assert_memory_equal(msg.body, cases[i].body, msg.len);
		off += (size_t)n;
	}
	assert_int_equal(off, b.len);
	buf_clear(&b);
}

static void
layout(void **state)
{
	static const uint8_t want[] = { 0, 0, 0, 2, 0x01, 0x02, 0, 0, 0, 0, 0,
		9, '{', '}' };
	struct buf b = { 0 };

	(void)state;
	codec_put(&b, MSG_SESSION_LIST, 9, "{}", 2);
	assert_int_equal(b.len, sizeof want);
	assert_memory_equal(b.data, want, sizeof want);
	buf_clear(&b);
}

/* Each cut is short, and the header is told as soon as it is whole. */
static void
cut(void **state)
{
	struct buf b = { 0 };
	struct msg msg;
	size_t i, n;
	uint8_t *copy;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		buf_reset(&b);
		put_case(&b, i);
		for (n = 0; n < b.len; n++) {
			copy = malloc(n + 1); /* so that a read past n shows */
			assert_non_null(copy);
			memcpy(copy + 1, b.data, n);
			assert_int_equal(codec_get(copy + 1, n, &msg),
			    WIRE_SHORT);
			assert_null(msg.body);
			assert_int_equal(msg.type,
			    n < MSG_HEADER_SIZE ? 0 : cases[i].type);
			free(copy);
		}
	}
	buf_clear(&b);
}

static void
flip(void **state)
{
	struct buf b = { 0 };
	struct msg msg;
	size_t bit;
	long n;

	(void)state;
	put_case(&b, 0);
	for (bit = 0; bit < b.len * 8; bit++) {
		b.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		n = codec_get(b.data, b.len, &msg);
		assert_true(n == WIRE_SHORT || n == WIRE_TOO_LONG || n > 0);
		if (n > 0) {
			assert_true((size_t)n <= b.len);
			assert_ptr_equal(msg.body, b.data + MSG_HEADER_SIZE);
			assert_int_equal(n, MSG_HEADER_SIZE + msg.len);
		}
		b.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	buf_clear(&b);
}

static void
lengths(void **state)
{
	static const struct {
		uint32_t len;
		uint16_t type;
		long want;
	} rows[] = {
		{ 64 * 1024, MSG_SESSION_LIST, WIRE_SHORT },
		{ 64 * 1024 + 1, MSG_SESSION_LIST, WIRE_TOO_LONG },
		{ 1024, MSG_VIEW_KEY, WIRE_SHORT },
		{ 1025, MSG_VIEW_KEY, WIRE_TOO_LONG },
		{ MSG_MAX_BODY, 0x7fff, WIRE_SHORT },
		{ MSG_MAX_BODY + 1, 0x7fff, WIRE_TOO_LONG },
		{ 0xffffffff, MSG_RESULT, WIRE_TOO_LONG },
	};
	struct buf b = { 0 };
	struct msg msg;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		buf_reset(&b);
		buf_put_u32(&b, rows[i].len);
		buf_put_u16(&b, rows[i].type);
		buf_put_u16(&b, 0);
		buf_put_u32(&b, 5);
		if (codec_get(b.data, b.len, &msg) != rows[i].want)
			fail_msg("row %zu", i);
		assert_int_equal(msg.type, rows[i].type);
		assert_int_equal(msg.len, rows[i].len);
		assert_null(msg.body);
	}
	buf_clear(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(layout),
		cmocka_unit_test(cut),
		cmocka_unit_test(flip),
		cmocka_unit_test(lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
