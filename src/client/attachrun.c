/* SPDX-License-Identifier: ISC */
/* attachrun: the loop, the terminal and the signals of a client that shows one
 * session. What is shown is the attached view's business. */

#include <string.h>

#include "base/jv.h"
#include "base/loop.h"
#include "client/attachrun.h"
#include "client/attachsignal.h"
#include "client/attachview.h"
#include "client/attachview_internal.h"
#include "client/link.h"
#include "client/superlink.h"
#include "client/tellchange.h"
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
	struct tty *tty;
	struct attachview *view; /* borrowed */
	const char *id;		 /* borrowed: of the session */
	struct attach_end *end;	 /* borrowed */
};

static void
on_ended(struct attach_end *end, void *arg)
{
	struct run *run = arg;

	*run->end = *end;
	end->signal = end->reason = NULL;
	loop_stop(run->loop);
}

/* Another session needs the person. */
static void
on_news(const char *word, const struct jv *session, bool notify, void *arg)
{
	struct run *run = arg;
	const char *id = jv_string(session, "id");

	(void)word;
	if (notify && id != NULL && strcmp(id, run->id) != 0)
		tellchange_session(run->tty, session);
}

static void
on_waiting(unsigned n, void *arg)
{
	struct run *run = arg;

	attachview_waiting(run->view, n);
}

/* Who cannot be asked any more: none is known to wait. */
static void
on_super(bool up, void *arg)
{
	if (!up)
		on_waiting(0, arg);
}

static void
on_list(const struct jv *result, void *arg)
{
	(void)result;
	(void)arg;
}

static const struct superlink_handler news_handler = {
	.list = on_list,
	.event = on_news,
	.waiting = on_waiting,
	.state = on_super,
};

int
attachview_run(const struct attach_options *o, struct attach_end *end,
    char **cause)
{
	static const struct attach_handler handler = { .ended = on_ended };
	struct attach_place place = { 0 };
	struct run run = { .end = end };
	struct superlink *news = NULL;
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
		run.tty = place.tty;
		run.id = o->id;
		run.view = v;
		if (o->super != NULL) {
			news = superlink_create(place.loop, o->super, NULL,
			    &news_handler, &run);
			superlink_news_only(news,
			    o->count_waiting ? o->id : NULL);
		}
		signals = attachsignal_create(place.loop, &signal_handler, v);
		loop_run(place.loop);
		/* The terminal first: a host may be slow to take the last
		 * keys. */
		tty_stop(place.tty);
		attachsignal_destroy(signals);
		superlink_destroy(news);
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
