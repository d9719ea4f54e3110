/* SPDX-License-Identifier: ISC */
/* loop: the event loop of a process, over libevent. Nothing wakes it at
 * rest. */

#include <errno.h>
#include <stdbool.h>

#include <event2/event.h>

#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/xmalloc.h"

struct deferred {
	TAILQ_ENTRY(deferred) entry;
	loop_cb cb;
	void *arg;
};

TAILQ_HEAD(deferred_list, deferred);

struct loop {
	struct event_base *base; /* owned */
	struct event *limit;	 /* owned; ends a loop_turn */
	struct deferred_list deferred;
	bool stop;
};

struct loop_fd {
	struct loop *loop;   /* borrowed */
	struct event *event; /* owned */
	int fd;
	unsigned events;
	bool ready; /* epoll refused it: a file, which is always ready */
	loop_fd_cb cb;
	void *arg;
};

struct loop_timer {
	struct event *event; /* owned */
	loop_cb cb;
	void *arg;
};

struct loop_signal {
	struct event *event; /* owned */
	loop_signal_cb cb;
	void *arg;
};

static void
loop_limit(evutil_socket_t fd, short what, void *arg)
{
	/* It has ended the wait, which is all it is for. */
	(void)fd;
	(void)what;
	(void)arg;
}

/* libevent would print on stderr. */
static void
loop_log(int severity, const char *text)
{
	if (severity >= EVENT_LOG_ERR)
		log_errorx("libevent: %s", text);
	else
		log_debug("libevent: %s", text);
}

static void
loop_fatal(int error)
{
	fatalx("libevent failed: %d", error);
}

struct loop *
loop_create(void)
{
	struct event_config *config;
	struct loop *loop;

	loop = xcalloc(1, sizeof *loop);
	TAILQ_INIT(&loop->deferred);
	event_set_log_callback(loop_log);
	event_set_fatal_callback(loop_fatal);
	config = event_config_new();
	if (config == NULL)
		fatalx("cannot configure the event loop");
	/* Timers count from the moment they are started, not from the turn's
	 * beginning, and by the clock of monotime. */
	event_config_set_flag(config,
	    EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_IGNORE_ENV |
		EVENT_BASE_FLAG_NO_CACHE_TIME | EVENT_BASE_FLAG_PRECISE_TIMER);
	loop->base = event_base_new_with_config(config);
	event_config_free(config);
	if (loop->base == NULL)
		fatal("cannot create the event loop");
	loop->limit = evtimer_new(loop->base, loop_limit, loop);
	if (loop->limit == NULL)
		fatalx("cannot create an event");
	return loop;
}

/* The graveyard: what is deferred meanwhile is called too. */
static void
loop_bury(struct loop *loop)
{
	struct deferred *d;

	while ((d = TAILQ_FIRST(&loop->deferred)) != NULL) {
		TAILQ_REMOVE(&loop->deferred, d, entry);
		d->cb(d->arg);
		free(d);
	}
}

void
loop_destroy(struct loop *loop)
{
	if (loop == NULL)
		return;
	loop_bury(loop);
	event_free(loop->limit);
	event_base_free(loop->base);
	free(loop);
}

static void
loop_once(struct loop *loop, int flags)
{
	loop_bury(loop);
	if (loop->stop)
		return;
	if (event_base_loop(loop->base, flags) == -1)
		fatal("the event loop failed");
	loop_bury(loop);
}

void
loop_run(struct loop *loop)
{
	while (!loop->stop)
		loop_once(loop, EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY);
	loop->stop = false;
}

void
loop_turn(struct loop *loop, int ms)
{
	struct timeval tv;

	if (ms == 0 || !TAILQ_EMPTY(&loop->deferred)) {
		loop_once(loop, EVLOOP_ONCE | EVLOOP_NONBLOCK);
		return;
	}
	if (ms > 0) {
		tv.tv_sec = ms / 1000;
		tv.tv_usec = ms % 1000 * 1000;
		if (evtimer_add(loop->limit, &tv) == -1)
			fatal("cannot start a timer");
	}
	loop_once(loop, EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY);
	evtimer_del(loop->limit);
}

void
loop_stop(struct loop *loop)
{
	loop->stop = true;
}

static short
loop_events(unsigned events)
{
	short what = EV_PERSIST;

	if (events & LOOP_READ)
		what |= EV_READ;
	if (events & LOOP_WRITE)
		what |= EV_WRITE;
	return what;
}

static void
loop_fd_ready(struct loop_fd *w)
{
	static const struct timeval now = { 0 };

	if (event_add(w->event, &now) == -1)
		fatal("cannot start a timer");
}

static void
loop_fd_call(evutil_socket_t fd, short what, void *arg)
{
	struct loop_fd *w = arg;
	unsigned events = 0;

	if (w->ready) {
		loop_fd_ready(w);
		events = w->events;
	}
	if (what & EV_READ)
		events |= LOOP_READ;
	if (what & EV_WRITE)
		events |= LOOP_WRITE;
	w->cb(w->ready ? w->fd : (int)fd, events, w->arg);
}

struct loop_fd *
loop_fd_add(struct loop *loop, int fd, unsigned events, loop_fd_cb cb,
    void *arg)
{
	struct loop_fd *w;

	w = xcalloc(1, sizeof *w);
	w->loop = loop;
	w->fd = fd;
	w->cb = cb;
	w->arg = arg;
	w->event = event_new(loop->base, fd, EV_PERSIST, loop_fd_call, w);
	if (w->event == NULL)
		fatalx("cannot create an event");
	loop_fd_set(w, events);
	return w;
}

void
loop_fd_set(struct loop_fd *w, unsigned events)
{
	if (events == w->events)
		return;
	event_del(w->event);
	w->events = events;
	if (events == 0)
		return;
	if (!w->ready) {
		event_assign(w->event, w->loop->base, w->fd,
		    loop_events(events), loop_fd_call, w);
		if (event_add(w->event, NULL) == 0)
			return;
		if (errno != EPERM)
			fatal("cannot watch descriptor %d", w->fd);
		w->ready = true;
		event_assign(w->event, w->loop->base, -1, 0, loop_fd_call, w);
	}
	loop_fd_ready(w);
}

void
loop_fd_remove(struct loop_fd *w)
{
	if (w == NULL)
		return;
	event_free(w->event);
	free(w);
}

static void
loop_timer_call(evutil_socket_t fd, short what, void *arg)
{
	struct loop_timer *t = arg;

	(void)fd;
	(void)what;
	t->cb(t->arg);
}

struct loop_timer *
loop_timer_create(struct loop *loop, loop_cb cb, void *arg)
{
	struct loop_timer *t;

	t = xcalloc(1, sizeof *t);
	t->cb = cb;
	t->arg = arg;
	t->event = evtimer_new(loop->base, loop_timer_call, t);
	if (t->event == NULL)
		fatalx("cannot create an event");
	return t;
}

void
loop_timer_start(struct loop_timer *t, int64_t ms)
{
	struct timeval tv;

	if (ms < 0)
		ms = 0;
	tv.tv_sec = (time_t)(ms / 1000);
	tv.tv_usec = (suseconds_t)(ms % 1000 * 1000);
	if (evtimer_add(t->event, &tv) == -1)
		fatal("cannot start a timer");
}

void
loop_timer_stop(struct loop_timer *t)
{
	evtimer_del(t->event);
}

int
loop_timer_running(const struct loop_timer *t)
{
	return evtimer_pending(t->event, NULL) != 0;
}

void
loop_timer_destroy(struct loop_timer *t)
{
	if (t == NULL)
		return;
	event_free(t->event);
	free(t);
}

static void
loop_signal_call(evutil_socket_t signo, short what, void *arg)
{
	struct loop_signal *s = arg;

	(void)what;
	s->cb((int)signo, s->arg);
}

struct loop_signal *
loop_signal_add(struct loop *loop, int signo, loop_signal_cb cb, void *arg)
{
	struct loop_signal *s;

	s = xcalloc(1, sizeof *s);
	s->cb = cb;
	s->arg = arg;
	s->event = evsignal_new(loop->base, signo, loop_signal_call, s);
	if (s->event == NULL || evsignal_add(s->event, NULL) == -1)
		fatal("cannot watch signal %d", signo);
	return s;
}

void
loop_signal_remove(struct loop_signal *s)
{
	if (s == NULL)
		return;
	event_free(s->event);
	free(s);
}

void
loop_defer(struct loop *loop, loop_cb cb, void *arg)
{
	struct deferred *d;

	d = xcalloc(1, sizeof *d);
	d->cb = cb;
	d->arg = arg;
	TAILQ_INSERT_TAIL(&loop->deferred, d, entry);
}
