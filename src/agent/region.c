/* SPDX-License-Identifier: ISC */
/* region: finds the named parts of a screen. */

#include "agent/region.h"
#include "base/buf.h"
#include "base/shown.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#define BOTTOM_MAX 100
#define RULE_MIN   4 /* horizontal lines in a rule */

static const struct {
	const char *name;
	enum region_kind kind;
} region_names[] = {
	{ "whole", REGION_WHOLE },
	{ "title", REGION_TITLE },
	{ "progress", REGION_PROGRESS },
	{ "cursor_line", REGION_CURSOR_LINE },
	{ "prompt_box", REGION_PROMPT_BOX },
	{ "after_rule", REGION_AFTER_RULE },
};

static const char *const region_progress[] = { "none", "normal", "error",
	"indeterminate", "paused" };

static const char *
row_text(const struct shown_row *row)
{
	return row->text == NULL ? "" : row->text;
}

int
region_parse(const char *s, struct region *r)
{
	const char *why;
	char number[8];
	size_t i, n = strlen(s);

	r->n = 0;
	for (i = 0; i < nitems(region_names); i++)
		if (strcmp(s, region_names[i].name) == 0) {
			r->kind = region_names[i].kind;
			return 0;
		}
	if (strncmp(s, "bottom(", 7) != 0 || n < 9 || n > 11 ||
	    s[n - 1] != ')' || s[7] < '1' || s[7] > '9')
		return -1;
	strlcpy(number, s + 7, n - 7);
	r->kind = REGION_BOTTOM;
	r->n = (unsigned)strtonum(number, 1, BOTTOM_MAX, &why);
	return why == NULL ? 0 : -1;
}

char *
region_name(const struct region *r)
{
	size_t i;

	for (i = 0; i < nitems(region_names); i++)
		if (r->kind == region_names[i].kind)
			return xstrdup(region_names[i].name);
	return xasprintf("bottom(%u)", r->n);
}

bool
region_is_outside(const struct region *r)
{
	return r->kind == REGION_TITLE || r->kind == REGION_PROGRESS;
}

static bool
is_line(uint32_t cp)
{
	return cp == 0x2500 || cp == 0x2501 || cp == 0x2550 || cp == 0x2594 ||
	    cp == 0x2581;
}

/* Whether at least half of the row's characters are horizontal lines; a name
 * may stand among them, corners at their ends. */
static bool
is_rule(const struct shown_row *row)
{
	const char *p = row_text(row);
	size_t left = strlen(p), lines = 0, others = 0;
	uint32_t cp;
	int n;

	for (; left > 0; p += n, left -= (size_t)n) {
		n = utf8_decode((const uint8_t *)p, left, &cp);
		if (n <= 0)
			return false;
		if (is_line(cp))
			lines++;
		else if (cp != ' ')
			others++;
	}
	return lines >= RULE_MIN && lines >= others;
}

/* Of a row with the cursor the blanks before that are there: no text. */
static bool
is_blank(const struct shown_row *row)
{
	const char *text = row_text(row);

	return text[strspn(text, " ")] == '\0';
}

static size_t
end_of_text(const struct shown_screen *s)
{
	size_t end = s->nrows;

	while (end > 0 && is_blank(&s->rows[end - 1]))
		end--;
	return end;
}

static void
rows_of_box(const struct shown_screen *s, size_t *first, size_t *end)
{
	size_t top = s->cursor_row, bottom = s->cursor_row + 1;

	*first = top;
	*end = bottom;
	while (top > 0 && !is_rule(&s->rows[top - 1]))
		top--;
	while (bottom < s->nrows && !is_rule(&s->rows[bottom]))
		bottom++;
	if (top == 0 || bottom == s->nrows || is_rule(&s->rows[s->cursor_row]))
		return;
	*first = top;
	*end = bottom;
}

void
region_rows(const struct shown_screen *s, const struct region *r, size_t *first,
    size_t *end)
{
	*first = 0;
	*end = s->nrows;
	switch (r->kind) {
	case REGION_TITLE:
	case REGION_PROGRESS:
		*end = 0;
		break;
	case REGION_WHOLE:
		break;
	case REGION_BOTTOM:
		*end = end_of_text(s);
		*first = *end > r->n ? *end - r->n : 0;
		break;
	case REGION_CURSOR_LINE:
		*first = s->cursor_row < s->nrows ? s->cursor_row : s->nrows;
		*end = *first < s->nrows ? *first + 1 : s->nrows;
		break;
	case REGION_PROMPT_BOX:
		*first = *end;
		if (s->cursor_row < s->nrows)
			rows_of_box(s, first, end);
		break;
	case REGION_AFTER_RULE:
		for (*first = s->nrows; *first > 0; --*first)
			if (is_rule(&s->rows[*first - 1]))
				break;
		if (*first == 0)
			*first = *end;
		break;
	}
}

static char *
progress_text(const struct shown_screen *s)
{
	unsigned state = (unsigned)s->progress_state;

	if (state >= nitems(region_progress))
		state = 0;
	if (state == 0 || state == 3)
		return xstrdup(region_progress[state]);
	return xasprintf("%s %d", region_progress[state], s->progress);
}

char *
region_text(const struct shown_screen *s, const struct region *r)
{
	struct buf b = { 0 };
	size_t i, first, end, size;

	if (r->kind == REGION_TITLE)
		return xstrdup(s->title == NULL ? "" : s->title);
	if (r->kind == REGION_PROGRESS)
		return progress_text(s);
	region_rows(s, r, &first, &end);
	size = 0;
	for (i = end; i > first; i--) {
		size += strlen(row_text(&s->rows[i - 1])) + 1;
		if (size > REGION_MAX)
			break;
	}
	for (; i < end; i++) {
		buf_put(&b, row_text(&s->rows[i]),
		    strlen(row_text(&s->rows[i])));
		if (i + 1 < end)
			buf_put_u8(&b, '\n');
	}
	return buf_steal(&b, NULL);
}
