/* SPDX-License-Identifier: ISC */
/* base64: the coding of RFC 4648, section 4. */

#include <stdint.h>
#include <string.h>

#include "base/base64.h"
#include "base/buf.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_put(struct buf *b, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
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

size_t
base64_get(struct buf *b, const char *s, unsigned *rest)
{
	unsigned bits = 0, have = 0;
	const char *at;
	size_t n;

	for (n = 0; s[n] != '\0'; n++) {
		if ((at = strchr(digits, s[n])) == NULL)
			break;
		bits = bits << 6 | (unsigned)(at - digits);
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		buf_put_u8(b, (uint8_t)(bits >> have));
		bits &= (1u << have) - 1;
	}
	if (rest != NULL)
		*rest = bits;
	return n;
}
