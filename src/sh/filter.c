/* SPDX-License-Identifier: ISC */
/* filter: what a command has written, as it may be shown where something else
 * is drawn too. */

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "sh/filter.h"

#define SEQUENCE_MAX 128 /* bytes of one that stays */

/* The length of the CSI sequence at p, whether or not it has its end. */
static size_t
filter_csi(const uint8_t *p, size_t n)
{
	size_t i;

	for (i = 2; i < n && p[i] >= 0x20 && p[i] < 0x40; i++)
		continue;
	return i < n && p[i] >= 0x40 && p[i] < 0x7f ? i + 1 : i;
}

/* Whether it is SGR and nothing else, which has only numbers. */
static bool
filter_is_colour(const uint8_t *p, size_t n)
{
	size_t i;

	if (n > SEQUENCE_MAX || p[n - 1] != 'm')
		return false;
	for (i = 2; i < n - 1; i++) {
		if ((p[i] < '0' || p[i] > '9') && p[i] != ';' && p[i] != ':')
			return false;
	}
	return true;
}

/* The length of the string at p: to its end, that of the line, or of all. */
static size_t
filter_string(const uint8_t *p, size_t n)
{
	size_t i;

	for (i = 2; i < n && p[i] != '\n'; i++) {
		if (p[i] == '\a')
			return i + 1;
		if (p[i] == 033)
			return i + 1 < n && p[i + 1] == '\\' ? i + 2 : i;
	}
	return i;
}

static bool
filter_is_progress(const uint8_t *p, size_t n)
{
	return n > 7 && n <= SEQUENCE_MAX && memcmp(p, "\033]9;4;", 6) == 0 &&
	    (p[n - 1] == '\a' || p[n - 1] == '\\');
}

/* What begins with ESC: its length; what may stay goes to out. */
static size_t
filter_escape(const uint8_t *p, size_t n, struct buf *out, bool *coloured)
{
	size_t len = n > 1 ? 2 : 1;

	if (n < 2)
		return len;
	if (p[1] == '[') {
		len = filter_csi(p, n);
		if (filter_is_colour(p, len)) {
			buf_put(out, p, len);
			*coloured = true;
		}
	} else if (strchr("]P_^X", p[1]) != NULL && p[1] != '\0') {
		len = filter_string(p, n);
		if (filter_is_progress(p, len))
			buf_put(out, p, len);
	} else if (p[1] >= 0x20 && p[1] < 0x30) {
		while (len < n && p[len] >= 0x20 && p[len] < 0x30)
			len++;
		len += len < n && p[len] >= 0x30 && p[len] < 0x7f;
	} else if (p[1] < 0x20 || p[1] >= 0x7f)
		len = 1;
	return len;
}

void
filter_lines(const uint8_t *p, size_t n, struct buf *out)
{
	bool coloured = false;
	size_t i = 0;
	uint32_t cp;
	int r;

	while (i < n) {
		if (p[i] == 033) {
			i += filter_escape(p + i, n - i, out, &coloured);
			continue;
		}
		if (p[i] < 0x20 || p[i] == 0x7f) {
			if (p[i] == '\n' && coloured)
				buf_put(out, "\033[m", 3);
			if (p[i] == '\n')
				coloured = false;
			if (p[i] == '\n' || p[i] == '\r' || p[i] == '\t')
				buf_put_u8(out, p[i]);
			i++;
			continue;
		}
		r = utf8_decode(p + i, n - i, &cp);
		if (r > 0 && (cp < 0x80 || cp >= 0xa0))
			buf_put(out, p + i, (size_t)r);
		else if (r <= 0)
			buf_put(out, "\357\277\275", 3);
		i += r > 0 ? (size_t)r : r < 0 ? (size_t)-r : n - i;
	}
	if (coloured)
		buf_put(out, "\033[m", 3);
}
