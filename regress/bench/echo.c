/* SPDX-License-Identifier: ISC */
/* echo: from a key that is typed into an attached terminal to its letter's
 * coming out there, at rest and while the same session floods. */

#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "bench.h"

#define KEYS 100

/* ms from the key to the letter; NAN if it never came. */
static double
one_key(struct outer *o, char c)
{
	unsigned *seen = &o->seen[(unsigned char)c];
	int64_t start;

	start = now_ns();
	outer_key(o, c);
	if (!outer_await(o, seen, *seen + 1, start + INT64_C(3000000000)))
		return (double)NAN;
	return (double)(now_ns() - start) / 1e6;
}

static void
type(struct bench *b, struct session *s, struct outer *o, bool flood)
{
	unsigned i, n, keys;
	double *ms, took;

	keys = KEYS * b->percent / 100 + 4;
	ms = xcalloc(keys, sizeof *ms);
	ctl_tell(&s->worker, flood ? "flood" : "echo");
	outer_drain(o, 200);
	for (i = n = 0; i < keys; i++) {
		took = one_key(o, (char)('A' + i % 26));
		if (!isnan(took))
			ms[n++] = took;
		/* As a person types, and not in step with anything. */
		outer_drain(o, (int)(30 + i * 7 % 23));
	}
	ctl_tell(&s->worker, "stop");
	(void)ctl_answer(&s->worker, o);
	stats_add(flood ? "flood" : "echo", "", s->place->peer,
	    stats_quantile(ms, n, 0.5));
	stats_add(flood ? "flood-99th" : "echo-99th", "", s->place->peer,
	    stats_quantile(ms, n, 0.99));
	stats_add(flood ? "flood-lost" : "echo-lost", "", s->place->peer,
	    keys - n);
	free(ms);
}

static void
measure_peer(struct bench *b, unsigned peer, bool flood)
{
	struct place p;
	struct session s;
	struct outer o;

	if (place_open(b, &p, peer, "echo") &&
	    session_start(b, &p, "w", &s)) {
		if (session_attach(b, &s, &o)) {
			type(b, &s, &o, flood);
			outer_stop(&o);
		}
		session_end(b, &s);
	}
	place_close(b, &p);
}

void
echo_run(struct bench *b, bool flood)
{
	unsigned peer;

	for (peer = 0; peer < NPEERS; peer++)
		if (b->peers & 1u << peer)
			measure_peer(b, peer, flood);
}
