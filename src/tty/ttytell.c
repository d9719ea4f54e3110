/* SPDX-License-Identifier: ISC */
/* ttytell: strings for the person's terminal. Nothing of a program gets into
 * one unlooked at. */

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "tty/caps.h"
#include "tty/ttytell.h"

#define TELL_TEXT_MAX 1000

/* OSC 52. */
static void
put_clipboard(struct buf *b, const char *selections, const char *base64)
{
	static const char names[] = "cpqs01234567";
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/=";

	if (selections[strspn(selections, names)] != '\0' ||
	    base64[strspn(base64, digits)] != '\0')
		return;
	buf_put(b, "\033]52;", 5);
	buf_put(b, selections, strlen(selections));
	buf_put_u8(b, ';');
	buf_put(b, base64, strlen(base64));
	buf_put(b, "\033\\", 2);
}

/* OSC 9, whose text must not look like the progress reports of the same
 * number. */
static void
put_notify(struct buf *b, const char *title, const char *text)
{
	char *clean;

	buf_put(b, "\033]9;", 4);
	if (title[0] != '\0') {
		clean = utf8_clean(title, strlen(title), TELL_TEXT_MAX);
		buf_printf(b,
		    "%s%s: ", clean[0] >= '0' && clean[0] <= '9' ? " " : "",
		    clean);
		free(clean);
	}
	clean = utf8_clean(text, strlen(text), TELL_TEXT_MAX);
	buf_printf(b, "%s%s",
	    title[0] == '\0' && clean[0] >= '0' && clean[0] <= '9' ? " " : "",
	    clean);
	free(clean);
	buf_put(b, "\033\\", 2);
}

void
ttytell_put(struct buf *b, const struct caps *caps, const struct told *told)
{
	if (told->type == TOLD_BELL)
		buf_put_u8(b, '\a');
	else if (!caps->queries)
		return;
	else if (told->type == TOLD_CLIPBOARD)
		put_clipboard(b, told->name, told->text);
	else
		put_notify(b, told->name, told->text);
}

static void
put_base64(struct buf *b, const uint8_t *p, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t v;
	size_t i, k, left;

	for (i = 0; i < n; i += 3) {
		left = n - i;
		v = (uint32_t)p[i] << 16;
		if (left > 1)
			v |= (uint32_t)p[i + 1] << 8;
		if (left > 2)
			v |= p[i + 2];
		for (k = 0; k < 4; k++)
			buf_put_u8(b,
			    k > left ? '=' :
				       (uint8_t)digits[v >> (18 - 6 * k) & 63]);
	}
}

void
ttytell_copy(struct buf *out, const void *p, size_t n)
{
	buf_put(out, "\033]52;c;", 7);
	put_base64(out, p, n);
	buf_put(out, "\033\\", 2);
}
