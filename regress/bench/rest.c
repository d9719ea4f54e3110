/* SPDX-License-Identifier: ISC */
/* rest: what sessions cost while nothing happens: memory and wake-ups. */

#include <stdlib.h>

#include "base/xmalloc.h"
#include "bench.h"

#define SESSIONS 20
#define REST_MS	 20000

struct crowd {
	struct place place;
	struct session s[SESSIONS];
	unsigned n;
	pid_t daemon;
	int64_t before;		/* its PSS without sessions */
};

static bool
crowd_open(struct bench *b, struct crowd *c, unsigned peer, const char *what)
{
	char *name;
	bool ok = true;

	c->n = 0;
	if (!place_open(b, &c->place, peer, what))
		return false;
	c->daemon = place_daemon(b, &c->place);
	c->before = c->daemon == 0 ? 0 : proc_pss(c->daemon);
	while (c->n < SESSIONS && ok) {
		name = xasprintf("m%u", c->n);
		ok = session_start(b, &c->place, name, &c->s[c->n]);
		if (ok)
			c->n++;
		free(name);
	}
	nap_ms(1500);
	return ok;
}

static void
crowd_close(struct bench *b, struct crowd *c)
{
	unsigned i;

	for (i = 0; i < c->n; i++)
		ctl_quit(&c->s[i].worker);
	place_close(b, &c->place);
}

/* Over the processes that keep the sessions: f's sum. */
static int64_t
sum(const struct crowd *c, int64_t (*f)(pid_t))
{
	int64_t n;
	unsigned i;

	n = c->daemon == 0 ? 0 : f(c->daemon);
	for (i = 0; i < c->n; i++)
		if (c->s[i].worker.server != c->daemon)
			n += f(c->s[i].worker.server);
	return n;
}

static void
note_memory(struct crowd *c, const char *what)
{
	stats_add(what, "", c->place.peer,
	    (double)(sum(c, proc_pss) - c->before) / c->n);
}

static void
tell_all(struct crowd *c, const char *text)
{
	unsigned i;

	for (i = 0; i < c->n; i++) {
		ctl_tell(&c->s[i].worker, "%s", text);
		(void)ctl_answer(&c->s[i].worker, NULL);
	}
	nap_ms(1500);
}

static void
memory_peer(struct bench *b, unsigned peer)
{
	struct crowd c;

	if (crowd_open(b, &c, peer, "memory")) {
		note_memory(&c, "memory-idle");
		tell_all(&c, peer_emulates(peer) ? "paint 1" : "paint 0");
		note_memory(&c, "memory-painted");
	}
	crowd_close(b, &c);
	if (crowd_open(b, &c, peer, "history")) {
		tell_all(&c,
		    peer_emulates(peer) ? "lines 10000 150 1" :
					  "lines 10000 150 0");
		note_memory(&c, "memory-history");
	}
	crowd_close(b, &c);
}

void
memory_run(struct bench *b)
{
	unsigned peer;

	for (peer = 0; peer < NPEERS; peer++)
		if (b->peers & 1u << peer)
			memory_peer(b, peer);
}

static void
rest_peer(struct bench *b, unsigned peer)
{
	struct crowd c;
	struct outer o;
	int64_t before, ms;

	if (crowd_open(b, &c, peer, "rest") &&
	    session_attach(b, &c.s[0], &o)) {
		ms = REST_MS * (int64_t)b->percent / 100;
		outer_drain(&o, 3000);
		before = sum(&c, proc_switches) + proc_switches(o.pid);
		outer_drain(&o, (int)ms);
		stats_add("wake-ups", "", peer,
		    (double)(sum(&c, proc_switches) + proc_switches(o.pid) -
			before) *
			60000 / (double)ms);
		outer_stop(&o);
	}
	crowd_close(b, &c);
}

void
rest_run(struct bench *b)
{
	unsigned peer;

	for (peer = 0; peer < NPEERS; peer++)
		if (b->peers & 1u << peer)
			rest_peer(b, peer);
}
