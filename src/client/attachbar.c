/* SPDX-License-Identifier: ISC */
/* attachbar: the status line under an attached session, for who wants one
 * (S-53).
 */

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/attachbar.h"
#include "client/attachtitle.h"
#include "client/attachview_internal.h"
#include "client/linedraw.h"
#include "term/intern.h"
#include "tty/frame.h"

/* A smaller terminal has no room for it. */
#define ROWS_MIN   4
#define GAP	   2
#define NAME_MAX_B 256 /* bytes */

unsigned
attachbar_rows(const struct attachview *v, unsigned rows)
{
	return v->options->status_line && rows >= ROWS_MIN ? 1 : 0;
}

/* What it has at its right end; caller frees. */
static char *
right_text(const struct attachview *v)
{
	const char *dot = utf8_locale() ? "·" : "-";
	char prefix[32], *others = attachtitle_others(v), *text;

	key_name(&v->prefix, prefix, sizeof prefix);
	text = xasprintf("%s%s%s%s%s d detach %s %s ? keys ",
	    others != NULL ? others : "", others != NULL ? " " : "",
	    others != NULL ? dot : "", others != NULL ? " " : "", prefix, dot,
	    prefix);
	free(others);
	return text;
}

void
attachbar_draw(const struct attachview *v, struct frame *f)
{
	const char *dots = utf8_locale() ? "…" : "~";
	struct style style = { .attr = ATTR_INVERSE };
	unsigned row = f->rows - 1, cols, right = f->cols;
	uint32_t id = intern_style(v->intern, &style);
	const char *name = v->options->name;
	char *text, *left, *clean;

	if (attachbar_rows(v, f->rows) == 0)
		return;
	linedraw_fill(f, row, 0, f->cols, " ", id);
	text = right_text(v);
	cols = (unsigned)utf8_columns(text);
	if (name == NULL)
		name = v->options->id;
	clean = utf8_clean(name, strlen(name), NAME_MAX_B);
	left = xasprintf(" %s", clean);
	free(clean);
	if (cols + GAP + (unsigned)utf8_columns(left) <= f->cols) {
		right = f->cols - cols;
		linedraw_text(f, row, right, f->cols, text, id);
		right -= GAP;
	}
	linedraw_cut(f, row, 0, right, left, dots, id);
	free(left);
	free(text);
}
