/* SPDX-License-Identifier: ISC */
/* speed: how fast a program can write, what that costs the server, and what
 * reaches the terminal. */

#include <math.h>
#include <stdio.h>

#include "base/xmalloc.h"
#include "bench.h"

/* Write the corpus once; the ns it took, or -1. */
static int64_t
write_once(const struct bench *b, unsigned corpus, struct session *s,
    struct outer *o)
{
	ctl_tell(&s->worker, "load %s", b->corpus_path[corpus]);
	if (ctl_answer(&s->worker, o) != 0)
		return -1;
	ctl_tell(&s->worker, "write %d", peer_emulates(s->place->peer));
	return ctl_answer(&s->worker, o);
}

static void
note(const struct bench *b, unsigned corpus, unsigned peer, bool attached,
    int64_t ns, int64_t cpu)
{
	const char *name = corpora[corpus].name;
	double mb = (double)b->corpus_len[corpus] / 1e6;

	stats_add(attached ? "attached" : "detached", name, peer,
	    ns > 0 ? mb / ((double)ns / 1e9) : (double)NAN);
	stats_add(attached ? "attached-cpu" : "detached-cpu", name, peer,
	    ns > 0 ? (double)cpu / 1e6 / mb : (double)NAN);
}

static void
measure(struct bench *b, unsigned corpus, struct session *s, bool attached)
{
	struct outer o = { .fd = -1 };
	int64_t cpu, ns;
	uint64_t bytes;

	if (attached && !session_attach(b, s, &o)) {
		note(b, corpus, s->place->peer, attached, -1, 0);
		return;
	}
	o.parse = false;
	bytes = o.bytes;
	cpu = proc_cpu(s->worker.server);
	ns = write_once(b, corpus, s, attached ? &o : NULL);
	cpu = proc_cpu(s->worker.server) - cpu;
	note(b, corpus, s->place->peer, attached, ns, cpu);
	if (!attached)
		return;
	/* The last of it is under way. */
	outer_drain(&o, 100);
	stats_add("bytes", corpora[corpus].name, s->place->peer,
	    (double)(o.bytes - bytes) / 1e6);
	outer_stop(&o);
}

static void
measure_peer(struct bench *b, unsigned corpus, unsigned peer, bool attached)
{
	struct place p;
	struct session s;

	if (place_open(b, &p, peer, "speed") &&
	    session_start(b, &p, "w", &s)) {
		measure(b, corpus, &s, attached);
		session_end(b, &s);
	} else
		note(b, corpus, peer, attached, -1, 0);
	place_close(b, &p);
}

void
speed_run(struct bench *b, unsigned corpus, bool attached)
{
	unsigned peer;

	for (peer = 0; peer < NPEERS; peer++)
		if (b->peers & 1u << peer)
			measure_peer(b, corpus, peer, attached);
}
