/* SPDX-License-Identifier: ISC */
/* rowcode: takes a packed row apart again; rowcode_put packs it. */

#include <stdbool.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "term/cell.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/rowcode.h"
#include "term/rowcode_internal.h"

#define ATTR_KNOWN (0x01ffu | ATTR_UL_MASK)
#define STYLE_ALL  0x1fu

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
		if (k <= 0 || rowcode_is_control(cp) ||
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
		if (k <= 0 || rowcode_is_control(cp))
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
