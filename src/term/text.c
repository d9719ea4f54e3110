/* SPDX-License-Identifier: ISC */
/* text: rows as plain text or text with SGR; reads screens, changes none. */

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/rowcode.h"
#include "term/screen.h"
#include "term/scrollback.h"
#include "term/sgr.h"
#include "term/text.h"

/* What shows on a blank cell too. */
#define ATTR_SEEN (ATTR_INVERSE | ATTR_STRIKE | ATTR_OVERLINE | ATTR_UL_MASK)

/* The lines of a scrollback and of a main screen after it. */
struct lines {
	struct screen *s;      /* borrowed */
	struct scrollback *sb; /* borrowed, may be NULL */
	struct intern *in;     /* borrowed */
	size_t nback;	       /* rows of the scrollback */
	size_t n;	       /* of both, blank ones at the end left out */
	struct row tmp;	       /* owned: a row of the scrollback */
	bool ansi;
};

static bool
is_blank(const struct cell *c)
{
	return (c->text == 0 || c->text == ' ') && !(c->text & CELL_TAIL);
}

/* Columns that are worth showing. */
static unsigned
visible_extent(const struct row *r, const struct intern *in, bool ansi)
{
	const struct style *st;
	unsigned n;

	for (n = r->used; n > 0; n--) {
		if (!is_blank(&r->cells[n - 1]))
			break;
		st = intern_get_style(in, r->cells[n - 1].style);
		if (ansi &&
		    (st->bg != COLOUR_DEFAULT || (st->attr & ATTR_SEEN)))
			break;
	}
	return n;
}

static void
put_link(struct buf *out, const struct intern *in, uint16_t link)
{
	const char *uri, *id;

	uri = intern_get_link(in, link, &id);
	buf_put(out, "\033]8;", 4);
	if (uri != NULL && id != NULL)
		buf_printf(out, "id=%s", id);
	buf_put_u8(out, ';');
	if (uri != NULL)
		buf_put(out, uri, strlen(uri));
	buf_put(out, "\033\\", 2);
}

/* From style *from to style to. */
static void
put_style(struct buf *out, const struct intern *in, uint32_t *from, uint32_t to)
{
	const struct style *old = intern_get_style(in, *from);
	const struct style *new = intern_get_style(in, to);

	if (*from == to)
		return;
	if (to == 0)
		buf_put(out, "\033[m", 3);
	else
		sgr_put(out, new);
	if (old->link != new->link)
		put_link(out, in, new->link);
	*from = to;
}

/* The first n columns. */
static void
put_row(struct buf *out, const struct row *r, const struct intern *in,
    unsigned n, bool ansi)
{
	struct cell c;
	const char *p;
	char tmp[4];
	size_t len;
	uint32_t style = 0;
	unsigned i;

	for (i = 0; i < n; i++) {
		c = row_get(r, i);
		if (c.text & CELL_TAIL)
			continue;
		if (ansi)
			put_style(out, in, &style, c.style);
		if (c.text - 0x20 < 0x5f) {
			buf_put_u8(out, (uint8_t)c.text);
			continue;
		}
		p = intern_get_text(in, c.text, tmp, &len);
		if (len == 0)
			buf_put_u8(out, ' ');
		else
			buf_put(out, p, len);
	}
	put_style(out, in, &style, 0);
}

void
text_row(struct buf *out, const struct row *r, const struct intern *in,
    bool ansi)
{
	put_row(out, r, in, visible_extent(r, in, ansi), ansi);
}

static bool
row_blank(const struct row *r)
{
	unsigned i;

	for (i = 0; i < r->used; i++)
		if (!is_blank(&r->cells[i]))
			return false;
	return true;
}

static bool
lines_wrapped(const struct lines *l, size_t i)
{
	const uint8_t *p;
	size_t n;

	if (i >= l->nback)
		return screen_main_row(l->s, (unsigned)(i - l->nback))->flags &
		    ROW_WRAPPED;
	p = scrollback_get(l->sb, i, &n);
	return p != NULL && n > 0 && (p[0] & ROW_WRAPPED);
}

/* Row i as cells; borrowed until the next. */
static const struct row *
lines_row(struct lines *l, size_t i)
{
	const uint8_t *p;
	size_t n;

	if (i >= l->nback)
		return screen_main_row(l->s, (unsigned)(i - l->nback));
	p = scrollback_get(l->sb, i, &n);
	rowcode_get(&l->tmp, l->in, p, n, TERM_MAX_COLS);
	return &l->tmp;
}

static void
lines_init(struct lines *l, struct screen *s, bool ansi)
{
	memset(l, 0, sizeof *l);
	l->s = s;
	l->sb = screen_scrollback(s);
	l->in = screen_intern(s);
	l->ansi = ansi;
	l->nback = l->sb == NULL ? 0 : scrollback_count(l->sb);
	l->n = l->nback + screen_rows(s);
	while (l->n > 0 && row_blank(lines_row(l, l->n - 1)))
		l->n--;
}

/* The last column of row i was left free because a wide character did not
 * fit there. */
static bool
lines_padded(struct lines *l, size_t i)
{
	const struct row *r = lines_row(l, i);

	if (r->used == 0 || r->cells[r->used - 1].text != 0)
		return false;
	return row_get(lines_row(l, i + 1), 0).text & CELL_WIDE;
}

/* Append row i, which goes on in the next if wrapped. */
static void
lines_put_row(struct lines *l, struct buf *out, size_t i, bool wrapped)
{
	const struct row *r;
	const uint8_t *p;
	size_t n;
	int w;

	if (i < l->nback && !l->ansi) {
		p = scrollback_get(l->sb, i, &n);
		rowcode_text(out, p, n, wrapped ? &w : NULL);
	} else {
		r = lines_row(l, i);
		if (wrapped)
			put_row(out, r, l->in, r->used, l->ansi);
		else
			text_row(out, r, l->in, l->ansi);
	}
	if (wrapped && out->len > 0 && out->data[out->len - 1] == ' ' &&
	    lines_padded(l, i))
		out->len--;
}

/* Append the hard line that begins at row i; the row after it. */
static size_t
lines_put(struct lines *l, struct buf *out, size_t i)
{
	size_t start = out->len;
	bool wrapped;

	do {
		wrapped = i + 1 < l->n && lines_wrapped(l, i);
		lines_put_row(l, out, i++, wrapped);
	} while (wrapped);
	while (out->len > start && out->data[out->len - 1] == ' ')
		out->len--;
	buf_put_u8(out, '\n');
	return i;
}

/* The row at which the last count hard lines begin; 0: all. */
static size_t
lines_start(const struct lines *l, size_t count)
{
	size_t i = l->n;

	if (count == 0)
		return 0;
	while (i > 0 && count > 0) {
		i--;
		if (i == 0 || !lines_wrapped(l, i - 1))
			count--;
	}
	return i;
}

static void
put_screen(struct buf *out, struct screen *s, size_t lines, bool ansi)
{
	unsigned i = 0, n = screen_rows(s);

	while (n > 0 && row_blank(screen_row(s, n - 1)))
		n--;
	if (lines != 0 && lines < n)
		i = n - (unsigned)lines;
	for (; i < n; i++) {
		text_row(out, screen_row(s, i), screen_intern(s), ansi);
		buf_put_u8(out, '\n');
	}
}

void
text_logs(struct buf *out, struct screen *s, size_t lines, bool ansi,
    bool screen_only)
{
	struct lines l;
	size_t i;

	if (screen_only || screen_is_alt(s)) {
		put_screen(out, s, lines, ansi);
		return;
	}
	lines_init(&l, s, ansi);
	for (i = lines_start(&l, lines); i < l.n;)
		i = lines_put(&l, out, i);
	row_clear(&l.tmp);
}

/* A row's text, cleaned and cut, NULL if it has none. Caller frees. */
static char *
row_line(const struct row *r, const struct intern *in, int cols)
{
	struct buf b = { 0 };
	char *clean, *cut;
	const char *p;

	text_row(&b, r, in, false);
	clean = utf8_clean((const char *)b.data, b.len, b.len * 3 + 1);
	buf_clear(&b);
	p = clean + strspn(clean, " ");
	cut = *p == '\0' ? NULL : utf8_cut(p, cols, "\xe2\x80\xa6");
	free(clean);
	return cut;
}

char *
text_last_line(struct screen *s, int cols)
{
	unsigned i;
	char *line;

	for (i = screen_rows(s); i > 0; i--) {
		if (row_blank(screen_row(s, i - 1)))
			continue;
		line = row_line(screen_row(s, i - 1), screen_intern(s), cols);
		if (line != NULL)
			return line;
	}
	return xstrdup("");
}

/* Whether what stood below the cursor's row, up to main row to, is gone. */
static bool
rows_gone(struct screen *s, size_t row, size_t to)
{
	size_t from = to > row + 1 ? row + 1 : row;

	for (; from < to && from < screen_rows(s); from++)
		if (!row_blank(screen_main_row(s, (unsigned)from)))
			return false;
	return true;
}

/* Complete lines from *from up to row number limit. */
static void
follow(struct lines *l, struct buf *out, uint64_t *from, size_t limit)
{
	uint64_t first =
	    (l->sb == NULL ? 0 : scrollback_total(l->sb)) - l->nback;
	size_t i, end;

	if (*from < first)
		*from = first;
	i = (size_t)(*from - first);
	while (i < limit) {
		for (end = i; end + 1 < l->n && lines_wrapped(l, end); end++)
			;
		if (end >= limit)
			break;
		if (i < l->n)
			lines_put(l, out, i);
		else
			buf_put_u8(out, '\n'); /* blank, above the cursor */
		i = end + 1;
	}
	*from = first + i;
}

void
text_follow(struct buf *out, struct screen *s, uint64_t *from, bool ansi)
{
	struct lines l;
	uint64_t top;
	unsigned row = screen_cursor(s)->row;

	if (screen_is_alt(s))
		return;
	lines_init(&l, s, ansi);
	top = l.sb == NULL ? 0 : scrollback_total(l.sb);
	if (*from > top + row && rows_gone(s, row, (size_t)(*from - top)))
		*from = top + row;
	follow(&l, out, from, l.nback + row);
	row_clear(&l.tmp);
}

void
text_follow_end(struct buf *out, struct screen *s, uint64_t *from, bool ansi)
{
	struct lines l;

	lines_init(&l, s, ansi);
	follow(&l, out, from, l.n);
	row_clear(&l.tmp);
}

uint64_t
text_follow_start(struct screen *s, size_t lines)
{
	struct lines l;
	uint64_t total;

	lines_init(&l, s, false);
	total = l.sb == NULL ? 0 : scrollback_total(l.sb);
	return total - l.nback + lines_start(&l, lines);
}
