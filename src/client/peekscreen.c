/* SPDX-License-Identifier: ISC */
/* peekscreen: a link and a mirror for a session that is looked at in passing.
 * What else is told of the session is peek's business. */

/*
 * The screen that was shown stays until the next one's first frame is here, so
 * that moving along a list does not flicker; but not for long, since it belongs
 * to another session. While the person moves fast nobody is asked at all.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/histdoc.h"
#include "client/link.h"
#include "client/mirror.h"
#include "client/model.h"
#include "client/panedraw.h"
#include "client/peekscreen.h"
#include "term/intern.h"
#include "term/modes.h"
#include "term/row.h"
#include "term/screen.h"
#include "tty/frame.h"
#include "wire/pack_term.h"

#define SAVED_MAX   (64u << 20)
#define FAST_MS	    120 /* between two moves */
#define REST_MS	    60	/* after them */
#define AGAIN_MS    1000
#define AGAIN_MAX   5
#define NEXT_MS	    200	  /* for the next host, each time */
#define NEXT_MAX_MS 10000 /* and in all */
#define LASTED_MS   2000  /* a view for so long was of another host */
#define NOTE_MAX    160
#define FIRST_LINES 200
#define SCROLL_MAX  1000000

struct peekscreen {
	struct loop *loop;     /* borrowed */
	struct intern *intern; /* borrowed */
	char *state;	       /* owned */
	void (*changed)(void *);
	void *arg;

	char id[MODEL_ID_LEN + 1]; /* "": none */
	char *socket;		   /* owned; NULL: it has no host */
	bool exec;
	struct mirror *shown;	 /* owned; may be of the session before */
	struct mirror *next;	 /* owned; until its first frame */
	struct link *link;	 /* owned */
	struct loop_timer *open; /* owned: to ask the host */
	struct loop_timer *keep; /* owned: while shown is of another one */
	monotime moved;
	unsigned failures;
	bool ended;	     /* its host has said so, and no other is here */
	bool down;	     /* so was the session since */
	monotime next_until; /* ms 0: none is looked for yet */
	monotime opened;     /* the link */
	bool saved;	     /* shown is from disk */
	char note[NOTE_MAX];

	unsigned scroll;     /* rows up from the end */
	unsigned room;	     /* for that, as drawn last */
	struct histdoc *doc; /* owned: its history while it is scrolled */
};

static void
set_note(struct peekscreen *p, const char *text)
{
	char *clean = utf8_clean(text, strlen(text), sizeof p->note - 1);

	strlcpy(p->note, clean, sizeof p->note);
	free(clean);
}

static void
forget_history(struct peekscreen *p)
{
	histdoc_destroy(p->doc);
	p->doc = NULL;
	p->scroll = 0;
}

/* The screen that has come is the one shown. */
static void
take_next(struct peekscreen *p, bool saved)
{
	mirror_destroy(p->shown);
	p->shown = p->next;
	p->next = NULL;
	p->saved = saved;
	forget_history(p);
	p->note[0] = '\0';
	loop_timer_stop(p->keep);
}

static void
drop_shown(struct peekscreen *p)
{
	mirror_destroy(p->shown);
	p->shown = NULL;
}

static void
on_keep(void *arg)
{
	struct peekscreen *p = arg;

	drop_shown(p);
	p->changed(p->arg);
}

/* From disk. */

/* Caller frees; NULL and errno. */
static char *
read_saved(const struct peekscreen *p, size_t *n)
{
	char *path = xasprintf("%s/jobs/%s/screen", p->state, p->id), *data;
	int saved;

	data = atomic_read(path, SAVED_MAX, n);
	saved = errno;
	free(path);
	errno = saved;
	return data;
}

/* What had scrolled off is read when somebody scrolls. */
static void
read_saved_history(struct peekscreen *p)
{
	size_t n;
	char *data = read_saved(p, &n);

	if (data == NULL)
		return;
	p->doc = histdoc_create(p->intern);
	if (histdoc_take_saved(p->doc, data, n) == 0)
		p->room = SCROLL_MAX; /* until it is drawn */
	else
		forget_history(p);
	free(data);
}

static void
load_saved(struct peekscreen *p)
{
	const char *why;
	uint32_t seq;
	size_t n;
	char *data = read_saved(p, &n);

	if (data == NULL) {
		drop_shown(p);
		set_note(p,
		    errno == ENOENT ? "its screen was not kept" :
				      "its saved screen cannot be read");
		return;
	}
	mirror_destroy(p->next);
	p->next = mirror_create(p->intern);
	if (mirror_apply(p->next, data, n, &seq, &why) == 0)
		take_next(p, true);
	else {
		drop_shown(p);
		set_note(p, "its saved screen is broken");
	}
	free(data);
}

/* Live. */

static void
on_frame(void *arg)
{
	struct peekscreen *p = arg;

	if (p->next != NULL)
		take_next(p, false);
	p->failures = 0;
	p->ended = p->down = false;
	p->changed(p->arg);
}

static void
again(struct peekscreen *p)
{
	if (++p->failures <= AGAIN_MAX)
		loop_timer_start(p->open, AGAIN_MS);
}

/* Look for the session's next host; the last one may still answer. */
static void
seek_next(struct peekscreen *p)
{
	if (p->next_until.ms == 0 ||
	    monotime_diff(p->opened, monotime_now()) > LASTED_MS)
		p->next_until = monotime_add(monotime_now(), NEXT_MAX_MS);
	if (monotime_left(p->next_until) > 0)
		loop_timer_start(p->open, NEXT_MS);
}

static void
on_ended(const struct link_end *end, void *arg)
{
	struct peekscreen *p = arg;

	/* A host that stays for a while still gives lines of its history. */
	if (end->how != LINK_EXITED) {
		link_close(p->link);
		p->link = NULL;
	}
	p->ended = true;
	switch (end->how) {
	case LINK_EXITED:
		/* News of the session will follow; what is seen stays. */
		break;
	case LINK_RESPAWN:
		set_note(p,
		    end->died ? "it died at its work and is resumed" :
				"it is started again");
		seek_next(p);
		break;
	case LINK_CLOSED:
	case LINK_REFUSED:
	case LINK_LOST:
		set_note(p,
		    end->reason != NULL ? end->reason : "its host went away");
		again(p);
		break;
	}
	p->changed(p->arg);
}

/* What is here is all that there will be. */
static void
on_gone(void *arg)
{
	struct peekscreen *p = arg;

	if (p->doc != NULL)
		histdoc_close(p->doc);
}

static void
on_lines(const void *body, size_t n, void *arg)
{
	struct peekscreen *p = arg;

	if (p->doc != NULL && histdoc_take(p->doc, body, n) == -1)
		forget_history(p);
	p->changed(p->arg);
}

static const struct link_handler link_handler = {
	.frame = on_frame,
	.lines = on_lines,
	.ended = on_ended,
	.gone = on_gone,
};

/* Whether we run in that session: what is drawn here would change it, and so
 * on without end. */
static bool
is_ours(const char *socket)
{
	const char *ours = getenv("BGMUX_SOCKET");

	return ours != NULL && strcmp(ours, socket) == 0;
}

static void
on_open(void *arg)
{
	struct peekscreen *p = arg;
	struct link_start start = { 0 };
	char *cause = NULL;

	if (p->id[0] == '\0' || p->link != NULL)
		return;
	if (p->socket != NULL && is_ours(p->socket)) {
		drop_shown(p);
		set_note(p, "this terminal is in that session");
		p->changed(p->arg);
		return;
	}
	if (p->socket == NULL) {
		load_saved(p);
		p->changed(p->arg);
		return;
	}
	mirror_destroy(p->next);
	p->next = mirror_create(p->intern);
	start.socket = p->socket;
	start.rows = TERM_MAX_ROWS;
	start.cols = TERM_MAX_COLS;
	start.read_only = true;
	start.reads = true;
	p->link = link_open(p->loop, &start, p->next, &link_handler, p, &cause);
	p->opened = monotime_now();
	if (p->link == NULL) {
		if (p->ended)
			seek_next(p);
		else {
			set_note(p, cause);
			again(p);
		}
		free(cause);
		p->changed(p->arg);
	}
}

static void
stop(struct peekscreen *p)
{
	link_close(p->link);
	p->link = NULL;
	forget_history(p);
	mirror_destroy(p->next);
	p->next = NULL;
	loop_timer_stop(p->open);
	free(p->socket);
	p->socket = NULL;
	p->note[0] = '\0';
	p->failures = 0;
	p->ended = p->down = false;
	p->next_until.ms = 0;
}

struct peekscreen *
peekscreen_create(struct loop *loop, struct intern *intern, const char *state,
    void (*changed)(void *), void *arg)
{
	struct peekscreen *p = xcalloc(1, sizeof *p);

	p->loop = loop;
	p->intern = intern;
	p->state = xstrdup(state);
	p->changed = changed;
	p->arg = arg;
	p->open = loop_timer_create(loop, on_open, p);
	p->keep = loop_timer_create(loop, on_keep, p);
	return p;
}

void
peekscreen_destroy(struct peekscreen *p)
{
	if (p == NULL)
		return;
	stop(p);
	drop_shown(p);
	loop_timer_destroy(p->open);
	loop_timer_destroy(p->keep);
	free(p->state);
	free(p);
}

static bool
same_string(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Its host has told its end, and the session is said to live or not: once it
 * was down and lives again, it has another host. */
static void
follow_life(struct peekscreen *p, bool alive)
{
	if (!alive)
		p->down = true;
	else if (p->down && !loop_timer_running(p->open)) {
		link_close(p->link);
		p->link = NULL;
		seek_next(p);
	}
}

void
peekscreen_show(struct peekscreen *p, const struct entry *e)
{
	const char *id = e != NULL ? e->id : "";
	bool same = strcmp(id, p->id) == 0, fast;

	if (same && (e == NULL || same_string(p->socket, e->socket))) {
		if (e != NULL && p->ended)
			follow_life(p, e->alive);
		return;
	}
	stop(p);
	if (e == NULL) {
		p->id[0] = '\0';
		p->moved.ms = 0;
		drop_shown(p);
		loop_timer_stop(p->keep);
		return;
	}
	strlcpy(p->id, id, sizeof p->id);
	p->socket = e->socket != NULL ? xstrdup(e->socket) : NULL;
	p->exec = e->exec;
	fast = !same && p->moved.ms != 0 &&
	    monotime_diff(p->moved, monotime_now()) < FAST_MS;
	if (!same) {
		p->moved = monotime_now();
		if (p->shown != NULL)
			loop_timer_start(p->keep, PEEKSCREEN_KEEP_MS);
	}
	if (fast)
		loop_timer_start(p->open, REST_MS);
	else
		on_open(p);
}

static bool
is_alt(const struct mirror *m)
{
	return (mirror_modes(m)->flags & MODE_ALT_SCREEN) != 0;
}

static void
open_history(struct peekscreen *p)
{
	if (p->saved)
		read_saved_history(p);
	else if (p->link != NULL &&
	    link_history(p->link, LINES_END, FIRST_LINES))
		p->doc = histdoc_create(p->intern);
}

void
peekscreen_scroll(struct peekscreen *p, int rows)
{
	int64_t to = (int64_t)p->scroll + rows;

	if (to <= 0 || p->shown == NULL || loop_timer_running(p->keep)) {
		forget_history(p);
		return;
	}
	if (p->doc == NULL && p->next == NULL && !is_alt(p->shown))
		open_history(p);
	/* While its lines are awaited there may be room for any. */
	if (to > p->room && (p->doc == NULL || histdoc_end(p->doc) > 0))
		to = p->room;
	p->scroll = to < SCROLL_MAX ? (unsigned)to : SCROLL_MAX;
}

const char *
peekscreen_note(const struct peekscreen *p)
{
	if (p->note[0] != '\0')
		return p->note;
	if (p->shown != NULL && p->saved && !loop_timer_running(p->keep))
		return "as it was at its end";
	return NULL;
}

/* Drawing. */

/* The row after the last one with anything in it. */
static unsigned
end_of(const struct mirror *m)
{
	const struct cursor *c = mirror_cursor(m);
	unsigned n = mirror_rows(m);

	while (n > 0 && row_extent(mirror_row(m, n - 1)) == 0)
		n--;
	if (c->visible && c->row + 1 > n)
		n = c->row + 1;
	return n < mirror_rows(m) ? n : mirror_rows(m);
}

static void
follow(struct peekscreen *p, unsigned rows, unsigned cols, struct pan *pan)
{
	const struct cursor *c = mirror_cursor(p->shown);
	unsigned end = end_of(p->shown);

	pan->row = end > rows ? end - rows : 0;
	if (c->visible && c->row < pan->row)
		pan->row = c->row;
	p->room = pan->row;
	if (p->doc == NULL && p->scroll > p->room)
		p->scroll = p->room;
	pan->row -= p->scroll < p->room ? p->scroll : p->room;
	pan->col = c->visible && c->col >= cols ? c->col - cols + 1 : 0;
}

static void
draw_cursor(struct peekscreen *p, struct frame *f, const struct rect *r,
    const struct pan *pan)
{
	const struct cursor *c = mirror_cursor(p->shown);
	unsigned row = r->top + c->row - pan->row;
	unsigned col = r->left + c->col - pan->col;
	struct cell *cell;
	struct style style;

	if (!c->visible || c->row < pan->row || row >= r->bottom ||
	    c->col < pan->col || col >= r->right)
		return;
	cell = row_reserve(&f->row[row], col + 1) + col;
	style = *intern_get_style(f->intern, cell->style);
	style.attr ^= ATTR_INVERSE;
	cell->style = intern_style(f->intern, &style);
	if ((cell->text & CELL_WIDE) && col + 1 < r->right)
		row_reserve(&f->row[row], col + 2)[col + 1].style = cell->style;
}

/* What has scrolled off, and the screen as it was then. */
static void
draw_history(struct peekscreen *p, struct frame *f, const struct rect *r)
{
	uint64_t first = histdoc_first(p->doc), pin = histdoc_pin(p->doc);
	uint64_t end = histdoc_end(p->doc), from, top;
	unsigned rows = r->bottom - r->top, i, count;
	const struct row *row;

	while (end > pin && (row = histdoc_row(p->doc, end - 1)) != NULL &&
	    row_extent(row) == 0)
		end--;
	p->room = end - first > rows ? (unsigned)(end - first - rows) : 0;
	if (p->scroll > p->room)
		p->scroll = p->room;
	top = first + p->room - p->scroll;
	for (i = 0; i < rows; i++) {
		row = top + i < end ? histdoc_row(p->doc, top + i) : NULL;
		panedraw_row(f, r->top + i, r, row, 0);
	}
	if (p->link != NULL && histdoc_want(p->doc, &from, &count))
		(void)link_history(p->link, from, count);
}

void
peekscreen_draw(struct peekscreen *p, struct frame *f, const struct rect *rect)
{
	struct rect r;
	struct pan pan;

	if (!frame_clip(f, rect, &r) || p->shown == NULL ||
	    mirror_rows(p->shown) == 0)
		return;
	if (p->doc != NULL && p->scroll > 0 && histdoc_end(p->doc) > 0) {
		draw_history(p, f, &r);
		return;
	}
	follow(p, r.bottom - r.top, r.right - r.left, &pan);
	panedraw_at(f, &r, p->shown, &pan, false);
	if (!p->saved)
		draw_cursor(p, f, &r, &pan);
}
