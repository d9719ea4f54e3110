/* SPDX-License-Identifier: ISC */
/* lead: whether a session is in the foreground of somebody's terminal.
 *
 * An interactive session is in the foreground while a view that leads looks at
 * it: that of "bgmux run". However that view ends (by the person, with its
 * terminal, by a signal, without a word) the session goes on in the background.
 */

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostend.h"
#include "host/hostevent.h"
#include "host/lead.h"
#include "host/viewer.h"

static bool
lead_is_interactive(const struct host *h)
{
	return strcmp(h->boot->kind, "interactive") == 0;
}

static void
lead_late(void *arg)
{
	struct host *h = arg;

	lead_gone(h);
	hostend_try_leave(h);
}

void
lead_start(struct host *h)
{
	if (!lead_is_interactive(h))
		return;
	h->lead_timer = loop_timer_create(h->loop, lead_late, h);
	loop_timer_start(h->lead_timer, LEAD_WAIT_MS);
}

void
lead_come(struct host *h)
{
	if (h->lead_timer != NULL)
		loop_timer_stop(h->lead_timer);
}

void
lead_gone(struct host *h)
{
	const struct conn *c;

	if (!lead_is_interactive(h) || h->phase >= HOST_ENDED)
		return;
	TAILQ_FOREACH(c, &h->conns, entry)
		if (c->viewer != NULL && viewer_leads(c->viewer))
			return;
	log_info("goes on in the background");
	free(h->boot->kind);
	h->boot->kind = xstrdup(h->boot->exec ? "job" : "background");
	hostevent_tell(h, CHANGE_KIND);
}

int
lead_awaited(const struct host *h)
{
	return h->lead_timer != NULL && loop_timer_running(h->lead_timer);
}

void
lead_stop(struct host *h)
{
	loop_timer_destroy(h->lead_timer);
	h->lead_timer = NULL;
}
