/* SPDX-License-Identifier: ISC */
/* vtdump: feeds cases into a terminal and prints what it then has, one JSON
 * object a line for each case's end and marks; with -r also the bytes that draw
 * it again. See README for both forms. */

#include "base/buf.h"
#include "base/xmalloc.h"
#include "term/cell.h"
#include "term/intern.h"
#include "term/modes.h"
#include "term/redraw.h"
#include "term/row.h"
#include "term/screen.h"
#include "term/text.h"
#include "term/vt.h"

#include "../vt/vtcheck.h"
#include "../vt/vtpair.h"

#define LOGS_MAX 4096 /* longer texts are told by their hash */

struct dump {
	struct vtpair whole;
	struct vtpair cut; /* fed in pieces */
	struct vt *vt;	   /* the one that is printed, whole's */
	char name[80];
	unsigned mark;
	bool drawn;	  /* print the bytes of a redraw, too */
	struct buf bytes; /* not fed yet */
};

/* A JSON string, written as JSON.stringify does. */
static void
put_string(struct buf *b, const char *s, size_t n)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *p;
	size_t i;

	buf_put_u8(b, '"');
	for (i = 0; i < n; i++) {
		if (s[i] != '\0' && (p = strchr(from, s[i])) != NULL)
			buf_printf(b, "\\%c", to[p - from]);
		else if ((uint8_t)s[i] < 0x20)
			buf_printf(b, "\\u%04x", (uint8_t)s[i]);
		else
			buf_put_u8(b, s[i]);
	}
	buf_put_u8(b, '"');
}

/* A run of cells: ["text", width, "style"], or ["text", width] if plain. */
static void
put_run(struct buf *b, struct buf *text, int width, const char *style)
{
	if (text->len == 0)
		return;
	if (b->data[b->len - 1] != '[')
		buf_put_u8(b, ',');
	buf_put_u8(b, '[');
	put_string(b, (const char *)text->data, text->len);
	buf_printf(b, ",%d", width);
	if (strcmp(style, "plain") != 0) {
		buf_put_u8(b, ',');
		put_string(b, style, strlen(style));
	}
	buf_put_u8(b, ']');
	buf_reset(text);
}

/* One row as runs: cells of one style that each are one code point of one
 * width are a run together; a cluster is one alone, its width negative. Blanks
 * at the end that are plain are cut. */
static void
put_row(struct buf *b, const struct row *r, const struct intern *in,
    unsigned cols)
{
	struct buf text = { 0 };
	unsigned i, w, end = row_extent(r);
	char *style = xstrdup("plain"), *s, tmp[4];
	const char *t;
	struct cell c;
	int width = 0, cell;
	size_t n;

	if (end > cols)
		end = cols;
	while (end > 0 && (c = row_get(r, end - 1), c.style == 0) &&
	    (c.text == 0 || c.text == ' '))
		end--;
	buf_put_u8(b, '[');
	for (i = 0; i < end; i += w) {
		c = row_get(r, i);
		w = c.text & CELL_WIDE ? 2 : 1;
		s = vtcheck_style(in, c.style);
		t = intern_get_text(in, c.text & ~CELL_WIDE, tmp, &n);
		cell = c.text & CELL_CLUSTER ? -(int)w : (int)w;
		if (cell != width || cell < 0 || strcmp(s, style) != 0)
			put_run(b, &text, width, style);
		width = cell;
		buf_put(&text, n > 0 ? t : " ", n > 0 ? n : 1);
		free(style);
		style = s;
	}
	put_run(b, &text, width, style);
	buf_put_u8(b, ']');
	free(style);
	buf_clear(&text);
}

static void
put_cursor(struct buf *b, const struct cursor *c)
{
	static const char *const shapes[] = { "default", "block", "underline",
		"bar" };

	buf_printf(b, "\"cursor\":[%u,%u,%s],\"shape\":\"%s%s%s\"", c->row,
	    c->col, c->wrap ? "true" : "false", shapes[c->shape],
	    c->blink && c->shape != CURSOR_DEFAULT ? " blink" : "",
	    c->visible ? "" : " hidden");
}

/* FNV-1a. */
static uint32_t
hash(const struct buf *b)
{
	uint32_t h = 2166136261u;
	size_t i;

	for (i = 0; i < b->len; i++)
		h = (h ^ b->data[i]) * 16777619u;
	return h;
}

static void
put_logs(struct buf *b, struct vt *vt)
{
	struct buf text = { 0 };

	text_logs(&text, vt_screen(vt), 0, false, false);
	buf_printf(b, "\"logs\":");
	if (text.len > LOGS_MAX)
		buf_printf(b, "\"%zu bytes %08x\"", text.len, hash(&text));
	else
		put_string(b, (const char *)text.data, text.len);
	buf_clear(&text);
}

/* In hex. */
static void
put_drawn(struct buf *b, struct vt *vt)
{
	struct buf bytes = { 0 };
	size_t i;

	redraw(&bytes, vt);
	buf_printf(b, ",\"drawn\":\"");
	for (i = 0; i < bytes.len; i++)
		buf_printf(b, "%02x", bytes.data[i]);
	buf_put_u8(b, '"');
	buf_clear(&bytes);
}

static void
print_state(struct dump *d)
{
	struct screen *s = vt_screen(d->vt);
	struct buf b = { 0 };
	char *modes = vtcheck_modes(vt_modes(d->vt));
	const char *lost = vtcheck_redraw(d->vt);
	unsigned i;

	buf_printf(&b, "{\"case\":\"%s\",\"mark\":%u,\"size\":[%u,%u],",
	    d->name, d->mark++, screen_cols(s), screen_rows(s));
	put_cursor(&b, screen_cursor(s));
	buf_printf(&b, ",\"title\":");
	put_string(&b, vt_title(d->vt), strlen(vt_title(d->vt)));
	buf_printf(&b, ",\"modes\":\"%s\",\"grid\":[", modes);
	for (i = 0; i < screen_rows(s); i++) {
		if (i > 0)
			buf_put_u8(&b, ',');
		put_row(&b, screen_row(s, i), screen_intern(s), screen_cols(s));
	}
	buf_printf(&b, "],");
	put_logs(&b, d->vt);
	buf_printf(&b, ",\"redraw\":");
	put_string(&b, lost != NULL ? lost : "",
	    lost != NULL ? strlen(lost) : 0);
	if (d->drawn)
		put_drawn(&b, d->vt);
	buf_printf(&b, "}\n");
	fwrite(b.data, 1, b.len, stdout);
	buf_clear(&b);
	free(modes);
}

/* The same without the text path, and however it is cut. */
static void
check(struct dump *d)
{
	const char *why;

	if ((why = vtpair_check(&d->whole)) == NULL &&
	    (why = vtpair_check(&d->cut)) == NULL &&
	    (why = vtcheck_equal(d->whole.vt, d->cut.vt)) == NULL)
		return;
	fprintf(stderr, "vtdump: %s: %s\n", d->name, why);
	exit(1);
}

static void
flush(struct dump *d)
{
	size_t max = d->name[0] % 2 == 0 ? 1 : 40;

	vtpair_feed(&d->whole, d->bytes.data, d->bytes.len);
	vtpair_feed_cut(&d->cut, d->bytes.data, d->bytes.len, max);
	buf_reset(&d->bytes);
	check(d);
}

/* \{m} or \{COLSxROWS}; where the text goes on, NULL if it is neither. */
static const char *
directive(struct dump *d, const char *p)
{
	unsigned cols, rows;
	int n = 0;

	flush(d);
	if (strncmp(p, "m}", 2) == 0) {
		print_state(d);
		return p + 2;
	}
	if (sscanf(p, "%ux%u}%n", &cols, &rows, &n) != 2 || n == 0)
		return NULL;
	vtpair_resize(&d->whole, rows, cols);
	vtpair_resize(&d->cut, rows, cols);
	check(d);
	return p + n;
}

/* The text of a case, or more of it. */
static bool
steps(struct dump *d, const char *p)
{
	static const char from[] = "ernbat\\", to[] = "\033\r\n\b\a\t\\";
	const char *q;
	unsigned c;

	while (p != NULL && *p != '\0' && *p != '\n') {
		if (*p != '\\') {
			buf_put_u8(&d->bytes, *p++);
			continue;
		}
		p++;
		if (*p == '{')
			p = directive(d, p + 1);
		else if (sscanf(p, "x%2x", &c) == 1) {
			buf_put_u8(&d->bytes, c);
			p += 3;
		} else if (*p != '\0' && (q = strchr(from, *p)) != NULL) {
			buf_put_u8(&d->bytes, to[q - from]);
			p++;
		} else
			return false;
	}
	return p != NULL;
}

static void
end_case(struct dump *d)
{
	if (d->vt == NULL)
		return;
	flush(d);
	print_state(d);
	vtpair_clear(&d->whole);
	vtpair_clear(&d->cut);
	d->vt = NULL;
}

/* "NAME COLSxROWS: STEPS" or "NAME: STEPS". */
static bool
begin_case(struct dump *d, const char *line)
{
	unsigned cols = 20, rows = 6;
	const char *p = strchr(line, ':');
	size_t n = strcspn(line, " :");

	end_case(d);
	if (p == NULL || n == 0 || n >= sizeof d->name)
		return false;
	if (line[n] == ' ' && sscanf(line + n, " %ux%u:", &cols, &rows) != 2)
		return false;
	memcpy(d->name, line, n);
	d->name[n] = '\0';
	d->mark = 0;
	vtpair_start(&d->whole, rows, cols, 64 << 20, NULL, NULL);
	vtpair_start(&d->cut, rows, cols, 64 << 20, NULL, NULL);
	d->vt = d->whole.vt;
	return steps(d, p[1] == ' ' ? p + 2 : p + 1);
}

int
main(int argc, char **argv)
{
	struct dump d = { .drawn = argc > 1 && strcmp(argv[1], "-r") == 0 };
	char *line = NULL;
	size_t cap = 0;
	unsigned n = 0;
	bool ok;

	while (getline(&line, &cap, stdin) >= 0) {
		n++;
		if (*line == '#' || *line == '\n')
			continue;
		if (*line == '\t')
			ok = d.vt != NULL && steps(&d, line + 1);
		else
			ok = begin_case(&d, line);
		if (!ok) {
			fprintf(stderr, "vtdump: line %u is no case\n", n);
			return 2;
		}
	}
	end_case(&d);
	buf_clear(&d.bytes);
	free(line);
	return fflush(stdout) == 0 ? 0 : 1;
}
