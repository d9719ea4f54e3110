/* SPDX-License-Identifier: ISC */
/* rowcode_put: packs a row; knows no screen. */

#include <stdbool.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "term/cell.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/rowcode.h"
#include "term/rowcode_internal.h"
#include "term/rowtext.h"

#define RUN_MAX	   32	/* bytes: more than a run without its link */
#define HEAD_CHUNK 1024 /* bytes: the runs of most rows at once */
#define TEXT_CHUNK 8192 /* bytes: the text of most rows at once */
#define TEXT_CELL  80	/* bytes: more than one cell's text */
#define LINKS_SEEN 32	/* of a row are looked for again when packing */

/* A row being packed: the text, which stands after all runs, is gathered here
 * while these go to out. */
struct packer {
	const struct intern *in;  /* borrowed */
	const struct cell *cells; /* borrowed, n of them */
	struct buf *out;	  /* borrowed */
	unsigned n;
	unsigned nlinks; /* told in full so far */
	uint16_t links[LINKS_SEEN];
	struct buf spill; /* text that was too long for chunk */
	size_t len;	  /* of chunk in use */
	size_t nhead;	  /* of head in use: goes to out when it is full */
	uint8_t head[HEAD_CHUNK];
	uint8_t chunk[TEXT_CHUNK];
};

/* Head and tail of a wide character stand side by side; what is alone counts as
 * erased. */
static enum run_kind
cell_kind(const struct packer *p, unsigned i)
{
	uint32_t t = p->cells[i].text;
	bool wide = (t & CELL_WIDE) != 0;

	if (CELL_VALUE(t) == 0 || (t & CELL_TAIL))
		return RUN_ERASED;
	if (wide && (i + 1 >= p->n || !(p->cells[i + 1].text & CELL_TAIL)))
		return RUN_ERASED;
	if (t & CELL_CLUSTER)
		return RUN_CLUSTER;
	return wide ? RUN_WIDE : RUN_NARROW;
}

static void
put_code_point(struct packer *p, uint32_t cp)
{
	if (rowcode_is_control(cp))
		cp = UTF8_REPLACEMENT;
	p->len += utf8_encode(cp, (char *)p->chunk + p->len);
}

static void
put_cluster(struct packer *p, uint32_t text)
{
	char tmp[4];
	const char *s;
	size_t n;

	s = intern_get_text(p->in, text, tmp, &n);
	if (n == 0 || n > CLUSTER_MAX_BYTES) {
		s = " ";
		n = 1;
	}
	p->chunk[p->len++] = (uint8_t)(n << 1 | ((text & CELL_WIDE) != 0));
	memcpy(p->chunk + p->len, s, n);
	p->len += n;
}

/* Whether a block of cells is all printable ASCII of one style: their text then
 * is at t. They are looked at together, without a branch. */
static inline bool
put_ascii_block(uint8_t *restrict t, const struct cell *restrict c,
    uint32_t style)
{
	uint32_t odd = 0;
	unsigned i;

	for (i = 0; i < CELL_BLOCK; i++) {
		odd |= (c[i].style ^ style) | ((c[i].text - 0x20) & ~0x7fu) |
		    ((c[i].text + 1) & 0x80);
		t[i] = (uint8_t)c[i].text;
	}
	return odd == 0;
}

/* Whether it is a character of three bytes. */
static bool
is_three(uint32_t cp)
{
	return cp - 0x800 < 0xd800 - 0x800 || cp - 0xe000 < 0x10000 - 0xe000;
}

static uint8_t *
put_three(uint8_t *t, uint32_t cp)
{
	t[0] = (uint8_t)(0xe0 | cp >> 12);
	t[1] = (uint8_t)(0x80 | (cp >> 6 & 0x3f));
	t[2] = (uint8_t)(0x80 | (cp & 0x3f));
	return t + 3;
}

/* Whether a block of cells is worth to be looked at together. */
static bool
may_be_ascii(const struct cell *c, uint32_t style)
{
	const struct cell *last = c + CELL_BLOCK - 1;

	return last->style == style && last->text - 0x20 < 0x5f &&
	    c[CELL_BLOCK / 2].text - 0x20 < 0x5f;
}

/* Narrow characters of one style, of up to three bytes each, from i on: the
 * column after them. */
static unsigned
put_narrow(struct packer *p, unsigned i, uint32_t style)
{
	const struct cell *c = p->cells + i, *last = p->cells + p->n;
	uint8_t *t = p->chunk + p->len;
	uint32_t cp;

	if ((size_t)(last - c) > (TEXT_CHUNK - p->len) / 3)
		last = c + (TEXT_CHUNK - p->len) / 3;
	while (last - c >= CELL_BLOCK && may_be_ascii(c, style) &&
	    put_ascii_block(t, c, style)) {
		c += CELL_BLOCK;
		t += CELL_BLOCK;
	}
	for (; c < last && c->style == style; c++) {
		cp = c->text;
		if (cp - 0x20 < 0x5f)
			*t++ = (uint8_t)cp;
		else if (cp - 0xa0 < 0x800 - 0xa0) {
			t[0] = (uint8_t)(0xc0 | cp >> 6);
			t[1] = (uint8_t)(0x80 | (cp & 0x3f));
			t += 2;
		} else if (is_three(cp))
			t = put_three(t, cp);
		else
			break;
	}
	p->len = (size_t)(t - p->chunk);
	return (unsigned)(c - p->cells);
}

/* Wide characters of one style, of three or four bytes each, from i on: the
 * column after them. */
static unsigned
put_wide(struct packer *p, unsigned i, uint32_t style)
{
	const struct cell *c = p->cells + i, *last = p->cells + p->n;
	uint8_t *t = p->chunk + p->len;
	uint32_t cp;

	if ((size_t)(last - c) > (TEXT_CHUNK - p->len) / 2)
		last = c + (TEXT_CHUNK - p->len) / 2;
	for (; last - c >= 2 && c->style == style; c += 2) {
		cp = c->text ^ CELL_WIDE;
		if (!(c[1].text & CELL_TAIL))
			break;
		if (is_three(cp))
			t = put_three(t, cp);
		else if (cp - 0x10000 < 0x100000) {
			*t = (uint8_t)(0xf0 | cp >> 18);
			t = put_three(t + 1, cp & 0xfff);
			t[-3] = (uint8_t)(0x80 | (cp >> 12 & 0x3f));
		} else
			break;
	}
	p->len = (size_t)(t - p->chunk);
	return (unsigned)(c - p->cells);
}

/* The text of the run that begins at i; the column after it. *n is its cells.
 */
static unsigned
put_run_text(struct packer *p, unsigned i, enum run_kind kind, unsigned *n)
{
	uint32_t style = p->cells[i].style;
	unsigned start;

	for (*n = 0;;) {
		if (p->len > TEXT_CHUNK - TEXT_CELL) {
			buf_put(&p->spill, p->chunk, p->len);
			p->len = 0;
		}
		start = i;
		if (kind == RUN_WIDE) {
			i = put_wide(p, i, style);
			*n += (i - start) / 2;
		} else if (kind == RUN_NARROW) {
			i = put_narrow(p, i, style);
			*n += i - start;
		}
		if (i >= p->n || p->cells[i].style != style ||
		    cell_kind(p, i) != kind)
			return i;
		if (kind == RUN_CLUSTER)
			put_cluster(p, p->cells[i].text);
		else if (kind != RUN_ERASED)
			put_code_point(p, CELL_VALUE(p->cells[i].text));
		++*n;
		i += kind != RUN_ERASED && (p->cells[i].text & CELL_WIDE) ? 2 :
									    1;
	}
}

/* A colour that is not the default is told, and the field noted. */
static uint8_t *
put_colour(uint8_t *q, uint32_t c, uint8_t *fields, uint8_t field)
{
	if (c == COLOUR_DEFAULT)
		return q;
	*fields |= field;
	if (COLOUR_KIND(c) == COLOUR_RGB) {
		*q++ = 2;
		*q++ = (uint8_t)(c >> 16);
		*q++ = (uint8_t)(c >> 8);
	} else
		*q++ = 1;
	*q++ = (uint8_t)c;
	return q;
}

static void
flush_heads(struct packer *p)
{
	buf_put(p->out, p->head, p->nhead);
	p->nhead = 0;
}

static void
put_link(struct packer *p, uint16_t link)
{
	const char *uri, *id;
	unsigned i;

	flush_heads(p);
	for (i = 0; i < p->nlinks && i < LINKS_SEEN; i++) {
		if (p->links[i] == link) {
			buf_put_varint(p->out, i + 1);
			return;
		}
	}
	uri = intern_get_link(p->in, link, &id);
	buf_put_varint(p->out, 0);
	buf_put_varint(p->out, uri == NULL ? 0 : strlen(uri));
	buf_put(p->out, uri, uri == NULL ? 0 : strlen(uri));
	buf_put_varint(p->out, id == NULL ? 0 : strlen(id));
	buf_put(p->out, id, id == NULL ? 0 : strlen(id));
	if (p->nlinks < LINKS_SEEN)
		p->links[p->nlinks] = link;
	p->nlinks++;
}

/* All of a style but its link. */
static uint8_t *
put_style(uint8_t *q, const struct style *s)
{
	uint8_t *fields = q++;

	*fields = s->link != 0 ? STYLE_LINK : 0;
	q = put_colour(q, s->fg, fields, STYLE_FG);
	q = put_colour(q, s->bg, fields, STYLE_BG);
	q = put_colour(q, s->ul, fields, STYLE_UL);
	if (s->attr != 0) {
		*fields |= STYLE_ATTR;
		*q++ = (uint8_t)s->attr;
		*q++ = (uint8_t)(s->attr >> 8);
	}
	return q;
}

/* The head of a run: at most three bytes. */
static uint8_t *
put_head(uint8_t *q, unsigned head)
{
	for (; head > 0x7f; head >>= 7)
		*q++ = (uint8_t)(head | 0x80);
	*q++ = (uint8_t)head;
	return q;
}

/* A run, with its style if styled. */
static void
put_run(struct packer *p, unsigned head, uint32_t style)
{
	const struct style *st;
	uint8_t *q;

	if (p->nhead > HEAD_CHUNK - RUN_MAX)
		flush_heads(p);
	q = put_head(p->head + p->nhead, head);
	if (!(head & RUN_STYLED)) {
		p->nhead = (size_t)(q - p->head);
		return;
	}
	st = intern_get_style(p->in, style);
	p->nhead = (size_t)(put_style(q, st) - p->head);
	if (st->link != 0)
		put_link(p, st->link);
}

/* All runs to out; how many. */
static unsigned
put_runs(struct packer *p)
{
	enum run_kind kind;
	uint32_t style, last = 0;
	unsigned i, n, nruns = 0;

	for (i = 0; i < p->n; nruns++) {
		style = p->cells[i].style;
		kind = cell_kind(p, i);
		i = put_run_text(p, i, kind, &n);
		put_run(p,
		    n << RUN_SHIFT | (style != last ? RUN_STYLED : 0) | kind,
		    style);
		last = style;
	}
	flush_heads(p);
	return nruns;
}

size_t
rowcode_put_plain(uint8_t *out, const struct row *row, unsigned n)
{
	const struct cell *c = row->cells;
	uint8_t *t = out + (n < 0x80 >> RUN_SHIFT ? 3 : 4);
	unsigned i;

	for (i = 0; i + CELL_BLOCK <= n; i += CELL_BLOCK)
		if (!put_ascii_block(t + i, c + i, 0))
			return 0;
	for (; i < n; i++) {
		if (c[i].style != 0 || c[i].text - 0x20 >= 0x5f)
			return 0;
		t[i] = (uint8_t)c[i].text;
	}
	if (n == 0)
		return 0;
	out[0] = row->flags;
	out[1] = 1;
	out[2] = (uint8_t)(n << RUN_SHIFT | RUN_NARROW);
	if (n >= 0x80 >> RUN_SHIFT) {
		out[2] |= 0x80;
		out[3] = (uint8_t)(n >> (7 - RUN_SHIFT));
	}
	return (size_t)(t - out) + n;
}

static bool
put_plain(struct buf *out, const struct row *row, unsigned n)
{
	uint8_t *p = buf_reserve(out, n + ROWCODE_HEAD);
	size_t len = p == NULL ? 0 : rowcode_put_plain(p, row, n);

	buf_add(out, len);
	return len > 0;
}

void
rowcode_put(struct buf *out, const struct row *row, const struct intern *in)
{
	struct packer p;
	size_t start = out->len;
	unsigned nruns;
	int overflow = out->overflow;

	p.n = row->flags & ROW_WRAPPED ? row->used : row_extent(row);
	if (p.n > TERM_MAX_COLS)
		p.n = TERM_MAX_COLS;
	if (put_plain(out, row, p.n))
		return;
	p.in = in;
	p.cells = row->cells;
	p.out = out;
	p.nlinks = 0;
	p.len = p.nhead = 0;
	memset(&p.spill, 0, sizeof p.spill);

	out->overflow = 0;
	buf_put_u8(out, row->flags);
	buf_put_u8(out, 0); /* nruns, one byte mostly */
	nruns = put_runs(&p);
	if (nruns > 0x7f)
		buf_put_u8(out, 0);
	if (!out->overflow && nruns > 0x7f) {
		memmove(out->data + start + 3, out->data + start + 2,
		    out->len - start - 3);
		out->data[start + 1] = (uint8_t)(nruns | 0x80);
		out->data[start + 2] = (uint8_t)(nruns >> 7);
	} else if (!out->overflow)
		out->data[start + 1] = (uint8_t)nruns;
	if (p.spill.len > 0)
		buf_put(out, p.spill.data, p.spill.len);
	buf_put(out, p.chunk, p.len);
	buf_clear(&p.spill);
	if (out->overflow)
		out->len = start; /* the row goes whole */
	out->overflow |= overflow;
}

size_t
rowcode_put_heads(uint8_t *out, const struct row *row, const struct intern *in)
{
	const struct rowtext *t = row->text;
	const struct rowrun *r;
	const struct style *st;
	unsigned i, n = t->nruns;
	uint32_t style = 0;
	uint8_t *q = out;

	while (!(row->flags & ROW_WRAPPED) && n > 0 &&
	    t->run[n - 1].kind == RUN_ERASED && t->run[n - 1].style == 0)
		n--;
	*q++ = row->flags;
	*q++ = (uint8_t)n;
	for (i = 0; i < n; i++) {
		r = &t->run[i];
		q = put_head(q,
		    (unsigned)r->n << RUN_SHIFT |
			(r->style != style ? RUN_STYLED : 0) | r->kind);
		if (r->style == style)
			continue;
		style = r->style;
		st = intern_get_style(in, style);
		if (st->link != 0)
			return 0;
		q = put_style(q, st);
	}
	return (size_t)(q - out);
}
