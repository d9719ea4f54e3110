/* SPDX-License-Identifier: ISC */
/* shown: a screen as plain text. */

#include <stdlib.h>
#include <string.h>

#include "base/shown.h"
#include "base/xmalloc.h"

void
shown_init(struct shown_screen *s, size_t nrows)
{
	memset(s, 0, sizeof *s);
	s->rows = xcalloc(nrows == 0 ? 1 : nrows, sizeof *s->rows);
	s->nrows = nrows;
}

void
shown_clear(struct shown_screen *s)
{
	size_t i;

	for (i = 0; i < s->nrows; i++) {
		free(s->rows[i].text);
		free(s->rows[i].dim.v);
		free(s->rows[i].lit.v);
	}
	free(s->rows);
	free(s->title);
	memset(s, 0, sizeof *s);
}

void
shown_add_span(struct shown_spans *s, size_t from, size_t to, uint64_t look)
{
	if (s->n > 0 && s->v[s->n - 1].to == from &&
	    s->v[s->n - 1].look == look) {
		s->v[s->n - 1].to = to;
		return;
	}
	s->v = xreallocarray(s->v, s->n + 1, sizeof *s->v);
	s->v[s->n].from = from;
	s->v[s->n].look = look;
	s->v[s->n++].to = to;
}

uint64_t
shown_look(const struct shown_row *row, size_t at)
{
	size_t i;

	for (i = 0; i < row->lit.n; i++)
		if (at >= row->lit.v[i].from && at < row->lit.v[i].to)
			return row->lit.v[i].look;
	return 0;
}

/* The bytes of a row that are lit so. */
static size_t
lit_so(const struct shown_row *row, uint64_t look)
{
	size_t i, n = 0;

	for (i = 0; i < row->lit.n; i++)
		if (row->lit.v[i].look == look)
			n += row->lit.v[i].to - row->lit.v[i].from;
	return n;
}

uint64_t
shown_row_look(const struct shown_row *row)
{
	uint64_t look = 0;
	size_t i, n, most, lit = 0;

	for (i = 0; i < row->lit.n; i++)
		lit += row->lit.v[i].to - row->lit.v[i].from;
	n = row->text == NULL ? 0 : strlen(row->text);
	most = n > lit ? n - lit : 0;
	for (i = 0; i < row->lit.n; i++) {
		n = lit_so(row, row->lit.v[i].look);
		if (n > most) {
			most = n;
			look = row->lit.v[i].look;
		}
	}
	return look;
}

bool
shown_in_spans(const struct shown_row *row, const struct shown_spans *spans,
    size_t from, size_t to)
{
	const char *text = row->text == NULL ? "" : row->text;
	size_t i, at = 0;
	bool some = false;

	for (i = from; i < to && text[i] != '\0'; i++) {
		if (text[i] == ' ')
			continue;
		while (at < spans->n && spans->v[at].to <= i)
			at++;
		if (at == spans->n || spans->v[at].from > i)
			return false;
		some = true;
	}
	return some;
}
