/* SPDX-License-Identifier: ISC */
/* spare: one host, executed before it is needed; what it will be is said by
 * its boot message, and without one it is nothing. */

/*
 * Executing a host is half of what a start costs. Who starts one session often
 * starts more, and the next one need not wait for that. A host that was
 * executed from a file that has been replaced since is not used.
 */

#include <sys/stat.h>

#include <stdbool.h>

#include "base/log.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "supervisor/dispatch.h"
#include "supervisor/spare.h"

#define SPARE_MS 60000 /* less than a host waits for its boot */

struct spare {
	struct loop *loop;	  /* borrowed */
	const char *program;	  /* borrowed */
	struct loop_timer *timer; /* owned: to execute one, or to end it */
	struct dispatch *host;	  /* owned; NULL: none */
	struct stat from;	  /* what it was executed from */
};

static void
drop(struct spare *sp)
{
	loop_timer_stop(sp->timer);
	dispatch_destroy(sp->host);
	sp->host = NULL;
}

static void
on_timer(void *arg)
{
	struct spare *sp = arg;
	char *cause = NULL;

	if (sp->host != NULL) {
		drop(sp);
		return;
	}
	if (stat(sp->program, &sp->from) != 0)
		return;
	sp->host = dispatch_create(sp->loop, sp->program, &cause);
	if (sp->host != NULL)
		loop_timer_start(sp->timer, SPARE_MS);
	else
		log_debug("no spare host: %s", cause);
	free(cause);
}

struct spare *
spare_create(struct loop *loop, const char *program)
{
	struct spare *sp = xcalloc(1, sizeof *sp);

	sp->loop = loop;
	sp->program = program;
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

/* Whether it waits, and would be executed from the same file now. */
static bool
is_good(const struct spare *sp)
{
	struct stat now;

	return dispatch_waits(sp->host) && stat(sp->program, &now) == 0 &&
	    now.st_dev == sp->from.st_dev && now.st_ino == sp->from.st_ino &&
	    now.st_size == sp->from.st_size &&
	    now.st_mtim.tv_sec == sp->from.st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == sp->from.st_mtim.tv_nsec;
}

struct dispatch *
spare_take(struct spare *sp, char **cause)
{
	struct dispatch *host;

	if (sp->host != NULL && !is_good(sp))
		drop(sp);
	host = sp->host;
	sp->host = NULL;
	loop_timer_stop(sp->timer);
	if (host == NULL)
		host = dispatch_create(sp->loop, sp->program, cause);
	return host;
}

void
spare_prepare(struct spare *sp)
{
	/* Answers go out first. */
	if (sp->host == NULL)
		loop_timer_start(sp->timer, 0);
}
