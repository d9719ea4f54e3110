/* SPDX-License-Identifier: ISC */
/* recap: what has happened since somebody was attached last. How it is told is
 * the client's business. */

#include "base/jv.h"
#include "base/monotime.h"
#include "host/host_internal.h"
#include "host/recap.h"

void
recap_init(struct host *h)
{
	h->recap.since = wall_ms();
	h->recap.turns = 0;
}

/* Coming up to the first prompt is no turn. */
void
recap_turn(struct host *h)
{
	if (h->prompted)
		h->recap.turns++;
}

void
recap_left(struct host *h)
{
	recap_init(h);
}

void
recap_put(const struct host *h, struct jv *to)
{
	struct jv *v;

	if (h->boot->adapter == NULL || h->boot->exec)
		return;
	v = jv_object();
	jv_set_int(v, "since", h->recap.since);
	jv_set_int(v, "turns", h->recap.turns);
	jv_set(to, "recap", v);
}
