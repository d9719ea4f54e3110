/* SPDX-License-Identifier: ISC */
/* typist: a simple-minded terminal for tests of term/: types text on a screen
 * as a vt would, and reads it back. */

#ifndef TYPIST_H
#define TYPIST_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "term/cell.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/screen.h"
#include "term/scrollback.h"
#include "term/text.h"

struct typist {
	struct intern *in;
	struct scrollback *sb;
	struct screen *s;
	uint32_t style;
};

static inline void
typist_open(struct typist *t, unsigned rows, unsigned cols, size_t back)
{
	t->in = intern_create();
	t->sb = scrollback_create(back);
	t->s = screen_create(rows, cols, t->in, t->sb);
	t->style = 0;
}

static inline void
typist_close(struct typist *t)
{
	screen_destroy(t->s);
	scrollback_destroy(t->sb);
	intern_destroy(t->in);
}

/* The next row, scrolling at the bottom. */
static inline void
typist_feed_line(struct typist *t)
{
	struct rect all = { 0, screen_rows(t->s), 0, screen_cols(t->s) };
	struct cursor *c = screen_cursor(t->s);

	c->col = 0;
	c->wrap = false;
	if (c->row + 1 < screen_rows(t->s))
		c->row++;
	else
		screen_scroll(t->s, all, 1, 0, 0, true);
}

/* Types UTF-8; \n is CR LF. */
static inline void
typist_type(struct typist *t, const char *text)
{
	struct cursor *c = screen_cursor(t->s);
	const uint8_t *p = (const uint8_t *)text;
	size_t n = strlen(text);
	uint32_t cp;
	unsigned w;
	int k;

	for (; n > 0; p += k, n -= (size_t)k) {
		k = utf8_decode(p, n, &cp);
		assert_true(k > 0);
		if (cp == '\n') {
			typist_feed_line(t);
			continue;
		}
		w = utf8_width(cp) == 2 ? 2 : 1;
		if (c->wrap || c->col + w > screen_cols(t->s)) {
			typist_feed_line(t);
			if (screen_rows(t->s) > 1)
				screen_set_wrapped(t->s, c->row - 1, true);
		}
		screen_put(t->s, c->row, c->col, cp, w, t->style);
		c->col += w;
		if (c->col >= screen_cols(t->s)) {
			c->col = screen_cols(t->s) - 1;
			c->wrap = true;
		}
	}
}

/* The rows shown, each ended by '|', or by '\' where it goes on in the next; blank
 * ones at the end too. Caller frees. */
static inline char *
typist_rows(struct typist *t)
{
	struct buf b = { 0 };
	const struct row *r;
	unsigned i;

	for (i = 0; i < screen_rows(t->s); i++) {
		r = screen_row(t->s, i);
		text_row(&b, r, t->in, false);
		buf_put_u8(&b, r->flags & ROW_WRAPPED ? '\\' : '|');
	}
	return buf_steal(&b, NULL);
}

static inline void
typist_expect(struct typist *t, const char *rows)
{
	char *have = typist_rows(t);

	assert_string_equal(have, rows);
	free(have);
}

/* All text, as logs give it. Caller frees. */
static inline char *
typist_logs(struct typist *t)
{
	struct buf b = { 0 };

	text_logs(&b, t->s, 0, false, false);
	return buf_steal(&b, NULL);
}

static inline void
typist_expect_logs(struct typist *t, const char *logs)
{
	char *have = typist_logs(t);

	assert_string_equal(have, logs);
	free(have);
}

/* Halves of wide characters stand together. */
static inline void
typist_check_wide(struct typist *t)
{
	const struct row *r;
	unsigned i, c;
	bool wide = false;

	for (i = 0; i < screen_rows(t->s); i++) {
		r = screen_row(t->s, i);
		assert_true(r->used <= screen_cols(t->s));
		for (c = 0; c < r->used; c++) {
			assert_int_equal(
			    wide, (r->cells[c].text & CELL_TAIL) != 0);
			wide = (r->cells[c].text & CELL_WIDE) != 0;
		}
		assert_false(wide);
	}
}

/* Numbers that look random and are the same each time. */
static inline uint32_t
typist_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

#endif
