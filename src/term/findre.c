/* SPDX-License-Identifier: ISC */
/* findre: regular expressions over code points, by way of UTF-8 and regex(3).
 */

#include <locale.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/ere.h"
#include "base/log.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/findre.h"

/* regex(3) keeps what it has found out about an expression for as long as that
 * lives, a state for each byte of text at worst: after so many it is made anew.
 */
#define RENEW_BYTES (256u << 10)

struct findre {
	char *source; /* owned */
	int flags;
	locale_t locale; /* owned: UTF-8, or 0 */
	regex_t re;
	size_t seen; /* bytes since it was made */
	char *text;  /* owned: the line */
	size_t len;
	uint32_t *index; /* owned: of the code point that has a byte */
	size_t cap;
};

/* regex(3) takes bytes for characters or not by the thread's locale. */
static int
compile(struct findre *r)
{
	locale_t old =
	    r->locale != (locale_t)0 ? uselocale(r->locale) : (locale_t)0;
	int error = regcomp(&r->re, r->source, r->flags);

	if (old != (locale_t)0)
		uselocale(old);
	r->seen = 0;
	return error;
}

struct findre *
findre_create(const char *text, bool fold)
{
	struct findre *r;

	if (text[strcspn(text, "^$*+?()[]{}|.\\")] == '\0' ||
	    ere_check(text) != NULL)
		return NULL;
	r = xcalloc(1, sizeof *r);
	r->source = xstrdup(text);
	r->flags = REG_EXTENDED | (fold ? REG_ICASE : 0);
	r->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (compile(r) == 0)
		return r;
	if (r->locale != (locale_t)0)
		freelocale(r->locale);
	free(r->source);
	free(r);
	return NULL;
}

void
findre_destroy(struct findre *r)
{
	if (r == NULL)
		return;
	regfree(&r->re);
	if (r->locale != (locale_t)0)
		freelocale(r->locale);
	free(r->source);
	free(r->text);
	free(r->index);
	free(r);
}

void
findre_load(struct findre *r, const uint32_t *cp, size_t n)
{
	char out[4];
	size_t i, k;

	if (r->cap == 0) {
		r->cap = FINDRE_BYTES;
		r->text = xmalloc(r->cap + 1);
		r->index = xreallocarray(NULL, r->cap + 1, sizeof *r->index);
	}
	r->len = 0;
	for (i = 0; i < n; i++) {
		k = utf8_encode(cp[i], out);
		if (r->len + k > r->cap)
			break;
		memcpy(r->text + r->len, out, k);
		for (; k > 0; k--)
			r->index[r->len++] = (uint32_t)i;
	}
	r->text[r->len] = '\0';
	r->index[r->len] = (uint32_t)i;
}

/* A match in the bytes from at on, of whatever length. */
static bool
match(struct findre *r, size_t at, regmatch_t *m)
{
	locale_t old = (locale_t)0;
	int flags = at > 0 ? REG_NOTBOL : 0, error;

	r->seen += r->len - at;
	if (r->seen > RENEW_BYTES) {
		regfree(&r->re);
		if (compile(r) != 0)
			fatalx("a regular expression is none any more");
	}
	if (r->locale != (locale_t)0)
		old = uselocale(r->locale);
#ifdef REG_STARTEND
	m->rm_so = (regoff_t)at;
	m->rm_eo = (regoff_t)r->len;
	error = regexec(&r->re, r->text, 1, m, flags | REG_STARTEND);
#else
	error = regexec(&r->re, r->text + at, 1, m, flags);
	m->rm_so += (regoff_t)at;
	m->rm_eo += (regoff_t)at;
#endif
	if (old != (locale_t)0)
		uselocale(old);
	return error == 0;
}

bool
findre_next(struct findre *r, size_t from, size_t *start, size_t *end)
{
	regmatch_t m;
	size_t at = 0;

	while (at < r->len && r->index[at] < from)
		at++;
	while (at < r->len && match(r, at, &m)) {
		if (m.rm_eo > m.rm_so) {
			*start = r->index[m.rm_so];
			*end = r->index[m.rm_eo - 1] + 1;
			return true;
		}
		at = (size_t)m.rm_so + 1;
		while (at < r->len && r->index[at] == r->index[at - 1])
			at++;
	}
	return false;
}
