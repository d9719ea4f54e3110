/* SPDX-License-Identifier: ISC */
/* dispatch: has one host executed, boots it, and waits until it has executed
 * its worker; the record and the row are others' business. */

#include <errno.h>
#include <limits.h>
#include <signal.h>

#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/procid.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "supervisor/dispatch.h"
#include "supervisor/seed.h"
#include "wire/peer.h"

struct dispatch {
	struct loop *loop;	  /* borrowed */
	struct peer *peer;	  /* owned */
	struct loop_timer *timer; /* owned */
	struct procid host;
	char *boot;	/* owned: text of the boot message, until it is sent */
	dispatch_cb cb; /* NULL: not booted */
	void *arg;
	bool hello;
	bool told;
	bool stays; /* the connection does */
	bool dead;
};

static void
tell(struct dispatch *d, const char *error, pid_t worker)
{
	if (d->told)
		return;
	d->told = true;
	loop_timer_stop(d->timer);
	if (d->cb != NULL)
		d->cb(d, error, worker, d->arg);
}

static void
send_boot(struct dispatch *d)
{
	peer_send(d->peer, MSG_HOST_BOOT, peer_next_id(d->peer), d->boot,
	    strlen(d->boot));
	free(d->boot);
	d->boot = NULL;
}

static void
on_ready(struct peer *p, void *arg)
{
	struct dispatch *d = arg;

	if (peer_role(p) != ROLE_HOST) {
		tell(d, "what was started as its host is none", 0);
		return;
	}
	d->hello = true;
	if (d->boot != NULL)
		send_boot(d);
}

static void
on_message(struct peer *p, const struct msg *msg, void *arg)
{
	struct dispatch *d = arg;
	const char *error;
	char *cause = NULL;
	struct jv *v;
	int64_t worker;

	(void)p;
	if (msg->type != MSG_HOST_READY)
		return;
	v = jv_parse((const char *)msg->body, msg->len, &cause);
	worker = jv_int(v, "worker", 0);
	d->stays = jv_bool(v, "stays", false);
	if (jv_bool(v, "ok", false) && worker > 1 && worker <= INT_MAX)
		tell(d, NULL, (pid_t)worker);
	else {
		error = jv_string(v, "error");
		tell(d, error != NULL ? error : "its host answers nonsense", 0);
	}
	jv_free(v);
	free(cause);
}

static void
on_closed(struct peer *p, const char *why, void *arg)
{
	struct dispatch *d = arg;

	(void)p;
	if (why != NULL)
		log_warnx("host %ld: %s", (long)d->host.pid, why);
	tell(d, "its host ended before it was ready", 0);
}

static void
on_timer(void *arg)
{
	struct dispatch *d = arg;

	procid_kill(&d->host, SIGKILL);
	tell(d, "its host was not ready within 10 seconds", 0);
}

struct dispatch *
dispatch_adopt(struct loop *loop, int fd, pid_t pid, const char *runtime)
{
	static const struct peer_handler handler = {
		.ready = on_ready,
		.message = on_message,
		.closed = on_closed,
	};
	struct dispatch *d = xcalloc(1, sizeof *d);
	struct jv *hello = jv_object();

	d->loop = loop;
	d->timer = loop_timer_create(loop, on_timer, d);
	if (procid_get(pid, &d->host) != 0)
		log_warn("host %ld", (long)pid);
	jv_set_string(hello, "runtimeDir", runtime);
	d->peer = peer_create(loop, fd, ROLE_SUPERVISOR, hello, &handler, d);
	jv_free(hello);
	return d;
}

struct dispatch *
dispatch_create(struct loop *loop, const char *program, const char *runtime,
    char **cause)
{
	int fds[2];
	pid_t pid;

	if (sock_pair(fds) != 0) {
		*cause = xasprintf("socketpair: %s", strerror(errno));
		return NULL;
	}
	if (sock_is_scarce(fds[1])) {
		*cause =
		    xasprintf("cannot run %s: %s", program, strerror(EMFILE));
		pid = -1;
	} else
		pid = seed_execute(program, false, fds[1], cause);
	close(fds[1]);
	if (pid != -1)
		return dispatch_adopt(loop, fds[0], pid, runtime);
	close(fds[0]);
	return NULL;
}

int
dispatch_boot(struct dispatch *d, const struct jv *boot, dispatch_cb cb,
    void *arg, char **cause)
{
	char *text = jv_text(boot, false);

	if (strlen(text) > msg_limit(MSG_HOST_BOOT)) {
		*cause =
		    xstrdup("the command and its environment are too long");
		free(text);
		return -1;
	}
	d->cb = cb;
	d->arg = arg;
	d->boot = text;
	loop_timer_start(d->timer, DISPATCH_MS);
	if (d->hello)
		send_boot(d);
	return 0;
}

struct peer *
dispatch_take(struct dispatch *d)
{
	struct peer *p = d->stays ? d->peer : NULL;

	if (p != NULL)
		d->peer = NULL;
	return p;
}

bool
dispatch_waits(const struct dispatch *d)
{
	return d->cb == NULL && !d->told;
}

static void
bury(void *arg)
{
	struct dispatch *d = arg;

	free(d->boot);
	free(d);
}

void
dispatch_destroy(struct dispatch *d)
{
	if (d == NULL || d->dead)
		return;
	d->dead = true;
	peer_destroy(d->peer);
	d->peer = NULL;
	loop_timer_destroy(d->timer);
	d->timer = NULL;
	loop_defer(d->loop, bury, d);
}

const struct procid *
dispatch_host(const struct dispatch *d)
{
	return &d->host;
}
