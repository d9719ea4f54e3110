/* SPDX-License-Identifier: ISC */
/* attachrun: the loop, the terminal and the signals of a client that shows one
 * session. What is shown is the attached view's business. */

#include <string.h>

#include "base/loop.h"
#include "client/attachrun.h"
#include "client/attachsignal.h"
#include "client/attachview.h"
#include "client/attachview_internal.h"
#include "client/link.h"
#include "term/intern.h"
#include "tty/tty.h"

static void
on_end_signal(const char *name, void *arg)
{
	attachview_finish_signal(arg, ATTACH_SIGNAL, name);
}

static void
on_stop_signal(void *arg)
{
	struct attachview *v = arg;

	if (v->shown)
		tty_stop(v->tty);
}

static void
on_resume(void *arg)
{
	struct attachview *v = arg;

	if (v->shown)
		attachview_take(v);
}

/* The shell has used the terminal. */
static void
on_surprise(void *arg)
{
	struct attachview *v = arg;

	if (!v->shown || v->over)
		return;
	tty_stop(v->tty);
	attachview_take(v);
}

static const struct attachsignal_handler signal_handler = {
	.end = on_end_signal,
	.stop = on_stop_signal,
	.resume = on_resume,
	.surprise = on_surprise,
};

struct run {
	struct loop *loop;
	struct attach_end *end; /* borrowed */
};

static void
on_ended(struct attach_end *end, void *arg)
{
	struct run *run = arg;

	*run->end = *end;
	end->signal = end->reason = NULL;
	loop_stop(run->loop);
}

int
attachview_run(const struct attach_options *o, struct attach_end *end,
    char **cause)
{
	static const struct attach_handler handler = { .ended = on_ended };
	struct attach_place place = { 0 };
	struct run run = { .end = end };
	struct attachview *v = NULL;
	struct attachsignal *signals;
	struct link *rest;

	memset(end, 0, sizeof *end);
	place.loop = run.loop = loop_create();
	place.intern = intern_create();
	place.tty = tty_create(place.loop, place.intern, NULL, NULL, cause);
	if (place.tty != NULL)
		v = attachview_open(&place, o, &handler, &run, cause);
	if (v != NULL) {
		signals = attachsignal_create(place.loop, &signal_handler, v);
		loop_run(place.loop);
		/* The terminal first: a host may be slow to take the last
		 * keys. */
		tty_stop(place.tty);
		attachsignal_destroy(signals);
		rest = attachview_close(v);
		if (rest != NULL)
			link_drain(rest, ATTACH_DRAIN_MS);
		link_close(rest);
	}
	tty_destroy(place.tty);
	intern_destroy(place.intern);
	loop_destroy(place.loop);
	return v == NULL ? -1 : 0;
}
