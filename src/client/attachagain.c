/* SPDX-License-Identifier: ISC */
/* attachagain: waits for the next host of a session that is started again, or
 * that may be since it died. The frame that is shown stays meanwhile, with a
 * line about it. */

#include <stdlib.h>

#include "base/atomic.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "client/attachagain.h"
#include "client/attachleave.h"
#include "client/attachview_internal.h"
#include "client/history.h"
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

/* What is seen meanwhile, over the last screen. */
static void
say_again(struct attachview *v, const struct link_end *end)
{
	char *text;

	if (!end->died)
		text = xstrdup("it is started again");
	else if (end->signal != NULL)
		text = xasprintf("it died at its work (%s) and is resumed",
		    end->signal);
	else
		text = xasprintf("it died at its work (exit status %d) and is "
				 "resumed",
		    end->exit_code);
	attachleave_told(NULL, text, v);
	free(text);
}

void
attachagain_start(struct attachview *v, const struct link_end *end)
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
	if (!v->reopening)
		say_again(v, end);
	v->reopening = true;
	attachagain_later(v);
}

bool
attachagain_lost(struct attachview *v, enum attach_how how,
    const struct link_end *end)
{
	const char *why;

	if (v->over || v->options->once || v->options->reopen == NULL ||
	    !v->begun || history_shown(v->history))
		return false;
	why = how == ATTACH_EXITED ? end->signal : end->reason;
	free(v->lost_why);
	v->lost_why = why != NULL ? xstrdup(why) : NULL;
	v->lost = true;
	v->lost_how = how;
	v->reopening = true;
	v->until = monotime_add(monotime_now(), ATTACH_LOST_MS);
	attachleave_told(NULL, "the session has ended; is it resumed?", v);
	attachagain_later(v);
	return true;
}

void
attachagain_found(struct attachview *v)
{
	v->reopening = false;
	v->lost = false;
	v->end.exit_code = 0;
}

/* It does not come. */
static void
give_up(struct attachview *v, const char *why)
{
	if (v->lost && v->lost_how == ATTACH_EXITED)
		attachview_finish_signal(v, ATTACH_EXITED, v->lost_why);
	else if (v->lost)
		attachview_finish_why(v, v->lost_how, v->lost_why);
	else
		attachview_finish_why(v, ATTACH_LOST,
		    why != NULL ? why :
				  "it was to be started again and did "
				  "not come back");
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
		/* What has ended and was lost is not expected any more. */
		if (monotime_left(v->until) > 0 && !final &&
		    !(v->lost && path == NULL && why != NULL))
			loop_timer_start(v->again, REOPEN_EACH_MS);
		else
			give_up(v, why);
	}
	free(path);
	free(why);
	free(cause);
}
