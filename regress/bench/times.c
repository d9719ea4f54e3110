/* SPDX-License-Identifier: ISC */
/* times: how long commands take: a session's start, an attach until the whole
 * screen is there, a list of many. */

#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "bench.h"

#define ATTACHES 10
#define STARTS	 40
#define LISTED	 500
#define LISTS	 10

static unsigned
amount(const struct bench *b, unsigned n)
{
	n = n * b->percent / 100;
	return n < 2 ? 2 : n;
}

/* Attach. */

static double
attach_once(struct bench *b, struct session *s, double *bytes)
{
	struct strv argv = { 0 };
	struct outer o;
	int64_t start;
	double ms;

	place_attach_argv(b, s->place, s->worker.name, &argv);
	start = now_ns();
	ms = (double)NAN;
	if (outer_start(&o, &argv, &s->place->env)) {
		if (outer_await(&o, &o.seen['X'], BENCH_ROWS,
			start + INT64_C(5000000000)))
			ms = (double)(now_ns() - start) / 1e6;
		outer_drain(&o, 50);
		*bytes = (double)o.bytes / 1e3;
		outer_stop(&o);
	}
	strv_clear(&argv);
	return ms;
}

static bool
painted(struct bench *b, struct session *s)
{
	struct outer o;

	/* dtach keeps no screen: the program must paint again. */
	if (!peer_emulates(s->place->peer)) {
		ctl_tell(&s->worker, "repaint");
		return ctl_answer(&s->worker, NULL) == 0;
	}
	if (!session_attach(b, s, &o))
		return false;
	ctl_tell(&s->worker, "paint 1");
	if (ctl_answer(&s->worker, &o) != 0) {
		outer_stop(&o);
		return false;
	}
	outer_stop(&o);
	return true;
}

static void
attach_peer(struct bench *b, unsigned peer)
{
	struct place p;
	struct session s;
	double *ms, bytes = 0;
	unsigned i, n;

	n = amount(b, ATTACHES);
	ms = xcalloc(n, sizeof *ms);
	if (place_open(b, &p, peer, "attach") &&
	    session_start(b, &p, "w", &s)) {
		if (painted(b, &s)) {
			for (i = 0; i < n; i++)
				ms[i] = attach_once(b, &s, &bytes);
			stats_add("attach", "", peer,
			    stats_quantile(ms, n, 0.5));
			stats_add("attach-bytes", "", peer, bytes);
		}
		session_end(b, &s);
	}
	place_close(b, &p);
	free(ms);
}

void
attach_run(struct bench *b)
{
	unsigned peer;

	for (peer = 0; peer < NPEERS; peer++)
		if (b->peers & 1u << peer)
			attach_peer(b, peer);
}

/* Start: one after the other, as from a script; all must be there in the
 * end. */

double
start_many(struct bench *b, struct place *p, struct worker *w, unsigned n)
{
	int64_t start;
	unsigned i;
	char *name;
	bool ok = true;

	for (i = 0; i < n; i++)
		w[i].fd = -1;
	start = now_ns();
	for (i = 0; i < n && ok; i++) {
		name = xasprintf("Q%u", i);
		ok = session_launch(b, p, name);
		free(name);
	}
	for (i = 0; i < n && ok; i++) {
		name = xasprintf("Q%u", i);
		ok = ctl_accept(b, name, &w[i]);
		free(name);
	}
	return ok ? (double)n / ((double)(now_ns() - start) / 1e9) :
		    (double)NAN;
}

void
quit_all(struct worker *w, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		ctl_quit(&w[i]);
}

void
start_run(struct bench *b)
{
	struct worker w[STARTS + 2];
	struct place p;
	unsigned peer, n = amount(b, STARTS);

	if (n > STARTS)
		n = STARTS;
	for (peer = 0; peer < NPEERS; peer++) {
		if (!(b->peers & 1u << peer))
			continue;
		if (place_open(b, &p, peer, "start")) {
			stats_add("start", "", peer, start_many(b, &p, w, n));
			quit_all(w, n);
		}
		place_close(b, &p);
	}
}

/* List. */

static void
list_peer(struct bench *b, struct place *p)
{
	struct strv argv = { 0 };
	struct buf out = { 0 };
	double ms[LISTS];
	int64_t start;
	unsigned i;

	place_list_argv(b, p, &argv);
	for (i = 0; i < LISTS; i++) {
		buf_reset(&out);
		start = now_ns();
		(void)run_command(&argv, &p->env, &out);
		ms[i] = (double)(now_ns() - start) / 1e6;
	}
	stats_add("list", "", p->peer, stats_quantile(ms, LISTS, 0.5));
	buf_clear(&out);
	strv_clear(&argv);
}

void
list_run(struct bench *b)
{
	struct worker *w;
	struct place p;
	unsigned peer, n = amount(b, LISTED);

	w = xcalloc(n, sizeof *w);
	for (peer = 0; peer < NPEERS; peer++) {
		/* dtach has no list. */
		if (!(b->peers & 1u << peer) || peer == PEER_DTACH)
			continue;
		if (place_open(b, &p, peer, "list")) {
			if (!isnan(start_many(b, &p, w, n))) {
				nap_ms(1500);
				list_peer(b, &p);
			}
			quit_all(w, n);
		}
		place_close(b, &p);
	}
	free(w);
}
