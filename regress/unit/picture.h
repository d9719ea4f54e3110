/* SPDX-License-Identifier: ISC */
/* picture: a frame as text, for tests of what is drawn; keys by their names. */

#ifndef PICTURE_H
#define PICTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "term/cell.h"
#include "term/intern.h"
#include "term/key.h"
#include "term/row.h"
#include "tty/frame.h"

/* The rows' text with end after each (blanks before it are left out if it is a
 * newline), the cursor as '_' before its cell. Caller frees. */
static inline char *
picture(const struct frame *f, char end)
{
	struct buf b = { 0 };
	const char *s;
	struct cell c;
	unsigned i, col;
	char tmp[4];
	size_t n;

	for (i = 0; i < f->rows; i++) {
		for (col = 0; col < f->cols; col++) {
			c = row_get(&f->row[i], col);
			if (f->cursor.visible && f->cursor.row == i &&
			    f->cursor.col == col)
				buf_put(&b, "_", 1);
			s = intern_get_text(f->intern, c.text, tmp, &n);
			buf_put(&b, s, n);
			if (n == 0 && !(c.text & CELL_TAIL))
				buf_put(&b, " ", 1);
		}
		while (end == '\n' && b.len > 0 && b.data[b.len - 1] == ' ')
			b.len--;
		buf_put_u8(&b, (uint8_t)end);
	}
	return buf_steal(&b, NULL);
}

static inline void
expect_picture(const struct frame *f, const char *want)
{
	char *have = picture(f, '\n');

	if (strcmp(have, want) != 0)
		fail_msg("have:\n%swant:\n%s", have, want);
	free(have);
}

static inline struct key
key_named(const char *name)
{
	struct key key;

	if (key_parse(name, &key) != 0)
		fail_msg("no key is called %s", name);
	key.event = KEY_PRESS;
	return key;
}

#endif
