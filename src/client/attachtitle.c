/* SPDX-License-Identifier: ISC */
/* attachtitle: the title of a terminal that shows a session. */

#include <stdlib.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/attachtitle.h"
#include "client/attachview_internal.h"
#include "client/mirror.h"
#include "tty/frame.h"

char *
attachtitle_others(const struct attachview *v)
{
	if (v->waiting == 0 || !v->options->count_waiting)
		return NULL;
	return xasprintf("%s %u agent%s", utf8_locale() ? "←" : "<", v->waiting,
	    v->waiting == 1 ? "" : "s");
}

void
attachtitle_draw(const struct attachview *v, struct frame *f)
{
	const char *title = mirror_title(v->mirror);
	const char *dot = utf8_locale() ? " · " : " - ";
	char *others = attachtitle_others(v), *text;

	if (others == NULL) {
		frame_set_title(f, title);
		return;
	}
	if (title == NULL || *title == '\0')
		title = dot = "";
	text = xasprintf("%s%s%s", others, dot, title);
	frame_set_title(f, text);
	free(text);
	free(others);
}

void
attachview_waiting(struct attachview *v, unsigned n)
{
	if (v->waiting == n)
		return;
	v->waiting = n;
	if (v->options->count_waiting)
		attachview_show(v);
}
