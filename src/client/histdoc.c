/* SPDX-License-Identifier: ISC */
/* histdoc: lines kept packed, and unpacked as they are looked at. Asking for
 * them and showing them is others' business.
 *
 * Two runs of lines: those that were on the screen when the history was
 * entered, which stay as they were, and a window of what had scrolled off,
 * which moves to where it is needed.
 */

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xmalloc.h"
#include "client/histdoc.h"
#include "term/cell.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/rowcode.h"
#include "wire/pack_term.h"

#define SLOTS 128
#define NONE  UINT64_MAX

struct packed {
	uint8_t *p; /* owned; NULL: blank */
	size_t n;
};

/* Lines [first, first + n). */
struct run {
	uint64_t first;
	size_t n;
	struct packed *line; /* owned */
	size_t bytes;
};

struct histdoc {
	struct intern *intern; /* borrowed */
	bool known;
	uint64_t first;
	uint64_t pin;
	uint64_t end;
	struct run pinned;
	struct run window;
	struct row slot[SLOTS];
	uint64_t slot_line[SLOTS];
	uint64_t missed;
};

static void
mark(struct intern *in, void *arg)
{
	const struct histdoc *d = arg;
	const struct row *row;
	unsigned i, k;

	for (i = 0; i < SLOTS; i++) {
		row = &d->slot[i];
		for (k = 0; k < row->used; k++) {
			intern_mark_text(in, row->cells[k].text);
			intern_mark_style(in, row->cells[k].style);
		}
	}
}

struct histdoc *
histdoc_create(struct intern *in)
{
	struct histdoc *d;
	unsigned i;

	d = xcalloc(1, sizeof *d);
	d->intern = in;
	d->missed = NONE;
	for (i = 0; i < SLOTS; i++)
		d->slot_line[i] = NONE;
	intern_add_root(in, mark, d);
	return d;
}

static void
run_clear(struct run *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		free(r->line[i].p);
	free(r->line);
	memset(r, 0, sizeof *r);
}

void
histdoc_destroy(struct histdoc *d)
{
	unsigned i;

	if (d == NULL)
		return;
	intern_remove_root(d->intern, d);
	for (i = 0; i < SLOTS; i++)
		row_clear(&d->slot[i]);
	run_clear(&d->pinned);
	run_clear(&d->window);
	free(d);
}

/* Take n lines off the front or the end. */
static void
run_cut(struct run *r, size_t n, bool front)
{
	size_t i, from = front ? 0 : r->n - n;

	for (i = from; i < from + n; i++) {
		r->bytes -= r->line[i].n;
		free(r->line[i].p);
	}
	r->n -= n;
	if (front) {
		memmove(r->line, r->line + n, r->n * sizeof *r->line);
		r->first += n;
	}
}

/* Put a run of new lines (taken, empty then) at its place next to the others,
 * or in their place. */
static void
run_join(struct run *r, struct run *add)
{
	struct run old;
	size_t keep;

	if (add->n == 0 || r->n == 0 || add->first > r->first + r->n ||
	    add->first + add->n < r->first) {
		if (add->n > 0) {
			run_clear(r);
			*r = *add;
			memset(add, 0, sizeof *add);
		}
		return;
	}
	if (add->first < r->first) { /* swap: the lower one grows */
		old = *r;
		*r = *add;
		*add = old;
	}
	keep = (size_t)(r->first + r->n - add->first);
	if (keep >= add->n)
		return;
	if (keep > 0)
		run_cut(add, keep, true);
	r->line = xreallocarray(r->line, r->n + add->n, sizeof *r->line);
	memcpy(r->line + r->n, add->line, add->n * sizeof *add->line);
	r->n += add->n;
	r->bytes += add->bytes;
	add->n = 0;
}

/* Within the bounds again: what is farther from where lines came goes. */
static void
run_bound(struct run *r, uint64_t near)
{
	bool front;
	size_t n;

	while (r->n > HISTDOC_LINES ||
	    (r->bytes > HISTDOC_BYTES && r->n > LINES_MAX)) {
		front = near - r->first > r->first + r->n - near;
		n = r->n > HISTDOC_LINES ? r->n - HISTDOC_LINES : 64;
		run_cut(r, n, front);
	}
}

static int
get_run(struct run *run, struct reader *r, const struct lines_head *h)
{
	const uint8_t *p;
	size_t n;

	memset(run, 0, sizeof *run);
	run->first = h->start;
	run->line = xcalloc((size_t)h->n + 1, sizeof *run->line);
	while (run->n < h->n) {
		if (lines_get_row(r, &p, &n) != 0) {
			run_clear(run);
			return -1;
		}
		run->line[run->n].p = n == 0 ? NULL : xmemdup(p, n);
		run->line[run->n].n = n;
		run->bytes += n;
		run->n++;
	}
	return 0;
}

/* The first answer: the rows of the screen stay as they are in it. */
static void
begin(struct histdoc *d, const struct lines_head *h, struct run *run)
{
	size_t n;

	d->known = true;
	d->first = h->first;
	d->end = run->n > 0 ? run->first + run->n : h->end;
	d->pin = h->screen > run->first ? h->screen : run->first;
	if (d->pin > d->end)
		d->pin = d->end;
	n = (size_t)(d->end - d->pin);
	d->pinned.first = d->pin;
	d->pinned.line = xcalloc(n + 1, sizeof *d->pinned.line);
	if (n > 0)
		memcpy(d->pinned.line, run->line + (run->n - n),
		    n * sizeof *run->line);
	d->pinned.n = n;
	run->n -= n;
	d->window = *run;
	memset(run, 0, sizeof *run);
}

int
histdoc_take(struct histdoc *d, const void *body, size_t len)
{
	struct lines_head h;
	struct reader r;
	struct run run;

	reader_init(&r, body, len);
	if (lines_get_head(&r, &h) != 0 || get_run(&run, &r, &h) == -1)
		return -1;
	if (!d->known) {
		begin(d, &h, &run);
		return 0;
	}
	d->first = h.first < d->pin ? h.first : d->pin;
	if (run.n > 0 && run.first + run.n > d->pin) {
		if (run.first >= d->pin)
			run_cut(&run, run.n, false);
		else
			run_cut(&run, (size_t)(run.first + run.n - d->pin),
			    false);
	}
	run_join(&d->window, &run);
	run_clear(&run);
	run_bound(&d->window, h.start);
	return 0;
}

static void
put_packed(struct run *r, size_t at, const uint8_t *p, size_t n)
{
	if (n == 0)
		return;
	free(r->line[at].p);
	r->bytes += n - r->line[at].n;
	r->line[at].p = xmalloc(n);
	r->line[at].n = n;
	memcpy(r->line[at].p, p, n);
}

/* The rows of a screen, from its line pin on. */
static int
get_screen(struct run *run, struct reader *r)
{
	struct frame_head head;
	char *title = NULL;
	const uint8_t *p;
	uint16_t index;
	size_t i, n;

	if (frame_get_head(r, &head, &title) != 0)
		return -1;
	free(title);
	run->line = xcalloc(head.rows + 1u, sizeof *run->line);
	run->n = head.rows;
	for (i = 0; i < head.nrows; i++) {
		if (frame_get_row(r, &index, &p, &n) != 0 || index >= head.rows)
			return -1;
		put_packed(run, index, p, n);
	}
	return 0;
}

/* *skipped: how many of the first are left out. */
static int
get_scrollback(struct run *run, struct reader *r, uint32_t *skipped)
{
	uint32_t count, i, skip;
	const uint8_t *p;
	size_t n;

	if (reader_u32(r, &count) != 0 || count > r->left / 4)
		return -1;
	*skipped = skip = count > HISTDOC_LINES ? count - HISTDOC_LINES : 0;
	run->line = xcalloc(count - skip + 1u, sizeof *run->line);
	run->n = count - skip;
	for (i = 0; i < count; i++) {
		if (reader_bytes(r, r->left, &p, &n) != 0)
			return -1;
		if (i >= skip)
			put_packed(run, i - skip, p, n);
	}
	return 0;
}

int
histdoc_take_saved(struct histdoc *d, const void *data, size_t len)
{
	struct run screen = { 0 }, lines = { 0 };
	struct reader r;
	uint32_t skipped;

	reader_init(&r, data, len);
	if (get_screen(&screen, &r) != 0 ||
	    get_scrollback(&lines, &r, &skipped) != 0) {
		run_clear(&screen);
		run_clear(&lines);
		return -1;
	}
	d->known = true;
	d->window = lines;
	d->pinned = screen;
	d->first = 0;
	d->pin = d->pinned.first = lines.n;
	d->end = d->pin + screen.n;
	run_bound(&d->window, d->pin);
	d->first = d->window.n > 0 ? d->window.first : d->pin;
	return 0;
}

int
histdoc_add_saved(struct histdoc *d, const void *data, size_t len)
{
	struct run screen = { 0 }, lines = { 0 }, *w = &d->window;
	uint32_t skipped = 0;
	struct reader r;
	uint64_t end;
	int bad;

	reader_init(&r, data, len);
	bad = get_screen(&screen, &r) != 0 ||
	    get_scrollback(&lines, &r, &skipped) != 0 ||
	    reader_u64(&r, &lines.first) != 0 ||
	    lines.first > UINT64_MAX - UINT32_MAX;
	run_clear(&screen);
	lines.first += skipped;
	end = lines.first + lines.n;
	if (!bad && d->known && end > d->pin)
		run_cut(&lines,
		    lines.first < d->pin ? (size_t)(end - d->pin) : lines.n,
		    false);
	/* What is not next to the rows of the screen is of no use. */
	if (!bad && d->known && lines.n > 0 &&
	    lines.first + lines.n == d->pin &&
	    (w->first + w->n != d->pin || lines.first < w->first)) {
		run_join(w, &lines);
		run_bound(w, d->pin);
		d->first = w->first;
	}
	run_clear(&lines);
	return bad ? -1 : 0;
}

uint64_t
histdoc_first(const struct histdoc *d)
{
	return d->first;
}

uint64_t
histdoc_pin(const struct histdoc *d)
{
	return d->pin;
}

uint64_t
histdoc_end(const struct histdoc *d)
{
	return d->end;
}

static const struct packed *
find_packed(const struct histdoc *d, uint64_t line)
{
	const struct run *r = line >= d->pin ? &d->pinned : &d->window;

	if (line < r->first || line >= r->first + r->n)
		return NULL;
	return &r->line[line - r->first];
}

const struct row *
histdoc_row(struct histdoc *d, uint64_t line)
{
	const struct packed *p;
	struct row *row = &d->slot[line % SLOTS];

	if (d->slot_line[line % SLOTS] == line)
		return row;
	p = find_packed(d, line);
	if (p == NULL) {
		if (line >= d->first && line < d->pin)
			d->missed = line;
		return NULL;
	}
	d->slot_line[line % SLOTS] = line;
	row_reset(row);
	row->flags = 0;
	if (p->n > 0)
		(void)rowcode_get(row, d->intern, p->p, p->n, TERM_MAX_COLS);
	return row;
}

bool
histdoc_want(struct histdoc *d, uint64_t *from, unsigned *count)
{
	const struct run *w = &d->window;
	uint64_t line = d->missed;

	if (line == NONE)
		return false;
	d->missed = NONE;
	*count = LINES_MAX;
	if (w->n > 0 && line < w->first && w->first - line <= LINES_MAX)
		*from = w->first > LINES_MAX ? w->first - LINES_MAX : 0;
	else if (w->n > 0 && line >= w->first + w->n &&
	    line - w->first - w->n < LINES_MAX)
		*from = w->first + w->n;
	else
		*from = line > LINES_MAX / 2 ? line - LINES_MAX / 2 : 0;
	return true;
}

void
histdoc_close(struct histdoc *d)
{
	const struct run *w = &d->window;

	d->missed = NONE;
	if (w->n > 0 && w->first + w->n == d->pin)
		d->first = w->first;
	else
		d->first = d->pin;
}
