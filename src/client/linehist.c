/* SPDX-License-Identifier: ISC */
/* linehist: a bounded list of texts. It neither edits nor writes them. */

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "client/linehist.h"

struct linehist {
	struct linesaved
	    entries[LINEHIST_ENTRIES]; /* owned; the oldest first */
	size_t n;
	size_t bytes;
	uint64_t first; /* the number of entries[0] */
};

void
linesaved_clear(struct linesaved *s)
{
	free(s->s);
	free(s->pastes);
	memset(s, 0, sizeof *s);
}

struct linehist *
linehist_create(void)
{
	return xcalloc(1, sizeof(struct linehist));
}

static void
drop_first(struct linehist *h)
{
	h->bytes -= h->entries[0].len;
	linesaved_clear(&h->entries[0]);
	h->n--;
	h->first++;
	memmove(h->entries, h->entries + 1, h->n * sizeof *h->entries);
}

void
linehist_destroy(struct linehist *h)
{
	if (h == NULL)
		return;
	while (h->n > 0)
		drop_first(h);
	free(h);
}

static bool
is_same(const struct linesaved *a, const struct linesaved *b)
{
	return a->len == b->len && memcmp(a->s, b->s, a->len) == 0;
}

void
linehist_add(struct linehist *h, const struct linesaved *s)
{
	struct linesaved *to;

	if (s->len == 0 || s->len > LINEHIST_BYTES ||
	    (h->n > 0 && is_same(&h->entries[h->n - 1], s)))
		return;
	while (h->n == LINEHIST_ENTRIES || h->bytes + s->len > LINEHIST_BYTES)
		drop_first(h);
	to = &h->entries[h->n++];
	memset(to, 0, sizeof *to);
	to->s = xstrndup(s->s, s->len);
	to->len = s->len;
	if (s->npastes > 0) {
		to->pastes = xcalloc(s->npastes, sizeof *to->pastes);
		memcpy(to->pastes, s->pastes, s->npastes * sizeof *to->pastes);
		to->npastes = s->npastes;
	}
	h->bytes += to->len;
}

const struct linesaved *
linehist_find(const struct linehist *h, uint64_t *at, bool older,
    const char *prefix, size_t n)
{
	const struct linesaved *s;
	uint64_t end = h->first + h->n, i = *at;

	if (i > end)
		i = end;
	for (;;) {
		if (older ? i <= h->first : i + 1 >= end)
			return NULL;
		i = older ? i - 1 : i + 1;
		s = i >= h->first ? &h->entries[i - h->first] : NULL;
		if (s == NULL || s->len < n ||
		    (n > 0 && memcmp(s->s, prefix, n) != 0))
			continue;
		*at = i;
		return s;
	}
}
