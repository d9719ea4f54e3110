/* SPDX-License-Identifier: ISC */
/* buf: a byte buffer that grows up to a maximum, and a reader over bytes. */

#include <stdarg.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/xmalloc.h"

#define BUF_FIRST 64 /* bytes of the first allocation */

void
buf_init(struct buf *b, size_t max)
{
	memset(b, 0, sizeof *b);
	b->max = max;
}

void
buf_clear(struct buf *b)
{
	free(b->data);
	buf_init(b, b->max);
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
	b->overflow = 0;
}

/* Memory for n bytes in all, whatever the maximum says. */
static void
buf_grow(struct buf *b, size_t n)
{
	size_t cap;

	if (n <= b->cap)
		return;
	cap = b->cap < BUF_FIRST ? BUF_FIRST : b->cap;
	while (cap < n)
		cap = cap > SIZE_MAX / 2 ? n : cap * 2;
	b->data = xrealloc(b->data, cap);
	b->cap = cap;
}

uint8_t *
buf_reserve(struct buf *b, size_t n)
{
	if (n > SIZE_MAX / 2 - b->len || (b->max != 0 && b->len + n > b->max)) {
		b->overflow = 1;
		return NULL;
	}
	buf_grow(b, b->len + (n != 0 ? n : 1));
	return b->data + b->len;
}

void
buf_add(struct buf *b, size_t n)
{
	if (n > b->cap - b->len)
		fatalx("buf_add of %zu bytes that were not reserved", n);
	b->len += n;
}

void
buf_drain(struct buf *b, size_t n)
{
	if (n >= b->len) {
		b->len = 0;
		return;
	}
	if (n == 0)
		return;
	memmove(b->data, b->data + n, b->len - n);
	b->len -= n;
}

void
buf_put(struct buf *b, const void *bytes, size_t n)
{
	uint8_t *to;

	if (n == 0)
		return;
	to = buf_reserve(b, n);
	if (to == NULL)
		return;
	memcpy(to, bytes, n);
	b->len += n;
}

static void
buf_put_number(struct buf *b, uint64_t value, size_t n)
{
	uint8_t *to;
	size_t i;

	to = buf_reserve(b, n);
	if (to == NULL)
		return;
	for (i = n; i-- > 0; value >>= 8)
		to[i] = (uint8_t)value;
	b->len += n;
}

void
buf_put_u8(struct buf *b, uint8_t value)
{
	buf_put_number(b, value, 1);
}

void
buf_put_u16(struct buf *b, uint16_t value)
{
	buf_put_number(b, value, 2);
}

void
buf_put_u32(struct buf *b, uint32_t value)
{
	buf_put_number(b, value, 4);
}

void
buf_put_u64(struct buf *b, uint64_t value)
{
	buf_put_number(b, value, 8);
}

void
buf_put_varint(struct buf *b, uint64_t value)
{
	uint8_t bytes[10];
	size_t n = 0;

	while (value >= 0x80) {
		bytes[n++] = (uint8_t)(value | 0x80);
		value >>= 7;
	}
	bytes[n++] = (uint8_t)value;
	buf_put(b, bytes, n);
}

void
buf_put_string(struct buf *b, const char *s)
{
	buf_put_bytes(b, s, s != NULL ? strlen(s) : 0);
}

/* Length and bytes go in together or not at all. */
void
buf_put_bytes(struct buf *b, const void *bytes, size_t n)
{
	if (n > UINT32_MAX || buf_reserve(b, n + 4) == NULL) {
		b->overflow = 1;
		return;
	}
	buf_put_u32(b, (uint32_t)n);
	buf_put(b, bytes, n);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = xvasprintf(fmt, ap);
	va_end(ap);
	buf_put(b, s, strlen(s));
	free(s);
}

char *
buf_steal(struct buf *b, size_t *len)
{
	char *s;

	buf_grow(b, b->len + 1);
	b->data[b->len] = '\0';
	if (len != NULL)
		*len = b->len;
	s = (char *)b->data;
	buf_init(b, b->max);
	return s;
}

void
reader_init(struct reader *r, const void *p, size_t n)
{
	r->p = p;
	r->left = n;
}

int
reader_take(struct reader *r, size_t n, const uint8_t **p)
{
	if (n > r->left)
		return -1;
	*p = r->p;
	/* Adding nothing to a NULL is undefined, hence the test. */
	if (n != 0)
		r->p += n;
	r->left -= n;
	return 0;
}

static int
reader_number(struct reader *r, size_t n, uint64_t *value)
{
	const uint8_t *p;
	size_t i;

	if (reader_take(r, n, &p) == -1)
		return -1;
	*value = 0;
	for (i = 0; i < n; i++)
		*value = *value << 8 | p[i];
	return 0;
}

int
reader_u8(struct reader *r, uint8_t *value)
{
	uint64_t v;

	if (reader_number(r, 1, &v) == -1)
		return -1;
	*value = (uint8_t)v;
	return 0;
}

int
reader_u16(struct reader *r, uint16_t *value)
{
	uint64_t v;

	if (reader_number(r, 2, &v) == -1)
		return -1;
	*value = (uint16_t)v;
	return 0;
}

int
reader_u32(struct reader *r, uint32_t *value)
{
	uint64_t v;

	if (reader_number(r, 4, &v) == -1)
		return -1;
	*value = (uint32_t)v;
	return 0;
}

int
reader_u64(struct reader *r, uint64_t *value)
{
	return reader_number(r, 8, value);
}

int
reader_varint(struct reader *r, uint64_t *value)
{
	unsigned shift;
	uint8_t byte;

	*value = 0;
	for (shift = 0; shift < 64; shift += 7) {
		if (reader_u8(r, &byte) == -1)
			return -1;
		if (shift == 63 && byte > 1)
			return -1;
		*value |= (uint64_t)(byte & 0x7f) << shift;
		if ((byte & 0x80) == 0)
			return 0;
	}
	return -1;
}

int
reader_bytes(struct reader *r, size_t max, const uint8_t **p, size_t *n)
{
	uint32_t len;

	if (reader_u32(r, &len) == -1 || len > max ||
	    reader_take(r, len, p) == -1)
		return -1;
	*n = len;
	return 0;
}

int
reader_string(struct reader *r, size_t max, char **s)
{
	const uint8_t *p;
	size_t n;

	if (reader_bytes(r, max, &p, &n) == -1)
		return -1;
	if (n != 0 && memchr(p, '\0', n) != NULL)
		return -1;
	*s = xmalloc(n + 1);
	if (n != 0)
		memcpy(*s, p, n);
	(*s)[n] = '\0';
	return 0;
}
