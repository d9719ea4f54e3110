/* SPDX-License-Identifier: ISC */
/* conn: the host's socket and the connections to it. */

#include <sys/stat.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/path.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "host/conn.h"
#include "host/host_internal.h"
#include "host/hostahead.h"
#include "host/hostask.h"
#include "host/hostend.h"
#include "host/hostevent.h"
#include "host/hosthistory.h"
#include "host/hostlogs.h"
#include "host/hostmsg.h"
#include "host/hostsend.h"
#include "host/lead.h"
#include "host/prompt.h"
#include "host/report.h"
#include "host/viewer.h"
#include "wire/peer.h"

#define CONN_MAX       256
#define CONN_UNREAD    (8u << 20) /* bytes, more than a few frames */
#define CONN_RETRY_MS  1000 /* after accept failed for want of something */
#define CONN_FINISH_MS 2000
#define CONN_ACCEPTS   16 /* in one turn */

static void conn_listen_event(int, unsigned, void *);

static void
conn_message(struct peer *p, const struct msg *m, void *arg)
{
	struct conn *c = arg;

	/* Who does not take answers is not heard: its questions wait. */
	if (peer_queued(p) > CONN_UNREAD)
		peer_pause(p, true);
	if (!c->closing)
		hostmsg_handle(c, m);
}

static void
conn_closed(struct peer *p, const char *why, void *arg)
{
	struct conn *c = arg;

	if (why != NULL)
		log_info("connection of %d closed: %s", (int)peer_pid(p), why);
	conn_destroy(c);
}

static void
conn_drained(struct peer *p, void *arg)
{
	struct conn *c = arg;

	if (c->closing)
		return;
	if (c->held.len == 0 && !prompt_waits(c->prompt))
		peer_pause(p, false);
	if (c->logs != NULL)
		hostlogs_pump(c);
	if (c->viewer != NULL)
		viewer_kick(c->viewer);
}

static const struct peer_handler conn_handler = {
	.message = conn_message,
	.closed = conn_closed,
	.drained = conn_drained,
};

static struct conn *
conn_add(struct host *h)
{
	struct conn *c;

	c = xcalloc(1, sizeof(*c));
	c->host = h;
	TAILQ_INSERT_TAIL(&h->conns, c, entry);
	h->nconns++;
	return c;
}

void
conn_adopt(struct host *h, struct peer *p)
{
	struct conn *c;

	c = conn_add(h);
	c->peer = p;
	peer_hand_over(p, &conn_handler, c);
}

static void
conn_create(struct host *h, int fd)
{
	struct conn *c;
	struct jv *hello;

	c = conn_add(h);
	hello = report_hello(h);
	c->peer = peer_create(h->loop, fd, ROLE_HOST, hello, &conn_handler, c);
	jv_free(hello);
}

void
conn_destroy(struct conn *c)
{
	struct host *h = c->host;
	bool led;

	TAILQ_REMOVE(&h->conns, c, entry);
	h->nconns--;
	hostask_forget(c);
	hostsend_forget(c);
	hostlogs_stop(c);
	hosthistory_stop(c);
	led = c->viewer != NULL && viewer_leads(c->viewer);
	if (c->viewer != NULL && !viewer_read_only(c->viewer))
		recap_left(h);
	viewer_destroy(c->viewer);
	c->viewer = NULL;
	prompt_destroy(c->prompt);
	buf_clear(&c->held);
	peer_destroy(c->peer);
	free(c);
	if (led)
		lead_gone(h);
	host_apply_size(h);
	host_tell_focus(h);
	hostend_try_leave(h);
}

void
conn_fail(struct conn *c, const char *why)
{
	log_warnx("connection of %d: %s", (int)peer_pid(c->peer), why);
	c->closing = true;
	peer_finish(c->peer, 0);
}

void
conn_finish(struct conn *c)
{
	c->closing = true;
	peer_finish(c->peer, CONN_FINISH_MS);
}

void
conn_hold(struct conn *c, struct buf *input)
{
	buf_clear(&c->held);
	c->held = *input;
	buf_init(input, 0);
	peer_pause(c->peer, true);
	log_info("input waits: the program does not read");
}

void
conn_retry(struct conn *c)
{
	if (c->held.len > 0 && host_input(c->host, &c->held) == 0)
		conn_drop_held(c);
}

void
conn_drop_held(struct conn *c)
{
	buf_clear(&c->held);
	if (!prompt_waits(c->prompt))
		peer_pause(c->peer, false);
}

/* Make room by the oldest that has not said who it is. */
static void
conn_evict(struct host *h)
{
	struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry) {
		if (peer_is_ready(c->peer))
			continue;
		conn_destroy(c);
		return;
	}
}

static void
conn_listen_again(void *arg)
{
	struct host *h = arg;

	if (h->listen != NULL)
		loop_fd_set(h->listen, LOOP_READ);
}

static void
conn_listen_event(int fd, unsigned events, void *arg)
{
	struct host *h = arg;
	int i, peer;

	(void)events;
	for (i = 0; i < CONN_ACCEPTS; i++) {
		if ((peer = sock_accept(fd)) == -1) {
			if (errno == EAGAIN || errno == EINTR ||
			    errno == ECONNABORTED)
				return;
			/* No descriptors: it would be told again at once. */
			log_warn("cannot accept a connection");
			loop_fd_set(h->listen, 0);
			loop_timer_start(h->listen_timer, CONN_RETRY_MS);
			return;
		}
		if (h->nconns >= CONN_MAX)
			conn_evict(h);
		if (h->nconns >= CONN_MAX || h->listen == NULL) {
			log_warnx("too many connections");
			close(peer);
			return;
		}
		conn_create(h, peer);
	}
}

/* Whether the path still leads to the socket that we listen on. */
static bool
conn_is_bound(const struct host *h)
{
	struct stat st;

	return h->listen_fd != -1 && lstat(h->socket, &st) == 0 &&
	    S_ISSOCK(st.st_mode) && st.st_dev == h->socket_dev &&
	    st.st_ino == h->socket_ino;
}

static void
conn_close_listen(struct host *h)
{
	loop_fd_remove(h->listen);
	h->listen = NULL;
	if (h->listen_fd != -1)
		close(h->listen_fd);
	h->listen_fd = -1;
}

static int
conn_bind(struct host *h, char **cause)
{
	char *dir;
	int r;

	dir = path_join(h->boot->runtime_dir, "h");
	r = path_private_dir(dir, cause);
	free(dir);
	return r != 0 ? -1 : sock_listen(h->socket, cause);
}

int
conn_listen(struct host *h, struct hostahead *ahead, char **cause)
{
	struct stat st;
	int fd = -1;

	if (ahead != NULL)
		fd = hostahead_listen(ahead, h->boot->runtime_dir, h->socket);
	if (fd == -1 && (fd = conn_bind(h, cause)) == -1)
		return -1;
	conn_close_listen(h);
	h->listen_fd = fd;
	if (lstat(h->socket, &st) == 0) {
		h->socket_dev = st.st_dev;
		h->socket_ino = st.st_ino;
	}
	if (h->listen_timer == NULL)
		h->listen_timer =
		    loop_timer_create(h->loop, conn_listen_again, h);
	h->listen = loop_fd_add(h->loop, fd, LOOP_READ, conn_listen_event, h);
	return 0;
}

void
conn_unlisten(struct host *h)
{
	if (conn_is_bound(h))
		unlink(h->socket);
	conn_close_listen(h);
	loop_timer_destroy(h->listen_timer);
	h->listen_timer = NULL;
}

void
conn_rebind(struct host *h)
{
	char *cause;

	if (h->phase == HOST_LEAVING || conn_is_bound(h))
		return;
	if (conn_listen(h, NULL, &cause) == 0) {
		log_info("bound %s again", h->socket);
		return;
	}
	log_warnx("cannot bind again: %s", cause);
	free(cause);
}
