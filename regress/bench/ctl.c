/* SPDX-License-Identifier: ISC */
/* ctl: the bench's side of the workers' socket. A worker that calls while
 * another is awaited is kept until it is asked for. */

#include <sys/socket.h>
#include <sys/un.h>

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xmalloc.h"
#include "bench.h"

#define CALLED_MAX 2048

static struct worker called[CALLED_MAX];
static unsigned ncalled;

void
ctl_listen(struct bench *b)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	b->listen_path = xasprintf("%s/ctl", b->dir);
	if (strlcpy(sun.sun_path, b->listen_path, sizeof sun.sun_path) >=
	    sizeof sun.sun_path)
		die("%s is too long for a socket", b->listen_path);
	b->listen_fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (b->listen_fd == -1 ||
	    bind(b->listen_fd, (struct sockaddr *)&sun, sizeof sun) == -1 ||
	    listen(b->listen_fd, 1024) == -1)
		die("cannot listen on %s: %s", b->listen_path,
		    strerror(errno));
}

/* Take the call that waits on the socket. */
static void
take_call(struct bench *b)
{
	struct worker w = { .fd = -1 };
	struct timeval tv = { .tv_sec = BENCH_WAIT_S };
	char text[128];
	long pid, server;
	ssize_t n;

	w.fd = accept4(b->listen_fd, NULL, NULL, SOCK_CLOEXEC);
	if (w.fd == -1)
		return;
	setsockopt(w.fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
	n = recv(w.fd, text, sizeof text - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	if (sscanf(text, "%31s %ld %ld", w.name, &pid, &server) != 3 ||
	    ncalled == CALLED_MAX) {
		close(w.fd);
		return;
	}
	w.pid = (pid_t)pid;
	w.server = (pid_t)server;
	called[ncalled++] = w;
}

static bool
find_call(const char *name, struct worker *w)
{
	unsigned i;

	for (i = 0; i < ncalled; i++)
		if (strcmp(called[i].name, name) == 0) {
			*w = called[i];
			called[i] = called[--ncalled];
			return true;
		}
	return false;
}

bool
ctl_accept(struct bench *b, const char *name, struct worker *w)
{
	struct pollfd p = { .fd = b->listen_fd, .events = POLLIN };
	int64_t until = now_ns() + BENCH_WAIT_S * INT64_C(1000000000);

	w->fd = -1;
	while (!find_call(name, w)) {
		if (now_ns() > until)
			return false;
		if (poll(&p, 1, 100) == 1)
			take_call(b);
	}
	return true;
}

void
ctl_tell(struct worker *w, const char *fmt, ...)
{
	char *text;
	va_list ap;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	(void)send(w->fd, text, strlen(text), MSG_NOSIGNAL);
	free(text);
}

int64_t
ctl_answer(struct worker *w, struct outer *o)
{
	struct pollfd p[2];
	int64_t until = now_ns() + BENCH_WAIT_S * INT64_C(1000000000);
	char text[64];
	ssize_t n;

	while (now_ns() < until) {
		p[0] = (struct pollfd){ .fd = w->fd, .events = POLLIN };
		p[1] = (struct pollfd){ .fd = o == NULL ? -1 : o->fd,
			.events = POLLIN };
		if (poll(p, o == NULL ? 1 : 2, 1000) <= 0)
			continue;
		if (o != NULL && p[1].revents && !outer_take(o))
			return -1;
		if (p[0].revents == 0)
			continue;
		n = recv(w->fd, text, sizeof text - 1, 0);
		if (n <= 0)
			return -1;
		text[n] = '\0';
		return strtoll(text, NULL, 10);
	}
	return -1;
}

void
ctl_quit(struct worker *w)
{
	if (w->fd != -1)
		close(w->fd);
	w->fd = -1;
}
