/* SPDX-License-Identifier: ISC */
/* hosthistory: lines of the scrollback and the screen for a viewer, and the
 * search in them. What the viewer looks at is its own business.
 *
 * Line n of the scrollback has the number that it got when it was pushed, and
 * the screen's rows go on from there: a row keeps its number when it leaves the
 * screen.
 */

#include <stdlib.h>

#include "base/buf.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hosthistory.h"
#include "term/find.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/rowcode.h"
#include "term/screen.h"
#include "term/scrollback.h"
#include "term/vt.h"
#include "wire/pack_term.h"
#include "wire/peer.h"

#define ANSWER_MAX    (512u << 10) /* bytes of rows, and one row more */
#define TURN_MS	      4
#define TURN_LINES    64 /* between two looks at the clock */
#define TURN_LINES_RE 4

struct history {
	struct conn *conn; /* borrowed */
	uint32_t id;
	struct find find;
	struct find_text text;
	struct row row; /* the last one unpacked */
	struct find_at from;
	uint64_t line; /* to be looked at next */
	uint64_t stop;
	bool back;
	struct loop_timer *timer; /* owned */
};

static uint64_t
first_line(const struct screen *s)
{
	const struct scrollback *sb = screen_scrollback(s);

	return scrollback_total(sb) - scrollback_count(sb);
}

static uint64_t
screen_line(const struct screen *s)
{
	return scrollback_total(screen_scrollback(s));
}

static uint64_t
end_line(const struct screen *s)
{
	return screen_line(s) + screen_rows(s);
}

static void
put_line(struct buf *b, struct buf *tmp, const struct screen *s, uint64_t line)
{
	const uint8_t *p;
	size_t n;

	if (line >= screen_line(s)) {
		buf_reset(tmp);
		rowcode_put(tmp,
		    screen_row(s, (unsigned)(line - screen_line(s))),
		    screen_intern(s));
		buf_put_bytes(b, tmp->data, tmp->len);
		return;
	}
	p = scrollback_get(screen_scrollback(s), (size_t)(line - first_line(s)),
	    &n);
	buf_put_bytes(b, p, p == NULL ? 0 : n);
}

/* Where the last count lines begin, or as many of them as one answer takes:
 * the end is never what is left out. */
static uint64_t
last_lines(const struct screen *s, unsigned count)
{
	struct buf b = { 0 }, tmp = { 0 };
	uint64_t line = end_line(s);

	while (line > first_line(s) && count-- > 0 && b.len <= ANSWER_MAX / 4)
		put_line(&b, &tmp, s, --line);
	buf_clear(&b);
	buf_clear(&tmp);
	return line;
}

int
hosthistory_lines(struct conn *c, const struct msg *m)
{
	struct screen *s = vt_screen(c->host->vt);
	struct buf rows = { 0 }, tmp = { 0 }, b = { 0 };
	struct lines_head h = { 0 };
	struct reader r;
	uint64_t from, line;
	uint16_t count;

	reader_init(&r, m->body, m->len);
	if (lines_get_ask(&r, &from, &count) != 0)
		return -1;
	c->reads = true;
	h.first = first_line(s);
	h.screen = screen_line(s);
	h.end = end_line(s);
	if (from == LINES_END)
		from = last_lines(s, count);
	else if (from < h.first) {
		count -=
		    h.first - from < count ? (uint16_t)(h.first - from) : count;
		from = h.first;
	}
	h.start = from;
	for (line = from; line < h.end && h.n < count; line++, h.n++) {
		if (rows.len > ANSWER_MAX)
			break;
		put_line(&rows, &tmp, s, line);
	}
	lines_put_head(&b, &h);
	buf_put(&b, rows.data, rows.len);
	peer_send_buf(c->peer, MSG_VIEW_LINES, m->id, &b);
	buf_clear(&b);
	buf_clear(&rows);
	buf_clear(&tmp);
	return 0;
}

/* Search. */

static const struct row *
get_row(uint64_t line, void *arg)
{
	struct history *y = arg;
	struct screen *s = vt_screen(y->conn->host->vt);
	const uint8_t *p;
	size_t n;

	if (line < first_line(s) || line >= end_line(s))
		return NULL;
	if (line >= screen_line(s))
		return screen_row(s, (unsigned)(line - screen_line(s)));
	p = scrollback_get(screen_scrollback(s), (size_t)(line - first_line(s)),
	    &n);
	if (p == NULL ||
	    rowcode_get(&y->row, screen_intern(s), p, n, TERM_MAX_COLS) != 0)
		return NULL;
	return &y->row;
}

static void
mark_row(struct intern *in, void *arg)
{
	const struct history *y = arg;
	unsigned i;

	for (i = 0; i < y->row.used; i++) {
		intern_mark_text(in, y->row.cells[i].text);
		intern_mark_style(in, y->row.cells[i].style);
	}
}

static struct intern *
its_intern(const struct history *y)
{
	return screen_intern(vt_screen(y->conn->host->vt));
}

static void
answer(struct history *y, const struct find_hit *hit)
{
	struct conn *c = y->conn;
	struct found f = { 0 };
	struct buf b = { 0 };

	if (hit != NULL) {
		f.found = 1;
		f.line = hit->start.line;
		f.col = (uint16_t)hit->start.col;
		f.end_line = hit->end.line;
		f.end_col = (uint16_t)hit->end.col;
	}
	found_put(&b, &f);
	peer_send_buf(c->peer, MSG_VIEW_FOUND, y->id, &b);
	buf_clear(&b);
	hosthistory_stop(c);
}

/* Look at one line: 1 with a match, 0, or -1 when there is no more. */
static int
look(struct history *y, struct find_hit *hit)
{
	struct screen *s = vt_screen(y->conn->host->vt);
	uint64_t lo = first_line(s), hi = end_line(s);

	if (y->back) {
		if (y->line >= hi)
			y->line = hi - 1;
		if (y->line < lo || y->line < y->stop ||
		    find_load(&y->text, screen_intern(s), get_row, y, y->line,
			lo, hi) != 0)
			return -1;
		if (find_prev(&y->find, &y->text, &y->from, hit))
			return hit->start.line >= y->stop ? 1 : -1;
		if (y->text.first == 0)
			return -1;
		y->line = y->text.first - 1;
		return 0;
	}
	if (y->line < lo)
		y->line = lo;
	if (y->line >= hi || y->line >= y->stop ||
	    find_load(&y->text, screen_intern(s), get_row, y, y->line, lo,
		hi) != 0)
		return -1;
	if (find_next(&y->find, &y->text, &y->from, hit))
		return hit->start.line < y->stop ? 1 : -1;
	y->line = y->text.next;
	return 0;
}

static void
search_turn(void *arg)
{
	struct history *y = arg;
	monotime until = monotime_add(monotime_now(), TURN_MS);
	unsigned n, lines = y->find.re != NULL ? TURN_LINES_RE : TURN_LINES;
	struct find_hit hit;
	int found;

	for (n = 1;; n++) {
		found = look(y, &hit);
		if (found != 0) {
			answer(y, found == 1 ? &hit : NULL);
			return;
		}
		if (n % lines == 0 && monotime_left(until) == 0)
			break;
	}
	loop_timer_start(y->timer, 1);
}

int
hosthistory_search(struct conn *c, const struct msg *m)
{
	struct history *y;
	struct search s;
	struct reader r;
	char *text;

	reader_init(&r, m->body, m->len);
	if (search_get(&r, &s, &text) != 0)
		return -1;
	hosthistory_stop(c);
	y = c->history = xcalloc(1, sizeof *y);
	y->conn = c;
	y->id = m->id;
	find_init(&y->find, text, s.flags & SEARCH_REGEX);
	free(text);
	y->from.line = s.line;
	y->from.col = s.col;
	y->line = s.line;
	y->stop = s.stop;
	y->back = s.flags & SEARCH_BACK;
	y->timer = loop_timer_create(c->host->loop, search_turn, y);
	intern_add_root(its_intern(y), mark_row, y);
	search_turn(y);
	return 0;
}

void
hosthistory_stop(struct conn *c)
{
	struct history *y = c->history;

	if (y == NULL)
		return;
	c->history = NULL;
	intern_remove_root(its_intern(y), y);
	loop_timer_destroy(y->timer);
	find_clear(&y->find);
	find_text_clear(&y->text);
	row_clear(&y->row);
	free(y);
}
