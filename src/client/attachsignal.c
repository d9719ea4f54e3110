/* SPDX-License-Identifier: ISC */
/* attachsignal: signals to end, to stop and to go on. What is done about them
 * is the view's business. */

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/loop.h"
#include "base/xmalloc.h"
#include "client/attachsignal.h"

static const int end_signals[] = { SIGTERM, SIGHUP, SIGINT };

struct attachsignal {
	struct attachsignal_handler handler;
	void *arg;
	struct loop_signal *signals[nitems(end_signals) + 2]; /* owned */
	bool continued; /* SIGCONT that is to come was ours */
};

static void
on_end(int signo, void *arg)
{
	struct attachsignal *s = arg;

	s->handler.end(signo == SIGTERM ? "SIGTERM" :
		signo == SIGHUP		? "SIGHUP" :
					  "SIGINT",
	    s->arg);
}

static void
on_stop(int signo, void *arg)
{
	struct attachsignal *s = arg;

	(void)signo;
	s->handler.stop(s->arg);
	s->continued = true;
	raise(SIGSTOP);
	s->handler.resume(s->arg);
}

static void
on_continue(int signo, void *arg)
{
	struct attachsignal *s = arg;

	(void)signo;
	if (s->continued)
		s->continued = false;
	else
		s->handler.surprise(s->arg);
}

struct attachsignal *
attachsignal_create(struct loop *loop, const struct attachsignal_handler *h,
    void *arg)
{
	struct attachsignal *s;
	size_t i, n = nitems(end_signals);

	s = xcalloc(1, sizeof *s);
	s->handler = *h;
	s->arg = arg;
	for (i = 0; i < n; i++)
		s->signals[i] =
		    loop_signal_add(loop, end_signals[i], on_end, s);
	s->signals[n] = loop_signal_add(loop, SIGTSTP, on_stop, s);
	s->signals[n + 1] = loop_signal_add(loop, SIGCONT, on_continue, s);
	return s;
}

void
attachsignal_destroy(struct attachsignal *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < nitems(s->signals); i++)
		loop_signal_remove(s->signals[i]);
	free(s);
}
