/* SPDX-License-Identifier: ISC */
/* rowtext: rows as text and runs, and their cells; knows no screen. */

#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/intern.h"
#include "term/rowcode_internal.h"
#include "term/rowtext.h"

/*
 * What is printed comes as text and goes to the scrollback as text. A row that
 * is written from left to right, as most are, so stays text on the screen: it
 * is copied in and out, and its cells are made when it is looked at or changed
 * otherwise, if that happens before it leaves. rowtext_make_cells then ends
 * this until the row is reset.
 */

static struct rowtext *
rowtext_start(struct row *r, unsigned width)
{
	struct rowtext *t = r->text;
	unsigned cap = width * 2 + 64;

	if (t == NULL || t->cap < cap) {
		free(t);
		t = r->text = xmalloc(sizeof *t + cap);
		t->cap = cap;
	}
	t->len = t->last = t->nruns = 0;
	r->form = ROW_TEXT;
	return t;
}

static void
rowtext_put_run(struct rowtext *t, uint8_t kind, uint32_t style, unsigned n)
{
	struct rowrun *last = t->run + t->nruns;

	if (t->nruns > 0 && (--last)->kind == kind && last->style == style) {
		last->n = (uint16_t)(last->n + n);
		return;
	}
	t->run[t->nruns++] = (struct rowrun){ style, (uint16_t)n, kind };
}

bool
rowtext_add(struct row *r, unsigned col, unsigned cols, unsigned width,
    const struct rowrun *runs, unsigned nruns, const uint8_t *p, unsigned len)
{
	struct rowtext *t =
	    r->form == ROW_TEXT ? r->text : rowtext_start(r, width);
	unsigned i;

	if (len > t->cap - t->len || nruns + 1 > ROWTEXT_RUNS - t->nruns)
		return false;
	if (col > r->used)
		rowtext_put_run(t, RUN_ERASED, 0, col - r->used);
	for (i = 0; i < nruns; i++)
		rowtext_put_run(t, runs[i].kind, runs[i].style, runs[i].n);
	memcpy(t->bytes + t->len, p, len);
	t->len += len;
	r->used = (uint16_t)(col + cols);
	if (runs[nruns - 1].kind == RUN_CLUSTER)
		t->last = t->len - len;
	else if (len > 0)
		for (t->last = t->len - 1;
		     (t->bytes[t->last] & 0xc0) == 0x80 && t->last > 0;)
			t->last--;
	return true;
}

bool
rowtext_amend(struct row *r, unsigned col, const char *text, unsigned n)
{
	struct rowtext *t = r->text;
	struct rowrun *run;
	unsigned wide;
	uint32_t style;

	if (r->form != ROW_TEXT || t->nruns == 0 || t->nruns == ROWTEXT_RUNS ||
	    n == 0 || n > CLUSTER_MAX_BYTES || n + 1 > t->cap - t->len)
		return false;
	run = &t->run[t->nruns - 1];
	if (run->kind == RUN_ERASED)
		return false;
	wide = run->kind == RUN_CLUSTER ? t->bytes[t->last] & 1 :
					  run->kind == RUN_WIDE;
	if (col + 1 + wide != r->used)
		return false;
	style = run->style;
	if (--run->n == 0)
		t->nruns--;
	rowtext_put_run(t, RUN_CLUSTER, style, 1);
	t->len = t->last;
	t->bytes[t->len++] = (uint8_t)(n << 1 | wide);
	memcpy(t->bytes + t->len, text, n);
	t->len += n;
	return true;
}

static const uint8_t *
decode_cluster(struct cell **c, uint32_t style, const uint8_t *p,
    struct intern *in)
{
	bool wide = *p & 1;
	size_t n = *p++ >> 1;
	uint32_t text = intern_text(in, (const char *)p, n);

	(*c)->text = wide ? text | CELL_WIDE : text;
	(*c)++->style = style;
	if (wide) {
		(*c)->text = CELL_TAIL;
		(*c)++->style = style;
	}
	return p + n;
}

static const uint8_t *
decode_wide(struct cell **c, uint32_t style, const uint8_t *p)
{
	uint32_t cp;
	int n = utf8_decode(p, 4, &cp);

	*(*c)++ = (struct cell){ cp | CELL_WIDE, style };
	*(*c)++ = (struct cell){ CELL_TAIL, style };
	return p + n;
}

/* n narrow characters; ASCII goes by the block. */
static const uint8_t *
decode_narrow(struct cell *c, uint32_t style, const uint8_t *p, unsigned n)
{
	uint32_t cp, i, high;

	while (n > 0) {
		for (; n >= CELL_BLOCK; n -= CELL_BLOCK) {
			for (i = 0, high = 0; i < CELL_BLOCK; i++)
				high |= p[i];
			if (high >= 0x80)
				break;
			for (i = 0; i < CELL_BLOCK; i++)
				c[i] = (struct cell){ p[i], style };
			c += CELL_BLOCK;
			p += CELL_BLOCK;
		}
		for (i = 0; i < CELL_BLOCK && n > 0; i++, n--) {
			cp = *p;
			p += cp < 0x80 ? 1 : utf8_decode(p, 4, &cp);
			*c++ = (struct cell){ cp, style };
		}
	}
	return p;
}

void
rowtext_decode(struct cell *c, const struct rowrun *run, unsigned nruns,
    const uint8_t *p, struct intern *in)
{
	unsigned i;

	for (; nruns > 0; nruns--, run++) {
		if (run->kind == RUN_NARROW) {
			p = decode_narrow(c, run->style, p, run->n);
			c += run->n;
			continue;
		}
		for (i = 0; i < run->n; i++) {
			if (run->kind == RUN_WIDE)
				p = decode_wide(&c, run->style, p);
			else if (run->kind == RUN_CLUSTER)
				p = decode_cluster(&c, run->style, p, in);
			else
				*c++ = (struct cell){ 0, run->style };
		}
	}
}

void
rowtext_make_cells(struct row *r, struct intern *in)
{
	struct rowtext *t = r->text;
	unsigned used = r->used;

	/* Interning may mark what the row holds: in cells and in runs. */
	r->form = ROW_MAKING;
	r->used = 0;
	if (used > 0)
		rowtext_decode(row_reserve(r, used), t->run, t->nruns, t->bytes,
		    in);
	r->form = ROW_CELLS;
	r->text = NULL;
	free(t);
}
