/* SPDX-License-Identifier: ISC */
/* attachleave: how a session's host says that the person wants to leave it. */

#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "base/utf8.h"
#include "client/attachleave.h"
#include "client/attachview.h"
#include "client/attachview_internal.h"
#include "client/linedraw.h"
#include "term/intern.h"
#include "tty/frame.h"

#define HINT_MS	 2000 /* as long as the second key counts */
#define HINT_MAX 200  /* bytes */

void
attachleave_told(const char *to, const char *text, void *arg)
{
	struct attachview *v = arg;

	free(v->hint);
	v->hint = NULL;
	if (to != NULL && strcmp(to, "agents") == 0) {
		v->end.leave = ATTACH_LEAVE_AGENTS;
		attachview_finish_why(v, ATTACH_DETACHED, NULL);
	} else if (to != NULL && strcmp(to, "shell") == 0) {
		v->end.leave = ATTACH_LEAVE_SHELL;
		attachview_finish_why(v, ATTACH_DETACHED, NULL);
	} else if (to == NULL && text != NULL) {
		v->hint = utf8_clean(text, strlen(text), HINT_MAX);
		loop_timer_start(v->hinting, HINT_MS);
		attachview_show(v);
	}
	/* An end is told as such. */
}

void
attachleave_fire(void *arg)
{
	struct attachview *v = arg;

	if (v->reopening) { /* it says what is waited for */
		loop_timer_start(v->hinting, HINT_MS);
		return;
	}
	free(v->hint);
	v->hint = NULL;
	attachview_show(v);
}

void
attachleave_draw(struct attachview *v, struct frame *f)
{
	struct style style = { .attr = ATTR_INVERSE };
	unsigned col;

	if (v->hint == NULL || f->rows == 0)
		return;
	col = linedraw_text(f, f->rows - 1, 0, f->cols, " ",
	    intern_style(v->intern, &style));
	col = linedraw_text(f, f->rows - 1, col, f->cols, v->hint,
	    intern_style(v->intern, &style));
	(void)linedraw_text(f, f->rows - 1, col, f->cols, " ",
	    intern_style(v->intern, &style));
}
