/* SPDX-License-Identifier: ISC */
/* histmove: where motions lead. It neither fetches lines nor draws them. */

#include <string.h>

#include "client/histmove.h"
#include "term/cell.h"
#include "term/row.h"

/* Motions that look for something give up after so many lines. */
#define FAR 2000

static const struct row *
line_of(struct histmove *m, uint64_t line)
{
	static const struct row blank;
	const struct row *row;

	if (line < m->first || line >= m->end)
		return &blank;
	row = m->get(line, m->arg);
	if (row == NULL) {
		m->miss = true;
		return &blank;
	}
	return row;
}

static unsigned
width_of(struct histmove *m, uint64_t line)
{
	return row_extent(line_of(m, line));
}

/* Rows of the view that a line takes. */
static unsigned
height_of(struct histmove *m, uint64_t line)
{
	unsigned width = width_of(m, line);

	return width == 0 ? 1 : (width + m->cols - 1) / m->cols;
}

/* A step down or up by one row of the view; false at the end of all. */
static bool
step_down(struct histmove *m, uint64_t *line, unsigned *sub)
{
	if (*sub + 1 < height_of(m, *line)) {
		(*sub)++;
		return true;
	}
	if (*line + 1 >= m->end)
		return false;
	(*line)++;
	*sub = 0;
	return true;
}

static bool
step_up(struct histmove *m, uint64_t *line, unsigned *sub)
{
	if (*sub > 0) {
		(*sub)--;
		return true;
	}
	if (*line <= m->first)
		return false;
	(*line)--;
	*sub = height_of(m, *line) - 1;
	return true;
}

bool
histmove_row(struct histmove *m, unsigned i, struct find_at *at)
{
	uint64_t line = m->top;
	unsigned sub = m->sub;

	while (i-- > 0)
		if (!step_down(m, &line, &sub))
			return false;
	at->line = line;
	at->col = sub * m->cols;
	return true;
}

/* The row of the view that the cursor is in, -1 above it, rows below it. */
static int
cursor_row(struct histmove *m)
{
	uint64_t line = m->top;
	unsigned sub = m->sub, i, at = m->cur.col / m->cols;

	if (m->cur.line < line || (m->cur.line == line && at < sub))
		return -1;
	for (i = 0; i < m->rows; i++) {
		if (line == m->cur.line && sub >= at)
			return (int)i;
		if (!step_down(m, &line, &sub))
			return line == m->cur.line ? (int)i : (int)m->rows;
	}
	return (int)m->rows;
}

static void
last_place(struct histmove *m, uint64_t *line, unsigned *sub)
{
	*line = m->end - 1;
	*sub = height_of(m, *line) - 1;
}

/* The lowest place of the view's top. */
static void
lowest_top(struct histmove *m, uint64_t *line, unsigned *sub)
{
	unsigned i;

	last_place(m, line, sub);
	for (i = 1; i < m->rows; i++)
		if (!step_up(m, line, sub))
			break;
}

static bool
is_past(uint64_t line, unsigned sub, uint64_t of, unsigned of_sub)
{
	return line > of || (line == of && sub > of_sub);
}

static void
clamp_top(struct histmove *m)
{
	uint64_t line;
	unsigned sub;

	if (m->top < m->first) {
		m->top = m->first;
		m->sub = 0;
	}
	/* Far from the end there is no need to look at its lines. */
	if (m->end - m->top > m->rows)
		return;
	lowest_top(m, &line, &sub);
	if (is_past(m->top, m->sub, line, sub)) {
		m->top = line;
		m->sub = sub;
	}
}

/* On the first column of its character, and not past the text. */
static void
clamp_col(struct histmove *m)
{
	const struct row *row = line_of(m, m->cur.line);
	unsigned width = row_extent(row), most;

	most = m->vi && width > 0 ? width - 1 : width;
	if (m->cur.col > most)
		m->cur.col = most;
	if (m->cur.col > 0 && row_get(row, m->cur.col).text & CELL_TAIL)
		m->cur.col--;
}

void
histmove_clamp(struct histmove *m)
{
	unsigned i;
	int row;

	if (m->cur.line < m->first)
		m->cur.line = m->first;
	if (m->cur.line >= m->end)
		m->cur.line = m->end - 1;
	clamp_col(m);
	clamp_top(m);
	row = cursor_row(m);
	if (row >= 0 && row < (int)m->rows)
		return;
	/* Near by it comes in at the edge; from far, in the middle. */
	m->top = m->cur.line;
	m->sub = m->cur.col / m->cols;
	i = row < 0 ? 0 : m->rows - 1;
	while (i-- > 0)
		if (!step_up(m, &m->top, &m->sub))
			break;
	clamp_top(m);
}

void
histmove_to_end(struct histmove *m)
{
	lowest_top(m, &m->top, &m->sub);
}

bool
histmove_at_end(struct histmove *m)
{
	uint64_t line;
	unsigned sub;

	if (m->end - m->top > m->rows)
		return false;
	lowest_top(m, &line, &sub);
	return !is_past(line, sub, m->top, m->sub);
}

static void
move_top(struct histmove *m, int n)
{
	for (; n > 0; n--)
		if (!step_down(m, &m->top, &m->sub))
			break;
	for (; n < 0; n++)
		if (!step_up(m, &m->top, &m->sub))
			break;
	clamp_top(m);
}

static void
put_cursor(struct histmove *m, unsigned row)
{
	struct find_at at;

	while (!histmove_row(m, row, &at))
		row--;
	m->cur.line = at.line;
	m->cur.col = at.col + m->want % m->cols;
	clamp_col(m);
}

void
histmove_scroll(struct histmove *m, int n)
{
	uint64_t top = m->top;
	unsigned sub = m->sub;
	int row = cursor_row(m);

	move_top(m, n);
	if (m->top == top && m->sub == sub)
		row = n > 0 ? (int)m->rows - 1 : 0;
	put_cursor(m, row < 0 ? 0 : (unsigned)row);
}

void
histmove_slide(struct histmove *m, int n)
{
	int row;

	move_top(m, n);
	row = cursor_row(m);
	if (row < 0)
		put_cursor(m, 0);
	else if (row >= (int)m->rows)
		put_cursor(m, m->rows - 1);
}

void
histmove_vertical(struct histmove *m, int n)
{
	unsigned sub = m->cur.col / m->cols;
	uint64_t line = m->cur.line;

	for (; n > 0; n--)
		if (!step_down(m, &line, &sub))
			break;
	for (; n < 0; n++)
		if (!step_up(m, &line, &sub))
			break;
	m->cur.line = line;
	m->cur.col = sub * m->cols + m->want % m->cols;
	histmove_clamp(m);
}

static void
moved(struct histmove *m)
{
	histmove_clamp(m);
	m->want = m->cur.col;
}

void
histmove_left(struct histmove *m)
{
	if (m->cur.col > 0)
		m->cur.col--;
	else if (m->cur.line > m->first) {
		m->cur.line--;
		m->cur.col = width_of(m, m->cur.line);
	}
	moved(m);
}

void
histmove_right(struct histmove *m)
{
	const struct row *row = line_of(m, m->cur.line);
	unsigned width = row_extent(row);

	m->cur.col += row_get(row, m->cur.col).text & CELL_WIDE ? 2 : 1;
	if (m->cur.col > width || (m->vi && m->cur.col >= width)) {
		if (m->cur.line + 1 < m->end) {
			m->cur.line++;
			m->cur.col = 0;
		}
	}
	moved(m);
}

void
histmove_line_start(struct histmove *m)
{
	while (m->cur.line > m->first &&
	    line_of(m, m->cur.line - 1)->flags & ROW_WRAPPED && !m->miss)
		m->cur.line--;
	m->cur.col = 0;
	moved(m);
}

void
histmove_line_end(struct histmove *m)
{
	while (m->cur.line + 1 < m->end &&
	    line_of(m, m->cur.line)->flags & ROW_WRAPPED && !m->miss)
		m->cur.line++;
	m->cur.col = width_of(m, m->cur.line);
	moved(m);
}

static bool
is_blank(uint32_t text)
{
	return text == 0 || text == ' ';
}

void
histmove_line_indent(struct histmove *m)
{
	const struct row *row;
	unsigned width;

	histmove_line_start(m);
	row = line_of(m, m->cur.line);
	width = row_extent(row);
	while (m->cur.col < width && is_blank(row_get(row, m->cur.col).text))
		m->cur.col++;
	moved(m);
}

/* Words: 0 blank, 1 of a word, 2 other. */

static unsigned
class_at(struct histmove *m, struct find_at at)
{
	uint32_t text = row_get(line_of(m, at.line), at.col).text;
	uint32_t c = text & ~CELL_WIDE;

	if (text & CELL_TAIL)
		return 1;
	if (is_blank(c))
		return 0;
	if (text & CELL_CLUSTER || c >= 0x80 || c == '_' ||
	    (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z'))
		return 1;
	return m->vi ? 2 : 0;
}

/* The next cell, and the one past the text of a line that does not go on, which
 * is blank. */
static bool
next_cell(struct histmove *m, struct find_at *at)
{
	const struct row *row = line_of(m, at->line);
	unsigned width = row_extent(row);

	if (row->flags & ROW_WRAPPED ? at->col + 1 < width : at->col < width) {
		at->col++;
		return true;
	}
	if (at->line + 1 >= m->end)
		return false;
	at->line++;
	at->col = 0;
	return true;
}

static bool
prev_cell(struct histmove *m, struct find_at *at)
{
	const struct row *row;

	if (at->col > 0) {
		at->col--;
		return true;
	}
	if (at->line <= m->first)
		return false;
	at->line--;
	row = line_of(m, at->line);
	at->col = row_extent(row);
	if (row->flags & ROW_WRAPPED && at->col > 0)
		at->col--;
	return true;
}

/* Go while the class is (or is not) that; false if there was an end. */
static bool
skip(struct histmove *m, struct find_at *at, unsigned class, bool is,
    bool (*step)(struct histmove *, struct find_at *))
{
	uint64_t from = at->line;

	while ((class_at(m, *at) == class) == is) {
		if (!step(m, at) || m->miss)
			return false;
		if (at->line > from ? at->line - from > FAR :
				      from - at->line > FAR)
			return false;
	}
	return true;
}

static void
word_prev(struct histmove *m, struct find_at *at)
{
	struct find_at to;
	unsigned class;

	if (!prev_cell(m, at) || !skip(m, at, 0, true, prev_cell))
		return;
	class = class_at(m, *at);
	for (to = *at;
	     prev_cell(m, &to) && class_at(m, to) == class && !m->miss;)
		*at = to;
}

static void
word_end(struct histmove *m, struct find_at *at)
{
	struct find_at to;
	unsigned class;

	if (!next_cell(m, at) || !skip(m, at, 0, true, next_cell))
		return;
	class = class_at(m, *at);
	for (to = *at;
	     next_cell(m, &to) && class_at(m, to) == class && !m->miss;)
		*at = to;
}

void
histmove_word(struct histmove *m, enum histword how)
{
	struct find_at *at = &m->cur;
	unsigned class = class_at(m, *at);

	switch (how) {
	case HISTWORD_NEXT:
		if (class == 0 || skip(m, at, class, true, next_cell))
			(void)skip(m, at, 0, true, next_cell);
		break;
	case HISTWORD_END:
		word_end(m, at);
		break;
	case HISTWORD_AFTER:
		if (class != 0 || skip(m, at, 0, true, next_cell))
			(void)skip(m, at, 0, false, next_cell);
		break;
	case HISTWORD_PREV:
		word_prev(m, at);
		break;
	}
	moved(m);
}

void
histmove_paragraph(struct histmove *m, int n)
{
	uint64_t line = m->cur.line, i;
	bool text = width_of(m, line) > 0, blank;

	for (i = 0; i < FAR && !m->miss; i++) {
		if (n > 0 ? line + 1 >= m->end : line <= m->first)
			break;
		line = n > 0 ? line + 1 : line - 1;
		blank = width_of(m, line) == 0;
		if (blank && text)
			break;
		text = text || !blank;
	}
	m->cur.line = line;
	m->cur.col = n > 0 && line + 1 >= m->end ? width_of(m, line) : 0;
	moved(m);
}

void
histmove_to_row(struct histmove *m, unsigned row)
{
	m->want = 0;
	put_cursor(m, row);
}

void
histmove_to(struct histmove *m, struct find_at at)
{
	uint64_t top = m->top;
	unsigned i;

	m->cur = at;
	/* What is far away comes to the middle. */
	if (at.line < top ? top - at.line > m->rows :
			    at.line - top > 2 * m->rows) {
		m->top = at.line;
		m->sub = 0;
		for (i = 0; i < m->rows / 2; i++)
			if (!step_up(m, &m->top, &m->sub))
				break;
	}
	moved(m);
}

void
histmove_word_at(struct histmove *m, struct find_at at, struct find_at *from,
    struct find_at *to)
{
	unsigned class = class_at(m, at);
	struct find_at p;

	*from = *to = at;
	for (p = at; prev_cell(m, &p) && class_at(m, p) == class && !m->miss;)
		if (p.line != at.line && at.line - p.line > FIND_ROWS_MAX)
			break;
		else
			*from = p;
	for (p = at; next_cell(m, &p) && class_at(m, p) == class && !m->miss;)
		if (p.line - at.line > FIND_ROWS_MAX)
			break;
		else
			*to = p;
}

void
histmove_line_at(struct histmove *m, uint64_t line, struct find_at *from,
    struct find_at *to)
{
	from->line = to->line = line;
	from->col = 0;
	while (from->line > m->first &&
	    line_of(m, from->line - 1)->flags & ROW_WRAPPED)
		from->line--;
	while (to->line + 1 < m->end &&
	    line_of(m, to->line)->flags & ROW_WRAPPED)
		to->line++;
	to->col = width_of(m, to->line);
}

void
histmove_offset(const struct histmove *m, uint64_t *off, uint64_t *of)
{
	uint64_t lines = m->end - m->first;

	*of = lines > m->rows ? lines - m->rows : 0;
	*off = m->end - m->top;
	*off = *off > m->rows ? *off - m->rows : 0;
}
