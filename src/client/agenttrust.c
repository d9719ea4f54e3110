/* SPDX-License-Identifier: ISC */
/* agenttrust: the question in the agent view whether the settings of the
 * project there are trusted. */

/*
 * It stands over the input and takes no key of the list. An answer is typed
 * like a task, as a whole word, so that none comes about by a slip: while
 * anything else is typed the question is out of the way.
 */

#include <stdlib.h>

#include "base/strv.h"
#include "base/xmalloc.h"
#include "client/agentview_internal.h"
#include "client/lineedit.h"
#include "client/linedraw.h"
#include "client/theme.h"
#include "client/trustask.h"
#include "tty/frame.h"

#define NOTE_MS 6000

void
agenttrust_begin(struct agentview *v)
{
	v->trust = trustask_create(v->options->state, v->options->cwd);
}

bool
agenttrust_asks(const struct agentview *v)
{
	return v->trust != NULL && !v->peeking &&
	    trustask_may_become(lineedit_shown(v->input, NULL));
}

bool
agenttrust_later(struct agentview *v)
{
	if (!agenttrust_asks(v))
		return false;
	trustask_destroy(v->trust);
	v->trust = NULL;
	return true;
}

bool
agenttrust_enter(struct agentview *v)
{
	char *said, *cause = NULL;
	bool yes, more;

	if (!agenttrust_asks(v) ||
	    !trustask_is_answer(lineedit_shown(v->input, NULL), &yes))
		return false;
	agenttype_set(v, "");
	if ((said = trustask_answer(v->trust, yes, &more, &cause)) == NULL) {
		agentview_note(v, true, NOTE_MS, "not remembered: %s", cause);
		free(cause);
		return true;
	}
	agentview_note(v, false, NOTE_MS, "%s", said);
	free(said);
	if (!more) {
		trustask_destroy(v->trust);
		v->trust = NULL;
	}
	return true;
}

unsigned
agenttrust_rows(const struct agentview *v, unsigned most)
{
	const struct strv *lines;

	if (!agenttrust_asks(v))
		return 0;
	lines = trustask_lines(v->trust);
	return lines->n < most ? (unsigned)lines->n : most;
}

void
agenttrust_draw(struct agentview *v, struct frame *f, unsigned row,
    unsigned rows)
{
	const char *dots = theme_sign(v->theme, SIGN_ELLIPSIS);
	const struct strv *lines;
	unsigned i, col;

	if (!agenttrust_asks(v))
		return;
	lines = trustask_lines(v->trust);
	for (i = 0; i < rows && i < lines->n; i++) {
		col = linedraw_cut(f, row + i, 0, f->cols, lines->v[i], dots,
		    theme_look(v->theme, i == 0 ? LOOK_WARN : LOOK_PLAIN));
		if (i == 0)
			linedraw_cut(f, row, col + 1, f->cols,
			    "Type yes or no, or go on.", dots,
			    theme_look(v->theme, LOOK_DIM));
	}
}
