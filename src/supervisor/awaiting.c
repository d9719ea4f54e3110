/* SPDX-License-Identifier: ISC */
/* awaiting: how many sessions wait for the person. Who is told is the bus's
 * business. */

/*
 * Each session remembers whether it was counted, so that a change of one that
 * does not begin or cease to wait costs a comparison; only then all are
 * counted.
 */

#include <string.h>

#include "base/jv.h"
#include "supervisor/awaiting.h"
#include "supervisor/bus.h"
#include "supervisor/registry.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/supervisor_internal.h"

/* As the agent view counts them. */
static bool
awaits(const struct session *s)
{
	return session_is_shown(s) && !session_is_archived(s) &&
	    strcmp(session_string(s, "state"), "blocked") == 0 &&
	    strcmp(session_string(s, "kind"), "interactive") != 0;
}

unsigned
awaiting_count(struct supervisor *sup, const char *own)
{
	struct session *s;
	unsigned n = 0;

	for (s = registry_first(sup->registry); s != NULL;
	     s = registry_next(s)) {
		s->counted = awaits(s);
		if (s->counted && strcmp(s->id, own) != 0)
			n++;
	}
	return n;
}

static unsigned
on_count(const char *own, void *arg)
{
	return awaiting_count(arg, own);
}

void
awaiting_follow(struct session *s, bool gone)
{
	bool now = !gone && awaits(s);

	if (now == s->counted)
		return;
	s->counted = now;
	bus_tell_waiting(s->sup->bus, on_count, s->sup);
}
