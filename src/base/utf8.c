/* SPDX-License-Identifier: ISC */
/* utf8: decoding, widths, grapheme clusters (utf8proc's tables) and the
 * cleaning of text that came from outside. */

#include <utf8proc.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#define ZWJ  0x200du
#define VS16 0xfe0fu

struct range {
	uint32_t first;
	uint32_t last;
};

/* What has no glyph though its category does not say so: grapheme joiner,
 * Hangul fillers, Khmer vowels that are not shown, variation selectors. */
static const struct range invisible[] = {
	{ 0x034f, 0x034f },
	{ 0x115f, 0x1160 },
	{ 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f },
	{ 0x3164, 0x3164 },
	{ 0xfe00, 0xfe0e },
	{ 0xffa0, 0xffa0 },
	{ 0xe0000, 0xe0fff },
};

/* Code points not yet assigned that will be wide when they are. */
static const struct range wide_reserved[] = {
	{ 0x3400, 0x4dbf },
	{ 0x4e00, 0x9fff },
	{ 0xf900, 0xfaff },
	{ 0x1f900, 0x1f9ff },
	{ 0x1fa70, 0x1faff },
	{ 0x20000, 0x2fffd },
	{ 0x30000, 0x3fffd },
};

static bool
range_has(const struct range *r, size_t n, uint32_t cp)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (cp >= r[i].first && cp <= r[i].last)
			return true;
	}
	return false;
}

/* How many bytes follow the lead byte and the range of the first of them;
 * 0 if the byte leads nothing. */
static int
utf8_lead(uint8_t lead, uint8_t *low, uint8_t *high)
{
	*low = 0x80;
	*high = 0xbf;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 1;
	if (lead >= 0xe0 && lead <= 0xef) {
		if (lead == 0xe0)
			*low = 0xa0;
		if (lead == 0xed)
			*high = 0x9f;
		return 2;
	}
	if (lead >= 0xf0 && lead <= 0xf4) {
		if (lead == 0xf0)
			*low = 0x90;
		if (lead == 0xf4)
			*high = 0x8f;
		return 3;
	}
	return 0;
}

int
utf8_decode(const uint8_t *p, size_t n, uint32_t *cp)
{
	uint8_t low, high;
	uint32_t value;
	int i, more;

	*cp = UTF8_REPLACEMENT;
	if (n == 0)
		return 0;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	more = utf8_lead(p[0], &low, &high);
	if (more == 0)
		return -1;
	value = p[0] & (0x3fu >> more);
	for (i = 1; i <= more; i++) {
		if ((size_t)i >= n)
			return 0;
		if (p[i] < low || p[i] > high)
			return -i;
		value = value << 6 | (p[i] & 0x3fu);
		low = 0x80;
		high = 0xbf;
	}
	*cp = value;
	return more + 1;
}

size_t
utf8_encode(uint32_t cp, char out[4])
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = UTF8_REPLACEMENT;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

bool
utf8_valid(const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	uint32_t cp;
	int took;

	for (; n > 0; p += took, n -= (size_t)took) {
		took = utf8_decode(p, n, &cp);
		if (took <= 0)
			return false;
	}
	return true;
}

int
utf8_width(uint32_t cp)
{
	if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
		return 0;
	if (cp < 0x300)
		return 1;
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		return 1;
	/* Hangul vowels and finals join the consonant before them. */
	if ((cp >= 0x1160 && cp <= 0x11ff) || (cp >= 0xd7b0 && cp <= 0xd7ff))
		return 0;
	/* Signs of Arabic and others that stand before digits, and are seen. */
	if ((cp >= 0x600 && cp <= 0x605) || cp == 0x6dd || cp == 0x70f ||
	    cp == 0x890 || cp == 0x891 || cp == 0x8e2)
		return 1;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return 0;
	case UTF8PROC_CATEGORY_CN:
		return range_has(wide_reserved, nitems(wide_reserved), cp) ? 2 :
									     1;
	default:
		return utf8proc_charwidth((utf8proc_int32_t)cp) == 2 ? 2 : 1;
	}
}

bool
utf8_is_format(uint32_t cp)
{
	int32_t state = 0;

	return cp >= 0x600 && utf8_width(cp) == 0 &&
	    utf8_break(cp, 0x301, &state);
}

/* Sorted; what is no mark, joiner, modifier, jamo, flag letter or sign before
 * others, and all of one width. */
static const struct simple {
	uint32_t first;
	uint32_t last;
	int width;
} simples[] = {
	{ 0x00020, 0x0007e, 1 },
	{ 0x000a0, 0x000ac, 1 },
	{ 0x000ae, 0x002ff, 1 },
	{ 0x00370, 0x00482, 1 }, /* Greek, Cyrillic */
	{ 0x0048a, 0x00530, 1 },
	{ 0x02010, 0x02027, 1 },
	{ 0x02030, 0x0205e, 1 },
	{ 0x020a0, 0x020c0, 1 },
	{ 0x02100, 0x02319, 1 }, /* arrows, mathematics */
	{ 0x0231c, 0x02328, 1 },
	{ 0x0232b, 0x023e8, 1 },
	{ 0x02400, 0x025fc, 1 }, /* boxes, blocks */
	{ 0x02715, 0x02727, 1 },
	{ 0x02729, 0x0274b, 1 },
	{ 0x02758, 0x02794, 1 },
	{ 0x02798, 0x027af, 1 },
	{ 0x02800, 0x028ff, 1 }, /* Braille */
	{ 0x03001, 0x03029, 2 },
	{ 0x03041, 0x03096, 2 }, /* kana */
	{ 0x0309b, 0x030ff, 2 },
	{ 0x03400, 0x04dbf, 2 },
	{ 0x04e00, 0x0a48c, 2 }, /* ideographs */
	{ 0x0ac00, 0x0d7a3, 2 }, /* Hangul syllables */
	{ 0x0e000, 0x0f8ff, 1 }, /* for private use */
	{ 0x0f900, 0x0faff, 2 },
	{ 0x0ff01, 0x0ff60, 2 },
	{ 0x0ff61, 0x0ff9d, 1 },
	{ 0x1f300, 0x1f320, 2 }, /* emoji */
	{ 0x1f32d, 0x1f335, 2 },
	{ 0x1f337, 0x1f37c, 2 },
	{ 0x1f37e, 0x1f393, 2 },
	{ 0x1f3a0, 0x1f3ca, 2 },
	{ 0x1f3e0, 0x1f3f0, 2 },
	{ 0x1f400, 0x1f43e, 2 },
	{ 0x1f442, 0x1f4fc, 2 },
	{ 0x1f500, 0x1f53d, 2 },
	{ 0x1f5fb, 0x1f64f, 2 },
	{ 0x1f680, 0x1f6c5, 2 },
	{ 0x1f910, 0x1f93a, 2 },
	{ 0x1f947, 0x1f9ff, 2 },
	{ 0x20000, 0x2fffd, 2 },
};

int
utf8_simple_width(uint32_t cp)
{
	size_t low = 0, high = nitems(simples), mid;

	if (cp >= 0x4e00 && cp <= 0xa48c)
		return 2;
	while (high - low > 1) {
		mid = low + (high - low) / 2;
		if (simples[mid].first <= cp)
			low = mid;
		else
			high = mid;
	}
	if (cp < simples[low].first || cp > simples[low].last)
		return 0;
	return simples[low].width;
}

uint32_t
utf8_lower(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

bool
utf8_break(uint32_t a, uint32_t b, int32_t *state)
{
	return utf8proc_grapheme_break_stateful((utf8proc_int32_t)a,
	    (utf8proc_int32_t)b, state);
}

/* What utf8_clean puts for a code point: itself, a space, U+FFFD, or 0 for
 * nothing. */
static uint32_t
utf8_clean_cp(uint32_t cp)
{
	if (cp == '\t' || cp == '\n' || cp == 0x2028 || cp == 0x2029)
		return ' ';
	if (cp == ZWJ || cp == VS16)
		return cp;
	if ((cp >= 0xfdd0 && cp <= 0xfdef) || (cp & 0xfffe) == 0xfffe)
		return UTF8_REPLACEMENT;
	if (range_has(invisible, nitems(invisible), cp))
		return 0;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
		return 0;
	default:
		return cp;
	}
}

char *
utf8_clean(const char *text, size_t n, size_t max)
{
	const uint8_t *p = (const uint8_t *)text;
	struct buf b = { 0 };
	char bytes[4];
	size_t len;
	uint32_t cp;
	int took;

	while (n > 0) {
		took = utf8_decode(p, n, &cp);
		/* Cut at the end: the rest is one broken character. */
		if (took == 0)
			took = -(int)n;
		cp = utf8_clean_cp(cp);
		len = cp != 0 ? utf8_encode(cp, bytes) : 0;
		if (b.len + len > max)
			break;
		buf_put(&b, bytes, len);
		p += abs(took);
		n -= (size_t)abs(took);
	}
	return buf_steal(&b, NULL);
}

size_t
utf8_cluster(const char *s, int *cols)
{
	const uint8_t *p = (const uint8_t *)s;
	size_t left, taken = 0;
	uint32_t cp, last = 0;
	int32_t state = 0;
	int took, width;
	bool flag = false;

	/* Nothing of ASCII joins what is before it. */
	if (p[0] >= 0x20 && p[0] < 0x7f && p[1] < 0x80) {
		*cols = 1;
		return 1;
	}
	*cols = 0;
	while ((left = strnlen(s + taken, 4)) != 0) {
		took = utf8_decode(p + taken, left, &cp);
		if (took == 0)
			took = -(int)left;
		if (taken != 0 && utf8_break(last, cp, &state))
			break;
		width = utf8_width(cp);
		if (width > *cols)
			*cols = width;
		/* Two letters of a flag, and an emoji shown as such. */
		if (cp >= 0x1f1e6 && cp <= 0x1f1ff) {
			if (flag)
				*cols = 2;
			flag = true;
		}
		if (cp == VS16 && *cols == 1)
			*cols = 2;
		last = cp;
		taken += (size_t)abs(took);
	}
	return taken;
}

int
utf8_columns(const char *s)
{
	int cols, sum = 0;
	size_t n;

	for (; (n = utf8_cluster(s, &cols)) != 0; s += n)
		sum += cols;
	return sum;
}

char *
utf8_cut(const char *s, int cols, const char *ellipsis)
{
	int width, left;
	size_t n, keep = 0;

	if (cols <= 0)
		return xstrdup("");
	if (utf8_columns(s) <= cols)
		return xstrdup(s);
	left = cols - utf8_columns(ellipsis);
	if (left < 0) {
		left = cols;
		ellipsis = "";
	}
	while ((n = utf8_cluster(s + keep, &width)) != 0 && width <= left) {
		keep += n;
		left -= width;
	}
	return xasprintf("%.*s%s", (int)keep, s, ellipsis);
}

bool
utf8_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *value = NULL;
	size_t i;

	for (i = 0; i < nitems(names); i++) {
		value = getenv(names[i]);
		if (value != NULL && *value != '\0')
			break;
	}
	if (i == nitems(names))
		return false;
	return strcasestr(value, "utf-8") != NULL ||
	    strcasestr(value, "utf8") != NULL;
}
