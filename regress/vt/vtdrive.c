/* SPDX-License-Identifier: ISC */
/* vtdrive: runs scripts that feed a terminal and say what must come of it.
 * See README for the language. */

#include <stdarg.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/cell.h"
#include "term/intern.h"
#include "term/modes.h"
#include "term/row.h"
#include "term/screen.h"
#include "term/scrollback.h"
#include "term/vt.h"

#include "vtcheck.h"
#include "vtpair.h"

#define WORDS_MAX  32
#define SPLITS_MAX 48
#define NOTES_MAX  64

/* How feeds are cut: whole, byte by byte, or in two at a place. */
#define CUT_WHOLE 0
#define CUT_BYTES (-1)

struct noted {
	enum term_note_type type;
	char *text; /* owned, "" for NULL */
	char *title;
	int a;
	int b;
};

struct drive {
	const char *file;
	unsigned line;
	const char *test; /* the case's name */
	int cut;
	struct vtpair pair;
	struct vt *vt; /* pair's */
	struct buf replies;
	struct noted notes[NOTES_MAX];
	unsigned nnotes;
	bool unredrawn; /* the case cannot be redrawn */
	unsigned checks;
	unsigned failed;
};

static void fail(struct drive *, const char *, ...)
    __attribute__((__format__(printf, 2, 3)));

static void
fail(struct drive *d, const char *fmt, ...)
{
	va_list ap;

	printf("%s:%u: %s (cut %d): ", d->file, d->line, d->test, d->cut);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	d->failed++;
}

static void
on_reply(const void *p, size_t n, void *arg)
{
	struct drive *d = arg;

	buf_put(&d->replies, p, n);
}

static void
on_note(const struct term_note *note, void *arg)
{
	struct drive *d = arg;
	struct noted *to;

	if (d->nnotes == NOTES_MAX)
		return;
	to = &d->notes[d->nnotes++];
	to->type = note->type;
	to->text = xstrdup(note->text != NULL ? note->text : "");
	to->title = xstrdup(note->title != NULL ? note->title : "");
	to->a = note->a;
	to->b = note->b;
}

static void
forget_notes(struct drive *d)
{
	while (d->nnotes > 0) {
		d->nnotes--;
		free(d->notes[d->nnotes].text);
		free(d->notes[d->nnotes].title);
	}
}

static void
start(struct drive *d, unsigned rows, unsigned cols)
{
	static const struct vt_callbacks cb = { on_reply, on_note };

	vtpair_clear(&d->pair);
	buf_reset(&d->replies);
	forget_notes(d);
	vtpair_start(&d->pair, rows, cols, 1 << 16, &cb, d);
	d->vt = d->pair.vt;
	d->unredrawn = false;
}

static void
check_state(struct drive *d)
{
	const char *what;

	if ((what = vtpair_check(&d->pair)) != NULL)
		fail(d, "without the text path: %s", what);
	if (d->cut != CUT_WHOLE || d->unredrawn || vt_pending(d->vt) > 0)
		return;
	if ((what = vtcheck_redraw(d->vt)) != NULL)
		fail(d, "redraw differs: %s", what);
	if ((what = vtcheck_rowcode(d->vt)) != NULL)
		fail(d, "rowcode differs: %s", what);
}

static void
feed(struct drive *d, const char *p, size_t n)
{
	size_t i;

	if (d->cut == CUT_WHOLE)
		vtpair_feed(&d->pair, p, n);
	else if (d->cut == CUT_BYTES) {
		for (i = 0; i < n; i++)
			vtpair_feed(&d->pair, p + i, 1);
	} else {
		i = n > 0 ? (size_t)d->cut % n : 0;
		vtpair_feed(&d->pair, p, i);
		vtpair_feed(&d->pair, p + i, n - i);
	}
	check_state(d);
}

/* Expectations. */

static char *
row_text(struct drive *d, const struct row *r)
{
	struct intern *in = screen_intern(vt_screen(d->vt));
	struct buf b = { 0 };
	const char *s;
	char tmp[4];
	unsigned i;
	size_t n;
	struct cell c;

	for (i = 0; i < screen_cols(vt_screen(d->vt)); i++) {
		c = row_get(r, i);
		if (c.text & CELL_TAIL)
			continue;
		s = intern_get_text(in, c.text, tmp, &n);
		buf_put(&b, n > 0 ? s : " ", n > 0 ? n : 1);
	}
	while (b.len > 0 && b.data[b.len - 1] == ' ')
		b.len--;
	return buf_steal(&b, NULL);
}

static void
expect_row(struct drive *d, unsigned i, const char *want)
{
	char *got;

	if (i >= screen_rows(vt_screen(d->vt))) {
		fail(d, "no row %u", i);
		return;
	}
	got = row_text(d, screen_row(vt_screen(d->vt), i));
	if (strcmp(got, want) != 0)
		fail(d, "row %u is \"%s\", not \"%s\"", i, got, want);
	free(got);
}

static void
expect_rows(struct drive *d, char **w, unsigned n)
{
	unsigned i;

	for (i = 0; i < screen_rows(vt_screen(d->vt)); i++)
		expect_row(d, i, i < n ? w[i] : "");
}

static void
expect_cursor(struct drive *d, char **w, unsigned n)
{
	const struct cursor *c = screen_cursor(vt_screen(d->vt));
	bool wrap = n > 2 && strcmp(w[2], "wrap") == 0;

	if (n < 2 || c->row != (unsigned)atoi(w[0]) ||
	    c->col != (unsigned)atoi(w[1]) || c->wrap != wrap)
		fail(d, "cursor is %u %u%s", c->row, c->col,
		    c->wrap ? " wrap" : "");
}

static void
expect_style(struct drive *d, char **w, unsigned n)
{
	struct screen *s = vt_screen(d->vt);
	const struct row *r;
	struct buf want = { 0 };
	char *got;
	unsigned i;

	if (n < 2 || (unsigned)atoi(w[0]) >= screen_rows(s)) {
		fail(d, "style: no such cell");
		return;
	}
	r = screen_row(s, atoi(w[0]));
	for (i = 2; i < n; i++)
		buf_printf(&want, "%s%s", i > 2 ? " " : "", w[i]);
	buf_put_u8(&want, 0);
	got = vtcheck_style(screen_intern(s), row_get(r, atoi(w[1])).style);
	if (strcmp(got, (char *)want.data) != 0)
		fail(d, "style is \"%s\", not \"%s\"", got, (char *)want.data);
	free(got);
	buf_clear(&want);
}

static void
expect_reply(struct drive *d, const char *want, size_t n)
{
	char *got;

	if (d->replies.len != n ||
	    (n > 0 && memcmp(d->replies.data, want, n) != 0)) {
		got = vtcheck_visible(d->replies.data, d->replies.len);
		fail(d, "reply is \"%s\"", got);
		free(got);
	}
	buf_reset(&d->replies);
}

static const char *const note_names[] = { "bell", "title", "icon", "cwd",
	"notify", "progress", "status", "prompt", "clipboard", "modes",
	"reset" };

/* The first note of a kind that was not asked for yet. */
static void
expect_note(struct drive *d, char **w, unsigned n)
{
	const char *text = n > 1 ? w[1] : "", *title = n > 2 ? w[2] : "";
	int a = n > 3 ? atoi(w[3]) : 0, b = n > 4 ? atoi(w[4]) : 0;
	struct noted *note;
	unsigned i;

	for (i = 0; i < d->nnotes; i++) {
		note = &d->notes[i];
		if (note->type >= nitems(note_names) || n == 0 ||
		    strcmp(note_names[note->type], w[0]) != 0)
			continue;
		note->type = nitems(note_names);
		if (strcmp(note->text, text) != 0 ||
		    strcmp(note->title, title) != 0 || note->a != a ||
		    note->b != b)
			fail(d, "note is \"%s\" \"%s\" %d %d", note->text,
			    note->title, note->a, note->b);
		return;
	}
	fail(d, "no such note");
}

static void
expect_no_note(struct drive *d, const char *name)
{
	unsigned i;

	for (i = 0; i < d->nnotes; i++) {
		if (d->notes[i].type < nitems(note_names) &&
		    strcmp(note_names[d->notes[i].type], name) == 0)
			fail(d, "there is a note \"%s\"", d->notes[i].text);
	}
}

static void
expect_modes(struct drive *d, char **w, unsigned n)
{
	unsigned i;
	char *got = vtcheck_modes(vt_modes(d->vt));
	struct buf want = { 0 };

	for (i = 0; i < n; i++)
		buf_printf(&want, "%s%s", i > 0 ? " " : "", w[i]);
	buf_put_u8(&want, 0);
	if (strcmp(got, (char *)want.data) != 0)
		fail(d, "modes are \"%s\"", got);
	free(got);
	buf_clear(&want);
}

static void
expect_shape(struct drive *d, char **w, unsigned n)
{
	static const char *const shapes[] = { "default", "block", "underline",
		"bar" };
	const struct cursor *c = screen_cursor(vt_screen(d->vt));
	bool blink = false, hidden = false;
	unsigned i;

	for (i = 1; i < n; i++) {
		blink |= strcmp(w[i], "blink") == 0;
		hidden |= strcmp(w[i], "hidden") == 0;
	}
	if (n == 0 || strcmp(shapes[c->shape], w[0]) != 0 ||
	    c->blink != blink || c->visible == hidden)
		fail(d, "shape is %s%s%s", shapes[c->shape],
		    c->blink ? " blink" : "", c->visible ? "" : " hidden");
}

static void
expect_number(struct drive *d, const char *what, size_t got, const char *want)
{
	if (got != (size_t)atoi(want))
		fail(d, "%s is %zu", what, got);
}

static void
expect_wrapped(struct drive *d, unsigned i, const char *want)
{
	const struct row *r = screen_row(vt_screen(d->vt), i);
	bool wrapped = (r->flags & ROW_WRAPPED) != 0;

	if (wrapped != (strcmp(want, "yes") == 0))
		fail(d, "row %u is%s wrapped", i, wrapped ? "" : " not");
}

/* Lines. */

/* Cut a line into words; "..." are strings with escapes, of which lens has
 * the lengths. The number of words, or -1. */
static int
split_words(char *line, char **w, size_t *lens)
{
	int n = 0;

	for (;;) {
		line += strspn(line, " \t\n");
		if (*line == '\0' || *line == '#')
			return n;
		if (n == WORDS_MAX)
			return -1;
		w[n] = line;
		if (*line == '"') {
			w[n] = line + 1;
			line = vtcheck_unescape(line + 1, &lens[n]);
			if (line == NULL)
				return -1;
		} else {
			line += strcspn(line, " \t\n");
			lens[n] = line - w[n];
			if (*line != '\0')
				*line++ = '\0';
		}
		n++;
	}
}

static void
expect(struct drive *d, const char *verb, char **w, size_t *lens, unsigned n)
{
	struct screen *s = vt_screen(d->vt);

	d->checks++;
	if (strcmp(verb, "rows") == 0)
		expect_rows(d, w, n);
	else if (strcmp(verb, "row") == 0 && n == 2)
		expect_row(d, atoi(w[0]), w[1]);
	else if (strcmp(verb, "cursor") == 0)
		expect_cursor(d, w, n);
	else if (strcmp(verb, "style") == 0)
		expect_style(d, w, n);
	else if (strcmp(verb, "reply") == 0 && n == 1)
		expect_reply(d, w[0], lens[0]);
	else if (strcmp(verb, "note") == 0)
		expect_note(d, w, n);
	else if (strcmp(verb, "no-note") == 0 && n == 1)
		expect_no_note(d, w[0]);
	else if (strcmp(verb, "modes") == 0)
		expect_modes(d, w, n);
	else if (strcmp(verb, "shape") == 0)
		expect_shape(d, w, n);
	else if (strcmp(verb, "history") == 0 && n == 1)
		expect_number(d, "history",
		    scrollback_count(screen_scrollback(s)), w[0]);
	else if (strcmp(verb, "pending") == 0 && n == 1)
		expect_number(d, "pending", vt_pending(d->vt), w[0]);
	else if (strcmp(verb, "wrapped") == 0 && n == 2)
		expect_wrapped(d, atoi(w[0]), w[1]);
	else if (strcmp(verb, "title") == 0 && n == 1) {
		if (strcmp(vt_title(d->vt), w[0]) != 0)
			fail(d, "title is \"%s\"", vt_title(d->vt));
	} else
		fail(d, "bad line: %s", verb);
}

static void
set_colours(struct vt *vt, char **w)
{
	vt_set_colours(vt, strtoul(w[0], NULL, 16), strtoul(w[1], NULL, 16));
}

static void
run_line(struct drive *d, char *line)
{
	char *w[WORDS_MAX];
	size_t lens[WORDS_MAX];
	int n = split_words(line, w, lens);

	if (n == 0)
		return;
	if (n < 0)
		fail(d, "cannot read this line");
	else if (strcmp(w[0], "test") == 0) {
		if (d->replies.len > 0)
			fail(d, "replies are left of %s", d->test);
		start(d, 5, 10);
	} else if (strcmp(w[0], "size") == 0 && n == 3)
		start(d, atoi(w[1]), atoi(w[2]));
	else if (strcmp(w[0], "feed") == 0 && n == 2)
		feed(d, w[1], lens[1]);
	else if (strcmp(w[0], "resize") == 0 && n == 3) {
		vtpair_resize(&d->pair, atoi(w[1]), atoi(w[2]));
		check_state(d);
	} else if (strcmp(w[0], "colours") == 0 && n == 3) {
		set_colours(d->pair.vt, w + 1);
		set_colours(d->pair.off, w + 1);
	} else if (strcmp(w[0], "no-redraw") == 0)
		d->unredrawn = true;
	else
		expect(d, w[0], w + 1, lens + 1, n - 1);
}

static void
run_cut(struct drive *d, const char *text, int cut)
{
	char *copy = xstrdup(text), *rest = copy, *line;
	char name[64] = "";

	d->cut = cut;
	d->line = 0;
	d->test = name;
	start(d, 5, 10);
	while ((line = strsep(&rest, "\n")) != NULL && d->failed < 20) {
		d->line++;
		if (strncmp(line, "test ", 5) == 0)
			strlcpy(name, line + 5, sizeof name);
		run_line(d, line);
	}
	if (d->replies.len > 0)
		fail(d, "replies are left");
	free(copy);
}

static char *
read_all(const char *file)
{
	struct buf b = { 0 };
	FILE *f = fopen(file, "r");
	size_t n;

	if (f == NULL)
		return NULL;
	do {
		n = fread(buf_reserve(&b, 4096), 1, 4096, f);
		buf_add(&b, n);
	} while (n > 0);
	fclose(f);
	return buf_steal(&b, NULL);
}

int
main(int argc, char **argv)
{
	struct drive d = { 0 };
	char *text;
	int i, cut;

	for (i = 1; i < argc; i++) {
		d.file = argv[i];
		if ((text = read_all(argv[i])) == NULL) {
			printf("%s: cannot be read\n", argv[i]);
			return 99;
		}
		for (cut = CUT_BYTES; cut < SPLITS_MAX && d.failed == 0; cut++)
			run_cut(&d, text, cut);
		free(text);
	}
	printf("%u checks, %u failed\n", d.checks, d.failed);
	vtpair_clear(&d.pair);
	forget_notes(&d);
	buf_clear(&d.replies);
	return d.failed > 0 || d.checks == 0;
}
