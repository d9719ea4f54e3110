/* SPDX-License-Identifier: ISC */
/* promptline: reads the prompt of an agent off its screen.
 *
 * The row with the cursor counts, or that of the pattern's region; group 1 of
 * the pattern is what is typed. Agents put faint text there while nothing is
 * typed: a placeholder, or what they suggest. */

#include "agent/member.h"
#include "agent/pattern.h"
#include "agent/promptline.h"
#include "agent/region.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/shown.h"
#include "base/xmalloc.h"

struct line {
	struct pattern *re; /* owned */
	struct region region;
	struct pattern *placeholder; /* owned, may be NULL */
};

struct promptline {
	struct line lines[PROMPTLINE_MAX];
	size_t n;
};

static char *
parse_line(const struct jv *v, struct line *l)
{
	static const char *const names[] = { "line", "region", "placeholder" };
	char *why;

	l->region.kind = REGION_CURSOR_LINE;
	why = member_only(v, names, nitems(names));
	if (why == NULL)
		why = member_re(v, "line", true, &l->re);
	if (why == NULL && pattern_ngroups(l->re) == 0)
		why = xstrdup(".line: has no group");
	if (why == NULL)
		why = member_region(v, "region", &l->region);
	if (why == NULL && region_is_outside(&l->region))
		why = xstrdup(".region: is not of the screen");
	if (why == NULL)
		why = member_re(v, "placeholder", false, &l->placeholder);
	return why;
}

struct promptline *
promptline_parse(const struct jv *v, char **why)
{
	struct promptline *p;
	size_t i;

	*why = NULL;
	if (jv_type(v) != JV_ARRAY)
		*why = xstrdup(": is no array");
	else if (jv_count(v) == 0 || jv_count(v) > PROMPTLINE_MAX)
		*why = xasprintf(": has %zu patterns, not 1 to %d", jv_count(v),
		    PROMPTLINE_MAX);
	if (*why != NULL)
		return NULL;
	p = xcalloc(1, sizeof *p);
	for (i = 0; i < jv_count(v) && *why == NULL; i++) {
		p->n = i + 1;
		*why = member_in(parse_line(jv_at(v, i), &p->lines[i]), "[%zu]",
		    i);
	}
	if (*why == NULL)
		return p;
	promptline_destroy(p);
	return NULL;
}

void
promptline_destroy(struct promptline *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < p->n; i++) {
		pattern_destroy(p->lines[i].re);
		pattern_destroy(p->lines[i].placeholder);
	}
	free(p);
}

/* A byte's run of dim or of plain text ends where the other begins. */
static bool
in_spans(const struct shown_spans *spans, size_t at)
{
	size_t i;

	for (i = 0; i < spans->n; i++)
		if (at >= spans->v[i].from && at < spans->v[i].to)
			return true;
	return false;
}

/* Blanks (and no-break spaces) at the end go. */
static char *
steal_trimmed(struct buf *b)
{
	while (b->len > 0) {
		if (b->data[b->len - 1] == ' ')
			b->len--;
		else if (b->len > 1 && b->data[b->len - 2] == 0xc2 &&
		    b->data[b->len - 1] == 0xa0)
			b->len -= 2;
		else
			break;
	}
	return buf_steal(b, NULL);
}

/* Agents draw a cursor of their own over the first letter of what they suggest:
 * where that letter ends, if one stands at from, else from. */
static size_t
drawn_cursor(const struct shown_row *row, size_t from, size_t to)
{
	size_t i = from;

	while (i < to && in_spans(&row->lit, i) && !in_spans(&row->dim, i))
		i++;
	return i > from && i < to && i - from <= 4 && in_spans(&row->dim, i) ?
	    i :
	    from;
}

/* Part the bytes from..to of a row into what is typed and what is suggested. */
static void
part(const struct line *l, const struct shown_row *row, size_t from, size_t to,
    struct promptline_seen *seen)
{
	struct pattern_span groups[PATTERN_GROUPS];
	struct buf typed = { 0 }, dim = { 0 };
	size_t i, drawn = drawn_cursor(row, from, to);

	for (i = from; i < to; i++)
		buf_put_u8(i < drawn || in_spans(&row->dim, i) ? &dim : &typed,
		    (uint8_t)row->text[i]);
	seen->typed = steal_trimmed(&typed);
	seen->suggestion = steal_trimmed(&dim);
	if (l->placeholder != NULL && *seen->typed != '\0' &&
	    pattern_match(l->placeholder, seen->typed, groups))
		*seen->typed = '\0';
	if (*seen->suggestion == '\0' ||
	    (l->placeholder != NULL &&
		pattern_match(l->placeholder, seen->suggestion, groups))) {
		free(seen->suggestion);
		seen->suggestion = NULL;
	}
	seen->empty = *seen->typed == '\0';
}

/* Whether the rows below, to the end of the box, are without text. */
static bool
blank_below(const struct shown_screen *s, size_t row, size_t end)
{
	for (row++; row < end; row++)
		if (s->rows[row].text != NULL && *s->rows[row].text != '\0')
			return false;
	return true;
}

static bool
find_line(const struct line *l, const struct shown_screen *s,
    struct promptline_seen *seen)
{
	struct pattern_span groups[PATTERN_GROUPS];
	const struct shown_row *row;
	size_t i, first, end;

	region_rows(s, &l->region, &first, &end);
	for (i = first; i < end; i++) {
		row = &s->rows[i];
		if (pattern_match(l->re, row->text == NULL ? "" : row->text,
			groups) &&
		    groups[1].start != -1)
			break;
	}
	if (i >= end || s->cursor_row < first || s->cursor_row >= end)
		return false;
	seen->found = true;
	seen->row = i;
	seen->start = (size_t)groups[1].start;
	if (row->text != NULL)
		part(l, row, seen->start, (size_t)groups[1].end, seen);
	else {
		seen->typed = xstrdup("");
		seen->empty = true;
	}
	if (l->region.kind == REGION_PROMPT_BOX && !blank_below(s, i, end))
		seen->empty = false;
	seen->at_start = s->cursor_row == i && s->cursor <= seen->start;
	return true;
}

void
promptline_find(const struct promptline *p, const struct shown_screen *s,
    struct promptline_seen *seen)
{
	size_t i;

	memset(seen, 0, sizeof *seen);
	for (i = 0; p != NULL && i < p->n; i++)
		if (find_line(&p->lines[i], s, seen))
			return;
}

void
promptline_clear(struct promptline_seen *seen)
{
	free(seen->typed);
	free(seen->suggestion);
	memset(seen, 0, sizeof *seen);
}
