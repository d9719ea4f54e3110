/* SPDX-License-Identifier: ISC */
/* pty: the inner terminal's master side in the loop, and the start of the
 * worker on its other side.
 *
 * While the worker lives we keep its side open too: a worker that closes its
 * terminal for a moment (or opens /dev/tty later) would otherwise hang the
 * master up, which then reads as EIO and wakes the loop for ever.
 */

#include <sys/ioctl.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "host/pty.h"

/* Linux gives at most 4095 bytes a read and moves the next ones up while they
 * are looked at: so each read is handed on at once. */
#define PTY_READ  8192u
#define PTY_BATCH (64u << 10) /* then others have their turn */

struct pty {
	struct loop *loop;		   /* borrowed */
	struct loop_fd *watch;		   /* owned; NULL after eof */
	const struct pty_handler *handler; /* borrowed */
	void *arg;
	int master;
	int slave;	/* -1 after pty_hangup */
	struct buf out; /* input of the worker, from sent on */
	size_t sent;
	bool full; /* input was refused, room is to be told */
	uint8_t in[PTY_READ];
};

static void pty_event(int, unsigned, void *);

static int
pty_open_slave(int master)
{
	char name[128];
	int fd;

	fd = -1;
#ifdef TIOCGPTPEER
	/* Right also where another /dev/pts is mounted over the first. */
	fd = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
#endif
	if (fd == -1) {
		if (ptsname_r(master, name, sizeof(name)) != 0)
			return -1;
		fd = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	}
	return fd;
}

static void
pty_set_size(int fd, unsigned rows, unsigned cols)
{
	struct winsize ws;

	memset(&ws, 0, sizeof(ws));
	ws.ws_row = (unsigned short)rows;
	ws.ws_col = (unsigned short)cols;
	if (ioctl(fd, TIOCSWINSZ, &ws) == -1)
		log_warn("cannot set the terminal's size");
}

static void
pty_set_modes(int slave)
{
	struct termios t;

	if (tcgetattr(slave, &t) == -1)
		return;
#ifdef IUTF8
	t.c_iflag |= IUTF8;
#endif
	t.c_cc[VERASE] = 0x7f;
	if (tcsetattr(slave, TCSANOW, &t) == -1)
		log_warn("cannot set the terminal's modes");
}

int
pty_make(struct pty_pair *pair)
{
	int flags, saved;

	pair->slave = -1;
	pair->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (pair->master == -1 || grantpt(pair->master) == -1 ||
	    unlockpt(pair->master) == -1 ||
	    (pair->slave = pty_open_slave(pair->master)) == -1 ||
	    (flags = fcntl(pair->master, F_GETFL)) == -1 ||
	    fcntl(pair->master, F_SETFL, flags | O_NONBLOCK) == -1) {
		saved = errno;
		pty_drop(pair);
		errno = saved;
		return -1;
	}
	pty_set_modes(pair->slave);
	return 0;
}

void
pty_drop(struct pty_pair *pair)
{
	if (pair->slave != -1)
		close(pair->slave);
	if (pair->master != -1)
		close(pair->master);
	pair->master = pair->slave = -1;
}

struct pty *
pty_open(struct loop *loop, struct pty_pair *pair, unsigned rows, unsigned cols,
    const struct pty_handler *handler, void *arg, char **cause)
{
	struct pty *p;

	if (fault_at("openpty", "") ||
	    (pair->master == -1 && pty_make(pair) == -1)) {
		*cause =
		    xasprintf("cannot open a terminal: %s", strerror(errno));
		return NULL;
	}
	pty_set_size(pair->master, rows, cols);

	p = xcalloc(1, sizeof(*p));
	p->loop = loop;
	p->handler = handler;
	p->arg = arg;
	p->master = pair->master;
	p->slave = pair->slave;
	pair->master = pair->slave = -1;
	p->watch = loop_fd_add(loop, p->master, LOOP_READ, pty_event, p);
	return p;
}

void
pty_close(struct pty *p)
{
	if (p == NULL)
		return;
	loop_fd_remove(p->watch);
	pty_hangup(p);
	close(p->master);
	buf_clear(&p->out);
	free(p);
}

pid_t
pty_start(struct pty *p, char *const *argv, char *const *envp, const char *cwd,
    mode_t mask, char **cause)
{
	struct spawn sp;

	spawn_init(&sp);
	sp.file = argv[0];
	sp.argv = argv;
	sp.envp = envp;
	sp.cwd = cwd;
	sp.umask = (int)mask;
	sp.fds[0] = sp.fds[1] = sp.fds[2] = p->slave;
	sp.setsid = true;
	sp.ctty = true;
	sp.stops = true;
	return spawn_start(&sp, cause);
}

void
pty_hangup(struct pty *p)
{
	if (p->slave != -1)
		close(p->slave);
	p->slave = -1;
}

static void
pty_read(struct pty *p)
{
	size_t have;
	ssize_t n;
	bool ended;

	have = 0;
	ended = false;
	while (have < PTY_BATCH) {
		n = read(p->master, p->in, sizeof(p->in));
		if (n > 0) {
			have += (size_t)n;
			p->handler->output(p->in, (size_t)n, p->arg);
			continue;
		}
		if (n == -1 && errno == EINTR)
			continue;
		ended = n == 0 || errno != EAGAIN;
		break;
	}
	if (have > 0)
		p->handler->settled(p->arg);
	if (ended) {
		loop_fd_remove(p->watch);
		p->watch = NULL;
		p->handler->eof(p->arg);
	}
}

static void
pty_watch(struct pty *p)
{
	if (p->watch == NULL)
		return;
	loop_fd_set(p->watch,
	    LOOP_READ | (p->sent < p->out.len || p->full ? LOOP_WRITE : 0));
}

/* Write what the kernel takes. */
static void
pty_flush(struct pty *p)
{
	ssize_t n;

	while (p->sent < p->out.len) {
		n = write(p->master, p->out.data + p->sent,
		    p->out.len - p->sent);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1 && errno == EAGAIN)
			break;
		if (n == -1) {
			/* Nobody will read it any more. */
			p->sent = p->out.len;
			break;
		}
		p->sent += (size_t)n;
	}
	if (p->sent == p->out.len) {
		buf_clear(&p->out);
		p->sent = 0;
	} else if (p->sent > p->out.len / 2) {
		buf_drain(&p->out, p->sent);
		p->sent = 0;
	}
}

static void
pty_tell_room(struct pty *p)
{
	if (!p->full || p->out.len - p->sent > PTY_QUEUE_MAX / 2)
		return;
	p->full = false;
	p->handler->room(p->arg);
}

static void
pty_event(int fd, unsigned events, void *arg)
{
	struct pty *p = arg;

	(void)fd;
	if (events & LOOP_WRITE) {
		pty_flush(p);
		pty_tell_room(p);
		pty_watch(p);
		if (!pty_waits(p))
			p->handler->drained(p->arg);
	}
	if (events & LOOP_READ)
		pty_read(p);
}

int
pty_write(struct pty *p, const void *data, size_t n)
{
	if (n == 0)
		return 0;
	if (p->watch == NULL) {
		errno = EIO;
		return -1;
	}
	if (n > PTY_QUEUE_MAX || p->out.len - p->sent > PTY_QUEUE_MAX - n) {
		p->full = true;
		pty_watch(p);
		errno = ENOBUFS;
		return -1;
	}
	buf_put(&p->out, data, n);
	pty_flush(p);
	pty_watch(p);
	return 0;
}

bool
pty_waits(const struct pty *p)
{
	return p->sent < p->out.len;
}

bool
pty_unread(const struct pty *p)
{
	int n = 0;

	return p->slave != -1 && ioctl(p->slave, FIONREAD, &n) == 0 && n > 0;
}

void
pty_resize(struct pty *p, unsigned rows, unsigned cols)
{
	pty_set_size(p->master, rows, cols);
}

pid_t
pty_foreground(const struct pty *p)
{
	return tcgetpgrp(p->master);
}
