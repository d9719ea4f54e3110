/* SPDX-License-Identifier: ISC */
/* attachsignal: signals to end, to stop and to go on. What is done about them
 * is the view's business. */

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "base/xmalloc.h"
#include "client/attachsignal.h"

static const int end_signals[] = { SIGTERM, SIGHUP, SIGINT };

struct attachsignal {
	struct attachsignal_handler handler;
	void *arg;
	struct loop_signal *signals[nitems(end_signals) + 2]; /* owned */
	struct loop_timer *continued; /* owned: it is to be told */
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

/* Stop as the system would have it: not at all where no shell could continue us
 * (an orphaned process group, as in "xterm -e"), or we would stand there for
 * ever. The SIGCONT that ends the stop is ours, and told to nobody. */
static void
stop_here(bool all)
{
	struct sigaction sa, was;
	sigset_t cont, tstp, mask, pending;
	int signo;

	memset(&sa, 0, sizeof sa);
	sa.sa_handler = SIG_DFL;
	sigemptyset(&sa.sa_mask);
	sigemptyset(&cont);
	sigaddset(&cont, SIGCONT);
	sigemptyset(&tstp);
	sigaddset(&tstp, SIGTSTP);
	sigaction(SIGTSTP, &sa, &was);
	sigprocmask(SIG_BLOCK, &cont, &mask);
	sigprocmask(SIG_UNBLOCK, &tstp, NULL);
	if (all)
		kill(0, SIGTSTP);
	else
		raise(SIGTSTP);
	if (sigpending(&pending) == 0 && sigismember(&pending, SIGCONT) == 1)
		(void)sigwait(&cont, &signo);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	sigaction(SIGTSTP, &was, NULL);
}

static void
on_stop(int signo, void *arg)
{
	struct attachsignal *s = arg;

	(void)signo;
	s->handler.stop(s->arg);
	stop_here(false);
	s->handler.resume(s->arg);
}

/* The terminal first: once the others have stopped it may be the shell's, and
 * we in the background. */
void
attachsignal_stop(struct attachsignal *s)
{
	s->handler.stop(s->arg);
	stop_here(true);
	s->handler.resume(s->arg);
}

/* Many are told as one: setting up the terminal again may wait for it. */
static void
on_continue(int signo, void *arg)
{
	struct attachsignal *s = arg;

	(void)signo;
	loop_timer_start(s->continued, 0);
}

static void
on_continued(void *arg)
{
	struct attachsignal *s = arg;

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
	s->continued = loop_timer_create(loop, on_continued, s);
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
	loop_timer_destroy(s->continued);
	free(s);
}
