/* SPDX-License-Identifier: ISC */
/* palette: colours that a program sets and asks for. They are only kept to
 * be told again: what is shown is up to the outer terminal. */

#include <string.h>

#include "base/xmalloc.h"
#include "term/palette.h"
#include "term/vt_internal.h"

static const uint32_t ansi[16] = { 0x000000, 0xcd0000, 0x00cd00, 0xcdcd00,
	0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,
	0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff };

/* xterm's 256 colours: 16, a cube of 6 x 6 x 6, 24 greys. */
static uint32_t
palette_default(unsigned i)
{
	unsigned r, g, b, grey;

	if (i < 16)
		return ansi[i];
	if (i >= 232) {
		grey = 8 + (i - 232) * 10;
		return grey << 16 | grey << 8 | grey;
	}
	i -= 16;
	r = i / 36;
	g = i / 6 % 6;
	b = i % 6;
	r = r ? 55 + r * 40 : 0;
	g = g ? 55 + g * 40 : 0;
	b = b ? 55 + b * 40 : 0;
	return r << 16 | g << 8 | b;
}

/* 1 to 4 hex digits as 8 bits; -1 if they are none. */
static int
palette_channel(const char *s, size_t n, bool scale)
{
	unsigned v = 0, max = 0;
	size_t i;
	const char digits[] = "0123456789abcdefABCDEF";
	const char *at;

	if (n < 1 || n > 4)
		return -1;
	for (i = 0; i < n; i++) {
		if (s[i] == '\0' || (at = strchr(digits, s[i])) == NULL)
			return -1;
		v = v << 4 | (at - digits > 15 ? at - digits - 6 : at - digits);
		max = max << 4 | 15;
	}
	if (scale)
		return v * 255 / max;
	/* "#rgb" gives the most significant bits. */
	return n == 1 ? v << 4 : v >> 4 * (n - 2);
}

static uint32_t
palette_join(int r, int g, int b)
{
	if (r < 0 || g < 0 || b < 0)
		return COLOUR_UNKNOWN;
	return (uint32_t)r << 16 | (uint32_t)g << 8 | (uint32_t)b;
}

uint32_t
palette_parse(const char *s)
{
	size_t n = strlen(s), i, len;
	int c[3];

	if (*s == '#' && n >= 4 && n <= 13 && (n - 1) % 3 == 0) {
		n = (n - 1) / 3;
		s++;
		return palette_join(palette_channel(s, n, false),
		    palette_channel(s + n, n, false),
		    palette_channel(s + 2 * n, n, false));
	}
	if (strncmp(s, "rgb:", 4) != 0)
		return COLOUR_UNKNOWN;
	s += 4;
	for (i = 0; i < 3; i++) {
		len = strcspn(s, "/");
		c[i] = palette_channel(s, len, true);
		s += len;
		if (i < 2 && *s++ != '/')
			return COLOUR_UNKNOWN;
	}
	return *s == '\0' ? palette_join(c[0], c[1], c[2]) : COLOUR_UNKNOWN;
}

static void
palette_reply(struct vt *vt, const char *what, uint32_t c, bool bel)
{
	unsigned r = c >> 16 & 255, g = c >> 8 & 255, b = c & 255;

	vt_reply(vt, "\033]%s;rgb:%02x%02x/%02x%02x/%02x%02x%s", what, r, r, g,
	    g, b, b, bel ? "\a" : "\033\\");
}

static void
palette_set(struct vt *vt, unsigned i, uint32_t c)
{
	unsigned k;

	if (vt->palette == NULL) {
		vt->palette = xcalloc(256, sizeof *vt->palette);
		for (k = 0; k < 256; k++)
			vt->palette[k] = palette_default(k);
	}
	vt->palette[i] = c;
}

static void
palette_one(struct vt *vt, const char *number, const char *spec, bool bel)
{
	const char *err;
	char what[16];
	unsigned i;
	uint32_t c;

	i = strtonum(number, 0, 255, &err);
	if (err != NULL)
		return;
	if (strcmp(spec, "?") != 0) {
		if ((c = palette_parse(spec)) != COLOUR_UNKNOWN)
			palette_set(vt, i, c);
		return;
	}
	xsnprintf(what, sizeof what, "4;%u", i);
	palette_reply(vt, what,
	    vt->palette != NULL ? vt->palette[i] : palette_default(i), bel);
}

void
palette_indexed(struct vt *vt, char *body, bool bel)
{
	char *number, *spec;

	while ((number = strsep(&body, ";")) != NULL &&
	    (spec = strsep(&body, ";")) != NULL)
		palette_one(vt, number, spec, bel);
}

static uint32_t *
palette_slot(struct vt *vt, int number)
{
	switch (number) {
	case 10:
		return &vt->set_fg;
	case 11:
		return &vt->set_bg;
	case 12:
		return &vt->set_cursor;
	}
	return NULL;
}

static uint32_t
palette_get(struct vt *vt, int number)
{
	uint32_t c = *palette_slot(vt, number);

	if (c != COLOUR_UNKNOWN)
		return c;
	return number == 11 ? vt->bg : vt->fg;
}

void
palette_dynamic(struct vt *vt, int number, char *body, bool bel)
{
	char what[16], *spec;
	uint32_t c;

	for (; (spec = strsep(&body, ";")) != NULL && number <= 12; number++) {
		if (strcmp(spec, "?") == 0) {
			xsnprintf(what, sizeof what, "%d", number);
			palette_reply(vt, what, palette_get(vt, number), bel);
		} else if ((c = palette_parse(spec)) != COLOUR_UNKNOWN)
			*palette_slot(vt, number) = c;
	}
}

void
palette_reset(struct vt *vt, int number, char *body)
{
	const char *err;
	char *s;
	unsigned i;

	if (number != 104) {
		*palette_slot(vt, number - 100) = COLOUR_UNKNOWN;
		return;
	}
	if (body == NULL || *body == '\0') {
		free(vt->palette);
		vt->palette = NULL;
		return;
	}
	while ((s = strsep(&body, ";")) != NULL) {
		i = strtonum(s, 0, 255, &err);
		if (err == NULL && vt->palette != NULL)
			vt->palette[i] = palette_default(i);
	}
}
