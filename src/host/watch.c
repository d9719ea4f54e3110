/* SPDX-License-Identifier: ISC */
/* watch: when to look at a session again, and whether its shell is at the
 * prompt. Nothing runs while the session rests. */

#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "base/monotime.h"
#include "base/procid.h"
#include "base/xmalloc.h"
#include "host/watch.h"

#define WATCH_QUIET_MS 300
#define WATCH_MOST_MS  1000
#define WATCH_SOON_MS  20  /* for the rest of a drawing to come */
#define WATCH_EACH_MS  250 /* from one eager look to the next */

struct watch {
	struct loop_timer *timer; /* owned */
	watch_cb look;
	void *arg;
	monotime first; /* stir since the last quiet look */
	monotime last;
	bool eager;
	bool stirred;	 /* since the last look of either kind */
	monotime looked; /* last */
};

static const char *const watch_shells[] = {
	"ash",
	"bash",
	"bgmux-sh", /* the built-in agent is one */
	"dash",
	"fish",
	"ksh",
	"ksh93",
	"mksh",
	"sh",
	"zsh",
};

static int64_t
watch_min(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* ms until the next look of each kind. */
static int64_t
watch_until_quiet(const struct watch *w, monotime now)
{
	return watch_min(WATCH_QUIET_MS - monotime_diff(w->last, now),
	    WATCH_MOST_MS - monotime_diff(w->first, now));
}

static int64_t
watch_until_eager(const struct watch *w, monotime now)
{
	int64_t left = WATCH_EACH_MS - monotime_diff(w->looked, now);

	return left > WATCH_SOON_MS ? left : WATCH_SOON_MS;
}

static void
watch_start(struct watch *w, monotime now)
{
	int64_t left = watch_until_quiet(w, now);

	if (w->eager && w->stirred)
		left = watch_min(left, watch_until_eager(w, now));
	loop_timer_start(w->timer, left > 0 ? left : 0);
}

static void
watch_fire(void *arg)
{
	struct watch *w = arg;
	monotime now;
	bool quiet;

	now = monotime_now();
	quiet = watch_until_quiet(w, now) <= 0;
	if (quiet || (w->eager && w->stirred)) {
		w->looked = now;
		w->stirred = false;
		if (!quiet)
			watch_start(w, now);
		w->look(w->arg, quiet);
	} else
		watch_start(w, now);
}

struct watch *
watch_create(struct loop *loop, watch_cb look, void *arg)
{
	struct watch *w;

	w = xcalloc(1, sizeof(*w));
	w->timer = loop_timer_create(loop, watch_fire, w);
	w->look = look;
	w->arg = arg;
	w->looked = monotime_add(monotime_now(), -WATCH_EACH_MS);
	return w;
}

void
watch_destroy(struct watch *w)
{
	if (w == NULL)
		return;
	loop_timer_destroy(w->timer);
	free(w);
}

void
watch_stir(struct watch *w)
{
	bool first = !loop_timer_running(w->timer);

	w->last = monotime_now();
	if (first)
		w->first = w->last;
	if (first || (w->eager && !w->stirred)) {
		w->stirred = true;
		watch_start(w, w->last);
	}
}

void
watch_set_eager(struct watch *w, bool eager)
{
	w->eager = eager;
}

void
watch_stop(struct watch *w)
{
	loop_timer_stop(w->timer);
}

static bool
watch_is_shell(const char *comm)
{
	size_t i;

	/* A login shell's own name begins with a dash. */
	if (*comm == '-')
		comm++;
	for (i = 0; i < nitems(watch_shells); i++)
		if (strcmp(comm, watch_shells[i]) == 0)
			return true;
	return false;
}

bool
watch_at_prompt(pid_t fg)
{
	struct proc p;

	if (fg <= 0 || proc_get(fg, &p) != 0 || p.state != 'S' ||
	    p.pgrp != fg || !watch_is_shell(p.comm))
		return false;
	return !proc_has_helper(fg);
}
