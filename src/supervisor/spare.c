/* SPDX-License-Identifier: ISC */
/* spare: one host and one directory that are there before they are needed. What
 * the host will be is said by its boot message; without one it is nothing. */

/*
 * Executing a host is half of what a start costs. Who starts one session often
 * starts more, and the next one need not wait for that. So a seed is executed
 * when the supervisor has come up, and with the first start if it has gone
 * since; then a host is split off from it, and the next one when that is taken.
 * The same goes for the directory of a session. What was executed from a file
 * that has been replaced since is not used.
 */

#include <sys/stat.h>

#include <errno.h>
#include <stdbool.h>

#include "base/log.h"
#include "base/loop.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "supervisor/dispatch.h"
#include "supervisor/seed.h"
#include "supervisor/spare.h"
#include "supervisor/store.h"

#define SPARE_MS 60000 /* less than a host waits for its boot */

struct spare {
	struct loop *loop;	  /* borrowed */
	const char *program;	  /* borrowed */
	const char *runtime;	  /* borrowed */
	struct store *store;	  /* borrowed */
	struct loop_timer *timer; /* owned: to end both */
	struct seed *seed;	  /* owned; NULL: none */
	struct dispatch *host;	  /* owned; NULL: none */
	int fd;			  /* of one that was asked for; -1: none was */
	struct stat from;	  /* what they were executed from */
	bool wanted;		  /* again since the timer was started */
	bool used;		  /* sessions have been started */
};

static void
drop(struct spare *sp)
{
	loop_timer_stop(sp->timer);
	dispatch_destroy(sp->host);
	sp->host = NULL;
	if (sp->fd != -1)
		close(sp->fd);
	sp->fd = -1;
	seed_destroy(sp->seed);
	sp->seed = NULL;
	store_unprepare(sp->store);
}

/* Whether both would be executed from the same file now. */
static bool
is_good(const struct spare *sp)
{
	struct stat now;

	return stat(sp->program, &now) == 0 && now.st_dev == sp->from.st_dev &&
	    now.st_ino == sp->from.st_ino && now.st_size == sp->from.st_size &&
	    now.st_mtim.tv_sec == sp->from.st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == sp->from.st_mtim.tv_nsec;
}

static void
on_split(pid_t host, void *arg)
{
	struct spare *sp = arg;

	if (host != -1)
		sp->host = dispatch_adopt(sp->loop, sp->fd, host, sp->runtime);
	else {
		log_debug("no spare host: %s", strerror(errno));
		close(sp->fd);
	}
	sp->fd = -1;
}

/* Ask for one; on_split has it. */
static void
ask_host(struct spare *sp)
{
	int fds[2];

	if (sp->host != NULL || sp->fd != -1 || !seed_is_ready(sp->seed) ||
	    sock_pair(fds) != 0)
		return;
	if (!sock_is_scarce(fds[1]) && seed_ask(sp->seed, fds[1]) == 0)
		sp->fd = fds[0];
	else
		close(fds[0]);
	close(fds[1]);
}

static void
on_seed(void *arg)
{
	struct spare *sp = arg;

	if (sp->used)
		ask_host(sp);
}

/* The host comes when the seed is ready for it. */
static void
make_seed(struct spare *sp)
{
	static const struct seed_handler handler = { on_seed, on_split };
	char *cause = NULL;

	if (stat(sp->program, &sp->from) != 0)
		return;
	sp->seed = seed_create(sp->loop, sp->program, &handler, sp, &cause);
	if (sp->seed == NULL)
		log_debug("no seed: %s", cause);
	free(cause);
}

static void
on_timer(void *arg)
{
	struct spare *sp = arg;

	if (!sp->wanted) {
		drop(sp);
		return;
	}
	sp->wanted = false;
	if (seed_is_over(sp->seed))
		drop(sp);
	if (sp->seed == NULL)
		make_seed(sp);
	if (sp->used) {
		ask_host(sp);
		store_prepare(sp->store);
	}
	loop_timer_start(sp->timer, SPARE_MS);
}

struct spare *
spare_create(struct loop *loop, const char *program, const char *runtime,
    struct store *store)
{
	struct spare *sp = xcalloc(1, sizeof *sp);

	sp->loop = loop;
	sp->program = program;
	sp->runtime = runtime;
	sp->store = store;
	sp->fd = -1;
	sp->timer = loop_timer_create(loop, on_timer, sp);
	return sp;
}

void
spare_destroy(struct spare *sp)
{
	if (sp == NULL)
		return;
	drop(sp);
	loop_timer_destroy(sp->timer);
	free(sp);
}

struct dispatch *
spare_take(struct spare *sp, char **cause)
{
	struct dispatch *host;

	if (sp->seed != NULL && !is_good(sp))
		drop(sp);
	if (sp->host != NULL && !dispatch_waits(sp->host)) {
		dispatch_destroy(sp->host);
		sp->host = NULL;
	}
	(void)seed_wait(sp->seed);
	ask_host(sp);
	if (sp->fd != -1)
		on_split(seed_await(sp->seed), sp);
	host = sp->host;
	sp->host = NULL;
	if (host == NULL)
		host =
		    dispatch_create(sp->loop, sp->program, sp->runtime, cause);
	return host;
}

void
spare_begin(struct spare *sp)
{
	/* Answers go out first. */
	sp->wanted = true;
	loop_timer_start(sp->timer, 0);
}

void
spare_prepare(struct spare *sp)
{
	sp->used = true;
	spare_begin(sp);
}
