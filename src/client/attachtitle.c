/* SPDX-License-Identifier: ISC */
/* attachtitle: the title of a terminal that shows a session. */

#include <stdlib.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/attachtitle.h"
#include "client/attachview_internal.h"
#include "client/mirror.h"
#include "tty/frame.h"

void
attachtitle_draw(const struct attachview *v, struct frame *f)
{
	const char *title = mirror_title(v->mirror);
	const char *sign = utf8_locale() ? "←" : "<";
	const char *dot = utf8_locale() ? " · " : " - ";
	char *text;

	if (v->waiting == 0 || !v->options->count_waiting) {
		frame_set_title(f, title);
		return;
	}
	if (title == NULL || *title == '\0')
		title = dot = "";
	text = xasprintf("%s %u agent%s%s%s", sign, v->waiting,
	    v->waiting == 1 ? "" : "s", dot, title);
	frame_set_title(f, text);
	free(text);
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
