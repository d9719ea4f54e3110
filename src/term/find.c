/* SPDX-License-Identifier: ISC */
/* find: matches in the text of rows. It neither keeps rows nor shows them. */

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/find.h"
#include "term/findre.h"
#include "term/intern.h"
#include "term/row.h"

void
find_init(struct find *f, const char *text, bool regex)
{
	const uint8_t *p = (const uint8_t *)text;
	size_t n = strlen(text), i;
	uint32_t cp;
	int used;

	memset(f, 0, sizeof *f);
	f->cp = xcalloc(n + 1, sizeof *f->cp);
	f->fold = true;
	while (n > 0) {
		used = utf8_decode(p, n, &cp);
		if (used <= 0) {
			used = used < 0 ? -used : (int)n;
			cp = UTF8_REPLACEMENT;
		}
		f->cp[f->n++] = cp;
		p += used;
		n -= (size_t)used;
	}
	for (i = 0; i < f->n; i++)
		if (utf8_lower(f->cp[i]) != f->cp[i])
			f->fold = false;
	if (regex)
		f->re = findre_create(text, f->fold);
}

void
find_clear(struct find *f)
{
	free(f->cp);
	findre_destroy(f->re);
	memset(f, 0, sizeof *f);
}

void
find_text_clear(struct find_text *t)
{
	free(t->cp);
	free(t->at);
	memset(t, 0, sizeof *t);
}

static void
put_cp(struct find_text *t, uint32_t cp, uint64_t line, unsigned col)
{
	if (t->n == t->cap) {
		t->cap = t->cap == 0 ? 256 : t->cap * 2;
		t->cp = xreallocarray(t->cp, t->cap, sizeof *t->cp);
		t->at = xreallocarray(t->at, t->cap, sizeof *t->at);
	}
	t->cp[t->n] = cp;
	t->at[t->n].line = line;
	t->at[t->n].col = col;
	t->n++;
}

static void
put_cell(struct find_text *t, const struct intern *in, uint32_t text,
    uint64_t line, unsigned col)
{
	const uint8_t *p;
	uint32_t cp;
	char tmp[4];
	size_t n;
	int used;

	if (text & CELL_TAIL)
		return;
	p = (const uint8_t *)intern_get_text(in, text, tmp, &n);
	if (n == 0)
		put_cp(t, ' ', line, col);
	while (n > 0 && (used = utf8_decode(p, n, &cp)) > 0) {
		put_cp(t, cp, line, col);
		p += used;
		n -= (size_t)used;
	}
}

static void
put_row(struct find_text *t, const struct intern *in, const struct row *row,
    uint64_t line)
{
	unsigned col, n;

	n = row->flags & ROW_WRAPPED ? row->used : row_extent(row);
	for (col = 0; col < n; col++)
		put_cell(t, in, row_get(row, col).text, line, col);
}

int
find_load(struct find_text *t, const struct intern *in, find_row_cb get,
    void *arg, uint64_t line, uint64_t lo, uint64_t hi)
{
	const struct row *row;
	uint64_t first = line;
	bool more = true;

	while (first > lo && line - first < FIND_ROWS_MAX / 2) {
		if ((row = get(first - 1, arg)) == NULL)
			return -1;
		if (!(row->flags & ROW_WRAPPED))
			break;
		first--;
	}
	t->n = 0;
	t->first = t->next = first;
	while (more && t->next < hi && t->next - first < FIND_ROWS_MAX) {
		if ((row = get(t->next, arg)) == NULL)
			return -1;
		put_row(t, in, row, t->next);
		more = row->flags & ROW_WRAPPED;
		t->next++;
	}
	return 0;
}

static bool
matches(const struct find *f, const uint32_t *cp)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (f->cp[i] != (f->fold ? utf8_lower(cp[i]) : cp[i]))
			return false;
	return true;
}

static bool
is_before(const struct find_at *a, const struct find_at *b)
{
	return a->line < b->line || (a->line == b->line && a->col < b->col);
}

static void
set_hit(const struct find_text *t, size_t start, size_t end,
    struct find_hit *hit)
{
	hit->start = t->at[start];
	hit->end = t->at[end - 1];
}

/* Where the first match is that begins at i or later. */
static bool
match_from(const struct find *f, const struct find_text *t, size_t i,
    size_t *start, size_t *end)
{
	if (f->re != NULL)
		return findre_next(f->re, i, start, end);
	for (; i + f->n <= t->n; i++) {
		if (!matches(f, &t->cp[i]))
			continue;
		*start = i;
		*end = i + f->n;
		return true;
	}
	return false;
}

bool
find_next(const struct find *f, const struct find_text *t,
    const struct find_at *from, struct find_hit *hit)
{
	size_t i = 0, start, end;

	if (f->n == 0)
		return false;
	if (f->re != NULL)
		findre_load(f->re, t->cp, t->n);
	while (from != NULL && i < t->n && is_before(&t->at[i], from))
		i++;
	if (!match_from(f, t, i, &start, &end))
		return false;
	set_hit(t, start, end, hit);
	return true;
}

/* The last match before from: of an expression not more than FIND_MATCHES_MAX
 * are looked at. */
static bool
find_prev_re(const struct find *f, const struct find_text *t,
    const struct find_at *from, struct find_hit *hit)
{
	size_t i = 0, start, end;
	unsigned n;
	bool found = false;

	findre_load(f->re, t->cp, t->n);
	for (n = 0; n < FIND_MATCHES_MAX; n++) {
		if (!findre_next(f->re, i, &start, &end) ||
		    (from != NULL && !is_before(&t->at[start], from)))
			break;
		set_hit(t, start, end, hit);
		found = true;
		i = end;
	}
	return found;
}

bool
find_prev(const struct find *f, const struct find_text *t,
    const struct find_at *from, struct find_hit *hit)
{
	size_t i;

	if (f->re != NULL)
		return find_prev_re(f, t, from, hit);
	if (f->n == 0 || t->n < f->n)
		return false;
	for (i = t->n - f->n + 1; i > 0; i--) {
		if (from != NULL && !is_before(&t->at[i - 1], from))
			continue;
		if (matches(f, &t->cp[i - 1])) {
			set_hit(t, i - 1, i - 1 + f->n, hit);
			return true;
		}
	}
	return false;
}
