/* SPDX-License-Identifier: ISC */
/* view: the agent view with few and with many sessions: how soon it is there,
 * how soon and in how many bytes it shows a change, what it costs while nothing
 * happens. No other program has one. */

#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/xmalloc.h"
#include "bench.h"

#define OPENS	20
#define CHANGES 20
#define REST_MS 20000
#define SETTLED 1500  /* ms after the last start */
#define OLD_MS	65000 /* when ages are told in minutes */
#define APART	137   /* ms between changes, and between views */
#define SHOWN	40    /* rows that are surely on the screen, of BENCH_ROWS */
#define ROW	'Q'   /* begins each session's name, and is in no other text */

const char *const view_sizes[NVIEWS] = { "10", "100", "1000" };

struct seen {
	struct bench *b;
	struct place p;
	struct worker *w; /* owned */
	unsigned n;
	const char *size;
	int64_t started; /* the last one, in ns */
	double *value;	 /* owned: for a median */
};

static unsigned
amount(const struct bench *b, unsigned n)
{
	n = n * b->percent / 100;
	return n < 2 ? 2 : n;
}

static void
add(const struct seen *s, const char *measure, double value)
{
	stats_add(measure, s->size, PEER_BGMUX, value);
}

/* With the rows on its screen; false: it did not come to that. *ms may be NULL.
 * To be stopped in any case if its pid is not -1. */
static bool
open_view(struct seen *s, struct outer *o, double *ms)
{
	struct strv argv = { 0 };
	int64_t start = now_ns();
	unsigned rows = s->n < SHOWN ? s->n : SHOWN;
	bool ok;

	strv_add(&argv, s->b->bgmux);
	strv_add(&argv, "agents");
	ok = outer_start(o, &argv, &s->p.env) &&
	    outer_await(o, &o->seen[ROW], rows, start + INT64_C(10000000000));
	if (ms != NULL)
		*ms = ok ? (double)(now_ns() - start) / 1e6 : (double)NAN;
	strv_clear(&argv);
	return ok;
}

static void
first_frames(struct seen *s)
{
	unsigned i, n = amount(s->b, OPENS);
	struct outer o;

	for (i = 0; i < n; i++) {
		nap_ms(APART);
		(void)open_view(s, &o, &s->value[i]);
		outer_stop(&o);
	}
	add(s, "view", stats_quantile(s->value, n, 0.5));
}

static const struct change {
	const char *state;
	const char *text;   /* in base64 */
	unsigned char sign; /* that is in it, and nowhere else on the screen */
} to[] = { { "blocked", "QA==", '@' }, { "working", "Xg==", '^' } };

/* One session begins to wait, and works again: it changes its group, so that
 * many rows move. */
static void
changes(struct seen *s)
{
	unsigned i, n = amount(s->b, CHANGES), was;
	static double bytes[CHANGES * 100];
	struct outer o;
	int64_t start;
	uint64_t had;
	const struct change *c;

	if (n > nitems(bytes))
		n = nitems(bytes);
	if (!open_view(s, &o, NULL))
		n = 0;
	for (i = 0; i < n; i++) {
		outer_drain(&o, APART);
		c = &to[i % 2];
		was = o.seen[c->sign];
		had = o.bytes;
		start = now_ns();
		ctl_tell(&s->w[0], "state %s %s", c->state, c->text);
		s->value[i] = (double)NAN;
		if (outer_await(&o, &o.seen[c->sign], was + 1,
			start + INT64_C(5000000000)))
			s->value[i] = (double)(now_ns() - start) / 1e6;
		outer_drain(&o, 5);
		bytes[i] = (double)(o.bytes - had);
		(void)ctl_answer(&s->w[0], &o);
	}
	outer_stop(&o);
	add(s, "view-change",
	    n == 0 ? (double)NAN : stats_quantile(s->value, n, 0.5));
	add(s, "view-bytes",
	    n == 0 ? (double)NAN : stats_quantile(bytes, n, 0.5));
}

static void
rest(struct seen *s)
{
	double part = REST_MS / 60000.0 * s->b->percent / 100;
	struct outer o;
	int64_t cpu, switches, wait;

	wait = OLD_MS * (int64_t)s->b->percent / 100 -
	    (now_ns() - s->started) / 1000000;
	if (wait > 0)
		nap_ms((int)(wait < OLD_MS ? wait : OLD_MS));
	if (open_view(s, &o, NULL)) {
		outer_drain(&o, SETTLED);
		cpu = proc_cpu(o.pid);
		switches = proc_switches(o.pid);
		outer_drain(&o, (int)(part * 60000));
		add(s, "view-cpu",
		    (double)(proc_cpu(o.pid) - cpu) / 1e6 / part);
		add(s, "view-wake-ups",
		    (double)(proc_switches(o.pid) - switches) / part);
	}
	outer_stop(&o);
}

/* The signs of those at work move unless the settings say otherwise: then there
 * is nothing to do but for the ages. */
static void
hold_still(struct seen *s)
{
	static const char text[] = "{\"agents.animation\": false}\n";
	char *dir = xasprintf("%s/bgmux", s->p.dir), *file;

	file = xasprintf("%s/settings.json", dir);
	if (mkdir(dir, 0700) == -1)
		die("cannot make %s", dir);
	put_file(file, text, sizeof text - 1);
	free(file);
	free(dir);
}

void
view_run(struct bench *b)
{
	struct seen s = { .b = b };
	unsigned i;

	if (!(b->peers & 1u << PEER_BGMUX))
		return;
	for (i = 0; i < NVIEWS; i++) {
		s.size = view_sizes[i];
		s.n = amount(b, (unsigned)strtoul(s.size, NULL, 10));
		s.w = xcalloc(s.n, sizeof *s.w);
		s.value = xcalloc(amount(b, OPENS + CHANGES), sizeof(double));
		if (place_open(b, &s.p, PEER_BGMUX, "view")) {
			if (!isnan(start_many(b, &s.p, s.w, s.n))) {
				s.started = now_ns();
				nap_ms(SETTLED);
				first_frames(&s);
				changes(&s);
				hold_still(&s);
				rest(&s);
			}
			quit_all(s.w, s.n);
		}
		place_close(b, &s.p);
		free(s.w);
		free(s.value);
	}
}
