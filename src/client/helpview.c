/* SPDX-License-Identifier: ISC */
/* helpview: the table of bindings as text. It takes no keys. */

#include <string.h>

#include "base/xmalloc.h"
#include "client/bind.h"
#include "client/helpview.h"
#include "term/row.h"
#include "tty/frame.h"

#define LINE_MAX_BYTES 160

static void
put_line(struct frame *f, unsigned row, const char *text)
{
	struct cell cell = { 0 };
	unsigned col;

	for (col = 0; col < f->cols && text[col] != '\0'; col++) {
		cell.text = (uint8_t)text[col];
		row_fill(&f->row[row], col, 1, cell);
	}
}

static bool
is_shown(enum bind_view view, bool vi)
{
	return view < VIEW_INPUT &&
	    view != (vi ? VIEW_HISTORY_EMACS : VIEW_HISTORY_VI);
}

static void
format(char *line, size_t size, const struct binding *b, const char *prefix)
{
	const char *key = b->key;

	if (strcmp(key, BIND_PREFIX_KEY) == 0)
		key = prefix;
	if (b->view == VIEW_PREFIX)
		xsnprintf(line, size, "%-8s %-10s %s", prefix, key, b->note);
	else
		xsnprintf(line, size, "%-8s %-10s %s",
		    b->view == VIEW_LIVE ? "" : "history", key, b->note);
}

bool
helpview_draw(struct frame *f, unsigned page, const char *prefix, bool vi)
{
	const struct binding *b;
	char line[LINE_MAX_BYTES];
	unsigned n = 0, rows = f->rows > 1 ? f->rows - 1 : 1, row = 0;
	size_t i;

	frame_blank(f);
	for (i = 0; (b = bind_at(i)) != NULL; i++) {
		if (!is_shown(b->view, vi))
			continue;
		if (n++ / rows != page)
			continue;
		format(line, sizeof line, b, prefix);
		put_line(f, row++, line);
	}
	if (row == 0)
		return false;
	if (f->rows > 1)
		put_line(f, f->rows - 1,
		    n > (page + 1) * rows ? "-- any key: more; q: back --" :
					    "-- any key: back --");
	return true;
}
