/* SPDX-License-Identifier: ISC */
/* rowcode: packs a row and takes it apart again; knows no screen. */

#include <stdbool.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "term/cell.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/rowcode.h"

#define RUN_STYLED 0x04u
#define RUN_SHIFT  3

#define STYLE_FG   0x01u
#define STYLE_BG   0x02u
#define STYLE_UL   0x04u
#define STYLE_ATTR 0x08u
#define STYLE_LINK 0x10u
#define STYLE_ALL  0x1fu

#define ATTR_KNOWN (0x01ffu | ATTR_UL_MASK)

#define RUN_MAX	   32	/* bytes: more than a run without its link */
#define TEXT_CHUNK 8192 /* bytes: the text of most rows at once */
#define TEXT_CELL  80	/* bytes: more than one cell's text */
#define LINKS_SEEN 32	/* of a row are looked for again when packing */

enum run_kind {
	RUN_NARROW,
	RUN_WIDE,
	RUN_CLUSTER,
	RUN_ERASED,
};

/* A row being packed: runs go to out at once, the text, which stands after
 * all runs, is gathered here. */
struct packer {
	const struct intern *in;  /* borrowed */
	const struct cell *cells; /* borrowed, n of them */
	unsigned n;
	unsigned nlinks; /* told in full so far */
	uint16_t links[LINKS_SEEN];
	struct buf spill; /* text that was too long for chunk */
	size_t len;	  /* of chunk in use */
	uint8_t chunk[TEXT_CHUNK];
};

static bool
is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
}

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
	if (is_control(cp))
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

/* Printable ASCII of one style from i on: the column after it. */
static unsigned
put_ascii(struct packer *p, unsigned i, uint32_t style)
{
	const struct cell *c = p->cells;
	unsigned end = p->n;
	uint8_t *t = p->chunk + p->len;

	if (end - i > TEXT_CHUNK - p->len)
		end = i + (unsigned)(TEXT_CHUNK - p->len);
	while (i < end && c[i].style == style && c[i].text - 0x20 < 0x5f)
		*t++ = (uint8_t)c[i++].text;
	p->len = (size_t)(t - p->chunk);
	return i;
}

/* The text of the run that begins at i; the column after it. *n is its cells.
 */
static unsigned
put_run_text(struct packer *p, unsigned i, enum run_kind kind, unsigned *n)
{
	uint32_t style = p->cells[i].style;
	unsigned start;

	*n = 0;
	while (i < p->n && p->cells[i].style == style) {
		if (p->len > TEXT_CHUNK - TEXT_CELL) {
			buf_put(&p->spill, p->chunk, p->len);
			p->len = 0;
		}
		start = i;
		if (kind == RUN_NARROW &&
		    (i = put_ascii(p, i, style)) > start) {
			*n += i - start;
			continue;
		}
		if (cell_kind(p, i) != kind)
			break;
		if (kind == RUN_CLUSTER)
			put_cluster(p, p->cells[i].text);
		else if (kind != RUN_ERASED)
			put_code_point(p, CELL_VALUE(p->cells[i].text));
		++*n;
		i += kind != RUN_ERASED && (p->cells[i].text & CELL_WIDE) ? 2 :
									    1;
	}
	return i;
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
put_link(struct packer *p, struct buf *out, uint16_t link)
{
	const char *uri, *id;
	unsigned i;

	for (i = 0; i < p->nlinks && i < LINKS_SEEN; i++) {
		if (p->links[i] == link) {
			buf_put_varint(out, i + 1);
			return;
		}
	}
	uri = intern_get_link(p->in, link, &id);
	buf_put_varint(out, 0);
	buf_put_varint(out, uri == NULL ? 0 : strlen(uri));
	buf_put(out, uri, uri == NULL ? 0 : strlen(uri));
	buf_put_varint(out, id == NULL ? 0 : strlen(id));
	buf_put(out, id, id == NULL ? 0 : strlen(id));
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

/* The head of a run, with its style if styled. */
static void
put_run(struct packer *p, struct buf *out, unsigned head, uint32_t style)
{
	const struct style *st = intern_get_style(p->in, style);
	uint8_t *q, *start;
	bool linked;

	if ((start = q = buf_reserve(out, RUN_MAX)) == NULL)
		return;
	for (; head > 0x7f; head >>= 7)
		*q++ = (uint8_t)(head | 0x80);
	*q++ = (uint8_t)head;
	if (start[0] & RUN_STYLED)
		q = put_style(q, st);
	linked = (start[0] & RUN_STYLED) && st->link != 0;
	buf_add(out, (size_t)(q - start));
	if (linked)
		put_link(p, out, st->link);
}

/* All runs to out; how many. */
static unsigned
put_runs(struct packer *p, struct buf *out)
{
	enum run_kind kind;
	uint32_t style, last = 0;
	unsigned i, n, nruns = 0;

	for (i = 0; i < p->n; nruns++) {
		style = p->cells[i].style;
		kind = cell_kind(p, i);
		i = put_run_text(p, i, kind, &n);
		put_run(p, out,
		    n << RUN_SHIFT | (style != last ? RUN_STYLED : 0) | kind,
		    style);
		last = style;
	}
	return nruns;
}

void
rowcode_put(struct buf *out, const struct row *row, const struct intern *in)
{
	struct packer p;
	size_t start = out->len;
	unsigned nruns;
	int overflow = out->overflow;

	p.in = in;
	p.cells = row->cells;
	p.n = row->flags & ROW_WRAPPED ? row->used : row_extent(row);
	if (p.n > TERM_MAX_COLS)
		p.n = TERM_MAX_COLS;
	p.nlinks = 0;
	p.len = 0;
	memset(&p.spill, 0, sizeof p.spill);

	out->overflow = 0;
	buf_put_u8(out, row->flags);
	buf_put_u8(out, 0); /* nruns, one byte mostly */
	nruns = put_runs(&p, out);
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

struct run {
	uint32_t style;
	uint16_t n;
	uint8_t kind;
};

/* A row being taken apart. in is NULL when only its text is wanted. */
struct unpacker {
	struct reader r;
	struct intern *in;
	struct row *row;
	uint8_t flags;
	unsigned nruns;
	unsigned cols; /* at most, of all runs */
	unsigned nlinks;
	struct run runs[TERM_MAX_COLS];
	uint16_t links[TERM_MAX_COLS];
};

/* Styles and clusters live in runs and row before the row is anyone's. */
static void
unpacker_mark(struct intern *in, void *arg)
{
	const struct unpacker *u = arg;
	unsigned i;

	for (i = 0; i < u->nruns; i++)
		intern_mark_style(in, u->runs[i].style);
	for (i = 0; i < u->nlinks; i++)
		intern_mark_link(in, u->links[i]);
	for (i = 0; i < u->row->used; i++)
		intern_mark_text(in, u->row->cells[i].text);
}

static int
get_colour(struct reader *r, uint32_t *c)
{
	uint8_t kind, b[3];
	unsigned i, n;

	if (reader_u8(r, &kind) != 0 || (kind != 1 && kind != 2))
		return -1;
	n = kind == 1 ? 1 : 3;
	*c = 0;
	for (i = 0; i < n; i++) {
		if (reader_u8(r, &b[i]) != 0)
			return -1;
		*c = *c << 8 | b[i];
	}
	*c |= kind == 1 ? COLOUR_INDEXED : COLOUR_RGB;
	return 0;
}

/* A length of at most max and as many bytes, copied and terminated. */
static int
get_string(struct reader *r, size_t max, char *out)
{
	const uint8_t *p;
	uint64_t n;

	if (reader_varint(r, &n) != 0 || n > max || reader_take(r, n, &p) != 0)
		return -1;
	memcpy(out, p, n);
	out[n] = '\0';
	return strlen(out) == n ? 0 : -1;
}

static int
get_link(struct unpacker *u, uint16_t *link)
{
	char uri[LINK_MAX_BYTES + 1], id[LINK_ID_MAX_BYTES + 1];
	uint64_t n;

	if (reader_varint(&u->r, &n) != 0 || n > u->nlinks)
		return -1;
	if (n > 0) {
		*link = u->links[n - 1];
		return 0;
	}
	if (u->nlinks >= nitems(u->links) ||
	    get_string(&u->r, LINK_MAX_BYTES, uri) != 0 ||
	    get_string(&u->r, LINK_ID_MAX_BYTES, id) != 0)
		return -1;
	*link = u->in == NULL ? 0 : intern_link(u->in, uri, id);
	u->links[u->nlinks++] = *link;
	return 0;
}

static int
get_style(struct unpacker *u, uint32_t *style)
{
	struct style s = { 0 };
	uint8_t fields, lo, hi;

	if (reader_u8(&u->r, &fields) != 0 || (fields & ~STYLE_ALL))
		return -1;
	if ((fields & STYLE_FG) && get_colour(&u->r, &s.fg) != 0)
		return -1;
	if ((fields & STYLE_BG) && get_colour(&u->r, &s.bg) != 0)
		return -1;
	if ((fields & STYLE_UL) && get_colour(&u->r, &s.ul) != 0)
		return -1;
	if (fields & STYLE_ATTR) {
		if (reader_u8(&u->r, &lo) != 0 || reader_u8(&u->r, &hi) != 0)
			return -1;
		s.attr = (uint16_t)((lo | hi << 8) & ATTR_KNOWN);
		if (ATTR_UL(s.attr) > UL_DASHED)
			return -1;
	}
	if ((fields & STYLE_LINK) && get_link(u, &s.link) != 0)
		return -1;
	*style = u->in == NULL ? 0 : intern_style(u->in, &s);
	return 0;
}

static int
get_runs(struct unpacker *u)
{
	struct run *run;
	uint64_t head, nruns;
	uint32_t style = 0;
	unsigned cols = 0;

	if (reader_u8(&u->r, &u->flags) != 0 ||
	    reader_varint(&u->r, &nruns) != 0 || nruns > TERM_MAX_COLS)
		return -1;
	while (nruns-- > 0) {
		if (reader_varint(&u->r, &head) != 0 ||
		    head >> RUN_SHIFT == 0 || head >> RUN_SHIFT > TERM_MAX_COLS)
			return -1;
		if ((head & RUN_STYLED) && get_style(u, &style) != 0)
			return -1;
		run = &u->runs[u->nruns++];
		run->style = style;
		run->n = (uint16_t)(head >> RUN_SHIFT);
		run->kind = head & 3;
		cols += run->kind == RUN_WIDE ? run->n * 2u : run->n;
		if (cols > TERM_MAX_COLS)
			return -1;
		u->cols += run->kind == RUN_CLUSTER ? run->n : 0;
	}
	u->cols += cols;
	return 0;
}

/* The bytes of one cell's text. */
static int
get_text(struct reader *r, unsigned kind, const char **p, size_t *n, bool *wide)
{
	const uint8_t *b;
	uint32_t cp;
	uint8_t head;
	size_t i;
	int k;

	*wide = kind == RUN_WIDE;
	if (kind != RUN_CLUSTER) {
		k = utf8_decode(r->p, r->left, &cp);
		if (k <= 0 || is_control(cp) ||
		    reader_take(r, (size_t)k, &b) != 0)
			return -1;
		*p = (const char *)b;
		*n = (size_t)k;
		return 0;
	}
	if (reader_u8(r, &head) != 0 || head >> 1 == 0 ||
	    head >> 1 > CLUSTER_MAX_BYTES || reader_take(r, head >> 1, &b) != 0)
		return -1;
	*wide = head & 1;
	*p = (const char *)b;
	*n = head >> 1;
	for (i = 0; i < *n; i += (size_t)k) {
		k = utf8_decode(b + i, *n - i, &cp);
		if (k <= 0 || is_control(cp))
			return -1;
	}
	return 0;
}

/* Cells of one run from *col on; those from column max on are read and dropped.
 */
static int
get_run(struct unpacker *u, const struct run *run, unsigned *col, unsigned max)
{
	struct cell c, *cells = u->row->cells;
	const char *p;
	size_t n;
	unsigned i, at = *col;
	bool wide;

	c.style = run->style;
	for (i = 0; i < run->n; i++, at++) {
		c.text = 0;
		wide = false;
		if (run->kind == RUN_NARROW && u->r.left > 0 &&
		    *u->r.p - 0x20u < 0x5f) {
			c.text = *u->r.p++;
			u->r.left--;
		} else if (run->kind != RUN_ERASED) {
			if (get_text(&u->r, run->kind, &p, &n, &wide) != 0)
				return -1;
			if (at + wide < max)
				c.text = intern_text(u->in, p, n);
		}
		if (wide && at + 1 < max) {
			c.text |= CELL_WIDE;
			cells[at + 1].text = CELL_TAIL;
			cells[at + 1].style = run->style;
		}
		if (at < max)
			cells[at] = c;
		at += wide;
	}
	*col = at;
	return at > TERM_MAX_COLS ? -1 : 0;
}

static int
get_row(struct unpacker *u, unsigned max)
{
	unsigned i, col = 0;

	if (get_runs(u) != 0)
		return -1;
	if (max > u->cols)
		max = u->cols;
	row_reserve(u->row, max);
	for (i = 0; i < u->nruns; i++)
		if (get_run(u, &u->runs[i], &col, max) != 0)
			return -1;
	u->row->used = (uint16_t)(col < max ? col : max);
	u->row->flags = u->flags;
	return u->r.left == 0 ? 0 : -1;
}

static void
unpacker_init(struct unpacker *u, const uint8_t *p, size_t n)
{
	reader_init(&u->r, p, n);
	u->in = NULL;
	u->row = NULL;
	u->flags = 0;
	u->nruns = 0;
	u->cols = 0;
	u->nlinks = 0;
}

int
rowcode_get(struct row *row, struct intern *in, const uint8_t *p, size_t n,
    unsigned max)
{
	struct unpacker u;
	int r;

	row_reset(row);
	unpacker_init(&u, p, n);
	u.in = in;
	u.row = row;
	intern_add_root(in, unpacker_mark, &u);
	r = get_row(&u, max);
	intern_remove_root(in, &u);
	if (r != 0)
		row_reset(row);
	return r;
}

/* The text of all runs, and where its last cell that is no blank ends. */
static int
text_runs(struct unpacker *u, struct buf *out, size_t *end)
{
	const struct run *run;
	const char *p;
	size_t n;
	unsigned i, j;
	bool wide;

	for (i = 0; i < u->nruns; i++) {
		run = &u->runs[i];
		for (j = 0; j < run->n; j++) {
			if (run->kind == RUN_ERASED) {
				buf_put_u8(out, ' ');
				continue;
			}
			if (get_text(&u->r, run->kind, &p, &n, &wide) != 0)
				return -1;
			buf_put(out, p, n);
			if (n != 1 || *p != ' ')
				*end = out->len;
		}
	}
	return u->r.left == 0 ? 0 : -1;
}

int
rowcode_text(struct buf *out, const uint8_t *p, size_t n, int *wrapped)
{
	struct unpacker u;
	size_t end = out->len, start = out->len;

	unpacker_init(&u, p, n);
	if (wrapped != NULL)
		*wrapped = 0;
	if (get_runs(&u) != 0 || text_runs(&u, out, &end) != 0) {
		out->len = start;
		return -1;
	}
	if (wrapped != NULL && (u.flags & ROW_WRAPPED))
		*wrapped = 1;
	else
		out->len = end;
	return 0;
}
