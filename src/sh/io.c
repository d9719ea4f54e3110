/* SPDX-License-Identifier: ISC */
/* io: waits for what happens: keys, output of programs, signals, time. */

#include <errno.h>
#include <poll.h>
#include <signal.h>

#include "base/log.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "sh/io.h"

/* What a handler can reach is static; they run in ppoll() alone. */
static volatile sig_atomic_t seen_interrupt, seen_child, seen_size, seen_quit;

static const int signals[] = { SIGINT, SIGCHLD, SIGWINCH, SIGHUP, SIGTERM };

static void
on_signal(int signo)
{
	switch (signo) {
	case SIGINT:
		seen_interrupt = 1;
		break;
	case SIGCHLD:
		seen_child = 1;
		break;
	case SIGWINCH:
		seen_size = 1;
		break;
	default:
		seen_quit = signo;
	}
}

void
io_init(struct io *io)
{
	static const int ignored[] = { SIGQUIT, SIGTSTP, SIGTTOU, SIGTTIN,
		SIGPIPE };
	struct sigaction sa;
	sigset_t set;
	size_t i;

	memset(io, 0, sizeof *io);
	keys_init(&io->keys);
	memset(&sa, 0, sizeof sa);
	sigfillset(&sa.sa_mask);
	sigemptyset(&set);
	sa.sa_handler = on_signal;
	for (i = 0; i < nitems(signals); i++) {
		sigaction(signals[i], &sa, NULL);
		sigaddset(&set, signals[i]);
	}
	sa.sa_handler = SIG_IGN;
	for (i = 0; i < nitems(ignored); i++)
		sigaction(ignored[i], &sa, NULL);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

void
io_clear(struct io *io)
{
	keys_clear(&io->keys);
}

void
io_begin(struct io *io)
{
	io->reading = true;
	io->cooked = sock_wait(STDIN_FILENO, POLLIN, monotime_now()) == 1;
}

bool
io_watch(struct io *io, int fd)
{
	if (io->nfds == nitems(io->fds))
		return false;
	io->fds[io->nfds++] = fd;
	return true;
}

void
io_unwatch(struct io *io, int fd)
{
	size_t i;

	for (i = 0; i < io->nfds; i++) {
		if (io->fds[i] != fd)
			continue;
		io->fds[i] = io->fds[--io->nfds];
		return;
	}
}

int
io_quitting(void)
{
	return seen_quit;
}

static bool
io_take(volatile sig_atomic_t *flag)
{
	bool was = *flag != 0;

	*flag = 0;
	return was;
}

/* A signal that has come. */
static bool
io_signalled(const struct io *io, struct io_event *e)
{
	if (seen_quit != 0 && !io->ending) {
		e->what = IO_QUIT;
		e->signo = seen_quit;
	} else if (io_take(&seen_child))
		e->what = IO_CHILD;
	else if (io_take(&seen_size))
		e->what = IO_SIZE;
	else if (io_take(&seen_interrupt))
		e->what = IO_INTERRUPT;
	else
		return false;
	return true;
}

static void
io_read(struct io *io)
{
	uint8_t chunk[4096];
	ssize_t n;

	n = read(STDIN_FILENO, chunk, sizeof chunk);
	io->read_at = monotime_now();
	if (n > 0)
		keys_feed(&io->keys, chunk, (size_t)n);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		io->ended = true;
	if (io->lines || io->cooked)
		io->keys.cooked = true;
	io->cooked = false;
}

/* Of the descriptors that are ready the next in turn: none waits for ever. */
static bool
io_ready(struct io *io, const struct pollfd *p, struct io_event *e)
{
	size_t i, j;

	for (i = 0; i < io->nfds; i++) {
		j = (io->turn + i) % io->nfds;
		if (p[j].revents == 0)
			continue;
		io->turn = j + 1;
		e->what = IO_FD;
		e->fd = io->fds[j];
		return true;
	}
	return false;
}

/* Whether what is cut has waited long enough; else *ms is no more than what it
 * still has to wait. Counted from the read: output may come all the time. */
static bool
io_whole(const struct io *io, int *ms)
{
	int patience = io->reading ? keys_patience(&io->keys) : -1, left;

	if (patience == -1)
		return false;
	left = monotime_left(monotime_add(io->read_at, patience));
	if (*ms == -1 || left < *ms)
		*ms = left;
	return left == 0;
}

/* One wait: true if *e is set. */
static bool
io_once(struct io *io, const monotime *deadline, struct io_event *e)
{
	struct pollfd p[IO_FDS_MAX + 1];
	struct timespec ts;
	sigset_t none;
	size_t i, n = io->nfds;
	int ms = deadline != NULL ? monotime_left(*deadline) : -1, r;

	io_whole(io, &ms);
	ts.tv_sec = ms / 1000;
	ts.tv_nsec = (ms % 1000) * 1000000L;
	for (i = 0; i < n; i++) {
		p[i].fd = io->fds[i];
		p[i].events = POLLIN;
	}
	if (io->reading && !io->ended) {
		p[n].fd = STDIN_FILENO;
		p[n++].events = POLLIN;
	}
	sigemptyset(&none);
	r = ppoll(p, n, ms == -1 ? NULL : &ts, &none);
	if (r == -1 && errno != EINTR)
		fatal("poll");
	if (io_signalled(io, e))
		return true;
	if (r == -1)
		return false;
	if (r > 0 && n > io->nfds && p[n - 1].revents != 0) {
		io_read(io);
		e->what = IO_KEY;
		return keys_next(&io->keys, false, &e->key);
	}
	if (r > 0)
		return io_ready(io, p, e);
	e->what = IO_TIME;
	return deadline != NULL && monotime_left(*deadline) == 0;
}

void
io_wait(struct io *io, const monotime *deadline, struct io_event *e)
{
	int ms;

	memset(e, 0, sizeof *e);
	for (;;) {
		ms = -1;
		if (io_signalled(io, e))
			return;
		e->what = IO_KEY;
		if (io->reading &&
		    keys_next(&io->keys, io_whole(io, &ms), &e->key))
			return;
		if (io->reading && io->ended && !io->ending) {
			e->what = IO_END;
			return;
		}
		if (io_once(io, deadline, e))
			return;
	}
}
