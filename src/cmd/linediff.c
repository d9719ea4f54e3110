/* SPDX-License-Identifier: ISC */
/* linediff: the beginnings and ends of two texts that are the same, and what
 * lies between. */

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "cmd/linediff.h"

#define CONTEXT	  3
#define SHOWN_MAX 4096 /* bytes that are shown of a line */

static void
split(const char *text, struct strv *lines)
{
	const char *end;

	for (; *text != '\0'; text = *end == '\0' ? end : end + 1) {
		end = text + strcspn(text, "\n");
		strv_take(lines, xstrndup(text, (size_t)(end - text)));
	}
}

static void
put_line(struct buf *b, char sign, const char *line)
{
	char *clean = utf8_clean(line, strlen(line), SHOWN_MAX);

	buf_printf(b, "%c%s\n", sign, clean);
	free(clean);
}

static void
put_hunk(struct buf *b, const struct strv *x, const struct strv *y, size_t head,
    size_t tail)
{
	size_t from = head > CONTEXT ? head - CONTEXT : 0, i;
	size_t more = tail > CONTEXT ? CONTEXT : tail;

	buf_printf(b, "@@ -%zu,%zu +%zu,%zu @@\n", x->n > 0 ? from + 1 : 0,
	    x->n - tail + more - from, y->n > 0 ? from + 1 : 0,
	    y->n - tail + more - from);
	for (i = from; i < head; i++)
		put_line(b, ' ', x->v[i]);
	for (i = head; i < x->n - tail; i++)
		put_line(b, '-', x->v[i]);
	for (i = head; i < y->n - tail; i++)
		put_line(b, '+', y->v[i]);
	for (i = x->n - tail; i < x->n - tail + more; i++)
		put_line(b, ' ', x->v[i]);
}

void
linediff_put(struct buf *b, const char *before, const char *after)
{
	struct strv x = { 0 }, y = { 0 };
	size_t head = 0, tail = 0;

	split(before, &x);
	split(after, &y);
	while (head < x.n && head < y.n && strcmp(x.v[head], y.v[head]) == 0)
		head++;
	while (tail < x.n - head && tail < y.n - head &&
	    strcmp(x.v[x.n - tail - 1], y.v[y.n - tail - 1]) == 0)
		tail++;
	if (head < x.n || head < y.n)
		put_hunk(b, &x, &y, head, tail);
	strv_clear(&x);
	strv_clear(&y);
}
