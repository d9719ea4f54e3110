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

struct watch {
	struct loop_timer *timer; /* owned */
	watch_cb look;
	void *arg;
	monotime first; /* stir since the last look */
	monotime last;
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

static void
watch_fire(void *arg)
{
	struct watch *w = arg;
	monotime now;
	int64_t quiet, most;

	now = monotime_now();
	quiet = WATCH_QUIET_MS - monotime_diff(w->last, now);
	most = WATCH_MOST_MS - monotime_diff(w->first, now);
	if (quiet > 0 && most > 0)
		loop_timer_start(w->timer, quiet < most ? quiet : most);
	else
		w->look(w->arg);
}

struct watch *
watch_create(struct loop *loop, watch_cb look, void *arg)
{
	struct watch *w;

	w = xcalloc(1, sizeof(*w));
	w->timer = loop_timer_create(loop, watch_fire, w);
	w->look = look;
	w->arg = arg;
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
	w->last = monotime_now();
	if (loop_timer_running(w->timer))
		return;
	w->first = w->last;
	loop_timer_start(w->timer, WATCH_QUIET_MS);
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
	struct proc p, *list;
	size_t i, n;
	bool busy;

	if (fg <= 0 || proc_get(fg, &p) != 0 || p.state != 'S' ||
	    p.pgrp != fg || !watch_is_shell(p.comm))
		return false;
	if ((list = proc_list(&n)) == NULL)
		return false;
	busy = false;
	for (i = 0; i < n && !busy; i++)
		busy = list[i].ppid == fg && list[i].pgrp == fg;
	free(list);
	return !busy;
}
