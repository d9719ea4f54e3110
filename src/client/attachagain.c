/* SPDX-License-Identifier: ISC */
/* attachagain: waits for the next host of a session that is started again. The
 * frame that is shown stays meanwhile. */

#include <stdlib.h>

#include "base/loop.h"
#include "client/attachagain.h"
#include "client/attachview_internal.h"
#include "client/link.h"
#include "tty/tty.h"

/* Between two looks for the next host; and how long a view must have lasted for
 * its end to be another respawn than the last one. */
#define REOPEN_EACH_MS 100
#define REOPEN_LAST_MS 2000

void
attachagain_later(struct attachview *v)
{
	link_close(v->link);
	v->link = NULL;
	v->prefixed = false;
	tty_pause(v->tty, false);
	loop_timer_start(v->again, REOPEN_EACH_MS);
}

void
attachagain_start(struct attachview *v)
{
	monotime now = monotime_now();

	if (v->over)
		return;
	if (v->options->reopen == NULL) {
		attachview_finish_why(v, ATTACH_LOST,
		    "the session is started again");
		return;
	}
	/* A host that has yet to go may still answer, more than once. */
	if (!v->reopening && monotime_diff(v->opened, now) > REOPEN_LAST_MS)
		v->until.ms = 0;
	if (v->until.ms == 0)
		v->until = monotime_add(now, ATTACH_REOPEN_MS);
	if (monotime_left(v->until) == 0) {
		attachview_finish_why(v, ATTACH_LOST, "its host does not go");
		return;
	}
	v->reopening = true;
	attachagain_later(v);
}

void
attachagain_fire(void *arg)
{
	struct attachview *v = arg;
	char *path, *why = NULL, *cause = NULL;

	if (v->over)
		return;
	path = v->options->reopen(v->options->arg, &why);
	if (path == NULL || attachview_open_link(v, path, &cause) == -1) {
		if (monotime_left(v->until) > 0)
			loop_timer_start(v->again, REOPEN_EACH_MS);
		else
			attachview_finish_why(v, ATTACH_LOST,
			    why != NULL ? why :
					  "it was to be started again and did "
					  "not come back");
	}
	free(path);
	free(why);
	free(cause);
}
