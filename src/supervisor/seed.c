/* SPDX-License-Identifier: ISC */
/* seed: a process that hosts are split off from; the other side is host's
 * hostseed. */

#include <sys/socket.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/procid.h"
#include "base/sock.h"
#include "base/spawn.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "supervisor/seed.h"

extern char **environ;

#define SEED_FD	 3
#define SPLIT_MS 1000
#define READY_MS 20 /* to execute a host takes as long */

struct seed {
	struct loop_fd *watch; /* owned; NULL: it has gone, or is useless */
	struct procid id;
	int fd;
	bool ready;
	bool asked; /* for a host */
	struct seed_handler handler;
	void *arg;
};

pid_t
seed_execute(const char *program, bool seed, int fd, char **cause)
{
	char *argv[3] = { NULL, NULL, NULL }, **e;
	struct strv env = { 0 };
	struct spawn sp;
	pid_t pid;

	spawn_init(&sp);
	argv[0] = xstrdup("bgmux-host");
	if (seed) {
		argv[1] = xstrdup("--seed");
		/* What is bound in it is bound in all its hosts. */
		for (e = environ; *e != NULL; e++)
			strv_add(&env, *e);
		strv_setenv(&env, "LD_BIND_NOW", "1");
		sp.envp = env.v;
	}
	sp.file = program;
	sp.argv = argv;
	sp.cwd = "/";
	sp.fds[SEED_FD] = fd;
	sp.setsid = true;
	sp.stops = true;
	pid = spawn_start(&sp, cause);
	strv_clear(&env);
	free(argv[0]);
	free(argv[1]);
	return pid;
}

static void
give_up(struct seed *sd, const char *why)
{
	log_info("seed %ld: %s", (long)sd->id.pid, why);
	loop_fd_remove(sd->watch);
	sd->watch = NULL;
	sd->ready = false;
}

/* The next number that it says: 0, or -1 with errno. */
static int
hear(struct seed *sd, int32_t *said)
{
	ssize_t n = recv(sd->fd, said, sizeof *said, 0);

	if (n == sizeof *said)
		return 0;
	if (n != -1)
		errno = ECONNRESET;
	return -1;
}

/* What was asked for: a pid, or -1 with errno. */
static pid_t
answer(struct seed *sd, int32_t said)
{
	sd->asked = false;
	if (said > 0)
		return said;
	errno = -said;
	return -1;
}

static void
on_readable(int fd, unsigned events, void *arg)
{
	struct seed *sd = arg;
	int32_t said;

	(void)fd;
	(void)events;
	if (hear(sd, &said) == -1) {
		if (errno == EAGAIN || errno == EINTR)
			return;
		give_up(sd, "it has ended");
		said = -ECONNRESET;
	}
	if (sd->asked && said != 0)
		sd->handler.split(answer(sd, said), sd->arg);
	else if (said == 0 && !sd->ready) {
		sd->ready = true;
		sd->handler.ready(sd->arg);
	} else if (sd->watch != NULL)
		give_up(sd, "it says what it was not asked");
}

struct seed *
seed_create(struct loop *loop, const char *program,
    const struct seed_handler *handler, void *arg, char **cause)
{
	struct seed *sd;
	int fds[2];
	pid_t pid;

	if (sock_pair(fds) != 0) {
		*cause = xasprintf("socketpair: %s", strerror(errno));
		return NULL;
	}
	pid = seed_execute(program, true, fds[1], cause);
	close(fds[1]);
	if (pid == -1) {
		close(fds[0]);
		return NULL;
	}
	sd = xcalloc(1, sizeof *sd);
	sd->fd = fds[0];
	sd->handler = *handler;
	sd->arg = arg;
	if (procid_get(pid, &sd->id) != 0)
		log_warn("seed %ld", (long)pid);
	sd->watch = loop_fd_add(loop, sd->fd, LOOP_READ, on_readable, sd);
	return sd;
}

void
seed_destroy(struct seed *sd)
{
	if (sd == NULL)
		return;
	loop_fd_remove(sd->watch);
	close(sd->fd);
	free(sd);
}

bool
seed_is_ready(const struct seed *sd)
{
	return sd != NULL && sd->ready;
}

bool
seed_is_over(const struct seed *sd)
{
	return sd != NULL && sd->watch == NULL;
}

bool
seed_wait(struct seed *sd)
{
	monotime deadline = monotime_add(monotime_now(), READY_MS);
	int32_t said;

	if (sd == NULL || sd->watch == NULL || sd->ready)
		return seed_is_ready(sd);
	if (sock_wait(sd->fd, POLLIN, deadline) != 1)
		return false;
	if (hear(sd, &said) == 0 && said == 0)
		sd->ready = true;
	else
		give_up(sd, "it does not get ready");
	return sd->ready;
}

int
seed_ask(struct seed *sd, int fd)
{
	if (fault_at("fork", "bgmux-host") || sock_send_fd(sd->fd, fd) == -1)
		return -1;
	sd->asked = true;
	return 0;
}

pid_t
seed_await(struct seed *sd)
{
	monotime deadline = monotime_add(monotime_now(), SPLIT_MS);
	int32_t said;

	if (sock_wait(sd->fd, POLLIN, deadline) == 1 && hear(sd, &said) == 0 &&
	    said != 0)
		return answer(sd, said);
	/* An answer that came later would be taken for another's. */
	give_up(sd, "it does not answer");
	procid_kill(&sd->id, SIGKILL);
	return answer(sd, -ETIMEDOUT);
}
