/* SPDX-License-Identifier: ISC */
/* attachagain: waits for the next host of a session that is started again. The
 * frame that is shown stays meanwhile. */

#include <stdlib.h>

#include "base/atomic.h"
#include "base/log.h"
#include "base/loop.h"
#include "client/attachagain.h"
#include "client/attachleave.h"
#include "client/attachview_internal.h"
#include "client/link.h"
#include "client/mirror.h"
#include "tty/tty.h"

/* Between two looks for the next host; and how long a view must have lasted for
 * its end to be another respawn than the last one. */
#define REOPEN_EACH_MS 100
#define REOPEN_LAST_MS 2000
#define SAVED_MAX      (64u << 20) /* bytes */

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

/* The file is the body of a whole frame, and more that is not shown. */
static void
show_saved(struct attachview *v)
{
	const char *why, *file = v->options->saved;
	uint32_t seq;
	size_t n;
	char *data = NULL;

	if (file != NULL)
		data = atomic_read(file, SAVED_MAX, &n);
	if (data == NULL)
		return;
	if (mirror_apply(v->mirror, data, n, &seq, &why) == -1)
		log_warnx("%s: %s", file, why);
	else {
		attachview_frame(v);
		attachleave_told(NULL,
		    "the session is starting; this is its last screen", v);
	}
	free(data);
}

void
attachagain_first(void *arg)
{
	struct attachview *v = arg;

	if (v->over)
		return;
	show_saved(v);
	v->reopening = true;
	v->until = monotime_add(monotime_now(), ATTACH_REOPEN_MS);
	attachagain_fire(v);
}

void
attachagain_fire(void *arg)
{
	struct attachview *v = arg;
	char *path, *why = NULL, *cause = NULL;
	bool final = false;

	if (v->over)
		return;
	path = v->options->reopen(v->options->arg, &why, &final);
	if (path == NULL || attachview_open_link(v, path, &cause) == -1) {
		if (monotime_left(v->until) > 0 && !final)
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
