/* SPDX-License-Identifier: ISC */
/* hostmain: the host process: boot on descriptor 3, signals, the loop. */

#include <sys/socket.h>
#include <sys/stat.h>
#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/path.h"
#include "base/reaper.h"
#include "base/slice.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "host/boot.h"
#include "host/host.h"
#include "host/hostahead.h"
#include "host/hostmain.h"
#include "wire/peer.h"

#define HOSTMAIN_BOOT_MS   600000 /* a spare one waits a while */
#define HOSTMAIN_FINISH_MS 2000
#define HOSTMAIN_WHY_MAX   4096

struct hostmain {
	struct loop *loop;
	struct reaper *reaper;
	struct peer *peer;	  /* of the boot; NULL when it is the host's */
	struct loop_timer *timer; /* until HOST_BOOT */
	struct hostahead ahead;
	struct host *host; /* NULL before HOST_BOOT */
	bool up;	   /* the worker was executed */
	bool failed;
};

static void
hostmain_left(void *arg)
{
	struct hostmain *m = arg;

	loop_stop(m->loop);
}

/* Nothing will come of this process. */
static void
hostmain_fail(struct hostmain *m, const char *why)
{
	log_errorx("%s", why);
	m->failed = true;
	loop_stop(m->loop);
}

static void
hostmain_ready(struct hostmain *m, uint32_t id, const char *why)
{
	struct jv *ready;
	char *error;

	ready = jv_object();
	jv_set_bool(ready, "ok", why == NULL);
	if (why == NULL) {
		jv_set_int(ready, "worker", host_worker(m->host));
		jv_set_string(ready, "socket", host_socket(m->host));
		jv_set_bool(ready, "stays", true);
	} else {
		/* It may name a program of any length. */
		error = xstrndup(why, HOSTMAIN_WHY_MAX);
		jv_set_string(ready, "error", error);
		free(error);
	}
	peer_send_jv(m->peer, MSG_HOST_READY, id, ready);
	jv_free(ready);
	slice_set(0, false);
	if (why == NULL) {
		host_adopt(m->host, m->peer);
		m->peer = NULL;
		return;
	}
	/* The closed callback goes on from here. */
	peer_finish(m->peer, HOSTMAIN_FINISH_MS);
}

static void
hostmain_open_log(const struct boot *b)
{
	char *dir, *path;

	dir = boot_job_dir(b);
	path = path_join(dir, "host.log");
	log_open_late(path,
	    b->log_level != -1 ? (enum log_level)b->log_level : LOG_INFO);
	if (path_mkdirs(dir) != 0)
		log_warn("cannot make %s", dir);
	free(path);
	free(dir);
}

/* 0, or -1 and *cause. */
static int
hostmain_boot(struct hostmain *m, const struct msg *msg, char **cause)
{
	struct boot *b;
	struct jv *body;

	body = jv_parse((const char *)msg->body, msg->len, cause);
	if (body == NULL)
		return -1;
	b = boot_parse(body, cause);
	if (b != NULL)
		hostmain_open_log(b);
	jv_free(body);
	if (b == NULL)
		return -1;
	m->host = host_create(m->loop, m->reaper, b, hostmain_left, m);
	return host_start(m->host, &m->ahead, cause);
}

static void
hostmain_hello(struct peer *p, void *arg)
{
	struct hostmain *m = arg;

	hostahead_make(&m->ahead, jv_string(peer_hello(p), "runtimeDir"));
}

static void
hostmain_message(struct peer *p, const struct msg *msg, void *arg)
{
	struct hostmain *m = arg;
	char *cause;

	(void)p;
	if (msg->type != MSG_HOST_BOOT || m->host != NULL || m->failed)
		return;
	loop_timer_stop(m->timer);
	cause = NULL;
	if (hostmain_boot(m, msg, &cause) == 0)
		m->up = true;
	else {
		m->failed = true;
		log_errorx("%s", cause);
	}
	hostahead_clear(&m->ahead);
	hostmain_ready(m, msg->id, cause);
	free(cause);
}

static void
hostmain_closed(struct peer *p, const char *why, void *arg)
{
	struct hostmain *m = arg;

	peer_destroy(p);
	m->peer = NULL;
	hostmain_fail(m, why != NULL ? why : "the supervisor has gone");
}

static const struct peer_handler hostmain_handler = {
	.ready = hostmain_hello,
	.message = hostmain_message,
	.closed = hostmain_closed,
};

static void
hostmain_timeout(void *arg)
{
	hostmain_fail(arg, "no boot message came");
}

static void
hostmain_signal(int signo, void *arg)
{
	struct hostmain *m = arg;

	if (!m->up) {
		if (signo == SIGTERM)
			hostmain_fail(m, "ended before the boot");
		return;
	}
	if (signo == SIGTERM) {
		log_info("got SIGTERM");
		host_quit(m->host);
	} else
		host_rebind(m->host);
}

/* What a long-lived process of nobody's terminal must be. */
static void
hostmain_settle(void)
{
	umask(077);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	if (chdir("/") == -1)
		log_warn("cannot change to /");
	rlimit_raise();
#ifdef PR_SET_CHILD_SUBREAPER
	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == -1)
		log_warn("cannot become a subreaper");
#endif
}

static int
hostmain_check_fd(int fd)
{
	struct stat st;
	int flags;

	if (fstat(fd, &st) == -1 || !S_ISSOCK(st.st_mode))
		return -1;
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) == -1 ||
	    (flags = fcntl(fd, F_GETFL)) == -1 ||
	    fcntl(fd, F_SETFL, flags | O_NONBLOCK) == -1)
		return -1;
	return 0;
}

int
hostmain(void)
{
	struct hostmain m = { 0 };
	struct loop_signal *term, *usr1;
	struct jv *hello;

	if (hostmain_check_fd(HOSTMAIN_FD) != 0)
		return -1;
	hostahead_init(&m.ahead);
	hostmain_settle();
	/* Until the worker runs somebody waits for us. */
	slice_set(SLICE_HOST, false);
	m.loop = loop_create();
	m.reaper = reaper_create(m.loop);
	term = loop_signal_add(m.loop, SIGTERM, hostmain_signal, &m);
	usr1 = loop_signal_add(m.loop, SIGUSR1, hostmain_signal, &m);
	m.timer = loop_timer_create(m.loop, hostmain_timeout, &m);
	loop_timer_start(m.timer, HOSTMAIN_BOOT_MS);
	/* What is of no session in the hello of a host. */
	hello = jv_object();
	jv_set_bool(hello, "replies", true);
	m.peer = peer_create(m.loop, HOSTMAIN_FD, ROLE_HOST, hello,
	    &hostmain_handler, &m);
	jv_free(hello);

	loop_run(m.loop);

	if (m.peer != NULL)
		peer_destroy(m.peer);
	hostahead_clear(&m.ahead);
	host_destroy(m.host);
	loop_timer_destroy(m.timer);
	loop_signal_remove(term);
	loop_signal_remove(usr1);
	reaper_destroy(m.reaper);
	loop_destroy(m.loop);
	log_close();
	return m.failed ? 1 : 0;
}
