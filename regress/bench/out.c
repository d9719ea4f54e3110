/* SPDX-License-Identifier: ISC */
/* out: the numbers as a table and as JSON, and the aims beside them. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "bench.h"

#define NOBODY NPEERS

enum of {
	ALONE,
	CORPORA,
	SIZES
};

static const struct measure {
	const char *name;
	const char *title;
	enum of of;
} measures[] = {
	{ "detached", "detached, MB/s", CORPORA },
	{ "detached-cpu", "detached, server CPU in ms a MB", CORPORA },
	{ "attached", "attached, MB/s", CORPORA },
	{ "attached-cpu", "attached, server CPU in ms a MB", CORPORA },
	{ "bytes", "attached, MB to the terminal", CORPORA },
	{ "echo", "echo at rest, median, ms", ALONE },
	{ "echo-99th", "echo at rest, 99th, ms", ALONE },
	{ "flood", "echo in a flood, median, ms", ALONE },
	{ "flood-99th", "echo in a flood, 99th, ms", ALONE },
	{ "flood-lost", "  keys without an echo", ALONE },
	{ "attach", "attach to a full screen, ms", ALONE },
	{ "attach-bytes", "  its kB to the terminal", ALONE },
	{ "start", "starts a second", ALONE },
	{ "list", "list of 500, ms", ALONE },
	{ "memory-idle", "KiB a session, idle", ALONE },
	{ "memory-painted", "  painted in colour", ALONE },
	{ "memory-history", "  10,000 lines of 150", ALONE },
	{ "wake-ups", "wake-ups a minute, 20 idle", ALONE },
	{ "view", "agent view of so many, first frame, ms", SIZES },
	{ "view-change", "  a change to the screen, ms", SIZES },
	{ "view-bytes", "  its bytes to the terminal", SIZES },
	{ "view-cpu", "  CPU in ms a minute, at rest", SIZES },
	{ "view-wake-ups", "  wake-ups a minute, at rest", SIZES },
};

enum how {
	ONE,
	EACH,
	MEAN
};

/* min: at least the bound; else at most. */
static const struct aim {
	const char *measure;
	enum how how;
	unsigned peer;
	bool min;
	double bound;
	const char *at; /* so many sessions; NULL: what has no sizes */
} aims[] = {
	{ "detached", MEAN, PEER_DTACH, true, 0.8, NULL },
	{ "detached", EACH, PEER_DTACH, true, 0.55, NULL },
	{ "detached", EACH, PEER_TMUX, true, 2, NULL },
	{ "detached-cpu", EACH, PEER_TMUX, false, 0.5, NULL },
	{ "attached", MEAN, PEER_DTACH, true, 1, NULL },
	{ "attached", MEAN, PEER_TMUX, true, 3, NULL },
	{ "attached", EACH, PEER_TMUX, true, 1, NULL },
	{ "echo", ONE, PEER_TMUX, false, 1.2, NULL },
	{ "flood-99th", ONE, PEER_TMUX, false, 1, NULL },
	{ "attach", ONE, PEER_TMUX, false, 1, NULL },
	{ "start", ONE, PEER_TMUX, true, 1, NULL },
	{ "start", ONE, PEER_DTACH, true, 1, NULL },
	{ "list", ONE, PEER_TMUX, false, 1, NULL },
	{ "memory-idle", ONE, NOBODY, false, 300, NULL },
	{ "memory-painted", ONE, NOBODY, false, 450, NULL },
	{ "memory-history", ONE, NOBODY, false, 2355, NULL },
	{ "wake-ups", ONE, NOBODY, false, 1, NULL },
	{ "view", ONE, NOBODY, false, 100, "1000" },
	{ "view-change", ONE, NOBODY, false, 100, "1000" },
};

static void
print_number(double x, int width)
{
	if (isnan(x))
		printf("%*s", width, "-");
	else
		printf("%*.*f", width, x < 10 ? 2 : x < 1000 ? 1 : 0, x);
}

static bool
any(const char *measure, const char *corpus)
{
	unsigned peer;

	for (peer = 0; peer < NPEERS; peer++)
		if (stats_find(measure, corpus, peer) != NULL)
			return true;
	return false;
}

static void
print_row(const char *title, const char *measure, const char *corpus)
{
	const struct series *us = stats_find(measure, corpus, PEER_BGMUX);
	unsigned peer;
	double r[3];

	if (!any(measure, corpus))
		return;
	printf("%-30s", title);
	for (peer = 0; peer < NPEERS; peer++)
		print_number(stats_median(stats_find(measure, corpus, peer)),
		    9);
	for (peer = 1; peer < NPEERS; peer++) {
		if (!stats_ratios(us, stats_find(measure, corpus, peer), r)) {
			printf("%19s", "-");
			continue;
		}
		print_number(r[0], 8);
		print_number(r[1], 6);
		print_number(r[2], 5);
	}
	printf("\n");
}

/* The geometric mean over the corpora of the median ratios, and the worst of
 * them: which, is left in *worst_at. */
static double
over_corpora(const struct aim *a, double *worst, const char **worst_at)
{
	double r[3], sum = 0;
	const char *name;
	unsigned i, n = 0;

	*worst = (double)NAN;
	for (i = 0; i < NCORPORA; i++) {
		name = corpora[i].name;
		if (!stats_ratios(stats_find(a->measure, name, PEER_BGMUX),
			stats_find(a->measure, name, a->peer), r))
			continue;
		sum += log(r[1]);
		n++;
		if (isnan(*worst) || (a->min ? r[1] < *worst : r[1] > *worst)) {
			*worst = r[1];
			*worst_at = name;
		}
	}
	return n == 0 ? (double)NAN : exp(sum / n);
}

static double
aim_value(const struct aim *a, const char **at)
{
	double r[3], mean, worst;

	*at = a->at != NULL ? a->at : "";
	if (a->how != ONE) {
		mean = over_corpora(a, &worst, at);
		if (a->how == EACH)
			return worst;
		*at = "";
		return mean;
	}
	if (a->peer == NOBODY)
		return stats_median(stats_find(a->measure, *at, PEER_BGMUX));
	return stats_ratios(stats_find(a->measure, "", PEER_BGMUX),
		   stats_find(a->measure, "", a->peer), r) ?
	    r[1] :
	    (double)NAN;
}

static void
print_aims(void)
{
	static const char *const how[] = { "", ", each", ", mean" };
	const struct aim *a;
	const char *at;
	char what[64];
	double v;
	size_t i;

	printf("\n%-44s%10s%10s\n", "aim", "owed", "here");
	for (i = 0; i < nitems(aims); i++) {
		a = &aims[i];
		v = aim_value(a, &at);
		if (isnan(v))
			continue;
		snprintf(what, sizeof what, "%s%s%s%s", a->measure,
		    a->peer == NOBODY ? "" : " over ",
		    a->peer == NOBODY ? "" : peer_name(a->peer), how[a->how]);
		printf("%-44s%4s%6g", what, a->min ? ">=" : "<=", a->bound);
		print_number(v, 10);
		printf("  %s %s\n",
		    (a->min ? v >= a->bound : v <= a->bound) ? "met" : "missed",
		    at);
	}
}

static void
print_rows(const struct measure *m)
{
	unsigned n = m->of == CORPORA ? NCORPORA : NVIEWS, i;
	const char *of;
	bool head = false;
	char title[32];

	if (m->of == ALONE) {
		print_row(m->title, m->name, "");
		return;
	}
	for (i = 0; i < n; i++) {
		of = m->of == CORPORA ? corpora[i].name : view_sizes[i];
		if (!head && any(m->name, of)) {
			printf("%s\n", m->title);
			head = true;
		}
		snprintf(title, sizeof title, "    %s", of);
		print_row(title, m->name, of);
	}
}

void
out_table(const struct bench *b)
{
	unsigned peer;
	size_t k;

	printf("\n%-30s", "medians");
	for (peer = 0; peer < NPEERS; peer++)
		printf("%9s", peer_name(peer));
	printf("   bgmux over tmux    over screen        over dtach"
	       "   (min median max of %u)\n",
	    b->runs);
	for (k = 0; k < nitems(measures); k++)
		print_rows(&measures[k]);
	print_aims();
	fflush(stdout);
}

/* JSON. */

static struct jv *
series_jv(const struct series *s)
{
	struct jv *v = jv_object(), *values = jv_array(), *one;
	unsigned i;

	jv_set_string(v, "measure", s->measure);
	if (s->corpus[0] != '\0')
		jv_set_string(v, "corpus", s->corpus);
	jv_set_string(v, "peer", peer_name(s->peer));
	jv_set_real(v, "min", stats_quantile(s->value, s->n, 0));
	jv_set_real(v, "median", stats_quantile(s->value, s->n, 0.5));
	jv_set_real(v, "max", stats_quantile(s->value, s->n, 1));
	for (i = 0; i < s->n; i++) {
		one = jv_object();
		jv_set_int(one, "run", i + 1);
		jv_set_real(one, "value", s->value[i]);
		jv_append(values, one);
	}
	jv_set(v, "values", values);
	return v;
}

static struct jv *
ratio_jv(const struct series *s)
{
	struct jv *v;
	double r[3];

	if (s->peer == PEER_BGMUX ||
	    !stats_ratios(stats_find(s->measure, s->corpus, PEER_BGMUX), s, r))
		return NULL;
	v = jv_object();
	jv_set_string(v, "measure", s->measure);
	if (s->corpus[0] != '\0')
		jv_set_string(v, "corpus", s->corpus);
	jv_set_string(v, "to", peer_name(s->peer));
	jv_set_real(v, "min", r[0]);
	jv_set_real(v, "median", r[1]);
	jv_set_real(v, "max", r[2]);
	return v;
}

static struct jv *
aims_jv(void)
{
	static const char *const how[] = { "median", "worst", "mean" };
	struct jv *all = jv_array(), *v;
	const char *at;
	double x;
	size_t i;

	for (i = 0; i < nitems(aims); i++) {
		x = aim_value(&aims[i], &at);
		if (isnan(x))
			continue;
		v = jv_object();
		jv_set_string(v, "measure", aims[i].measure);
		if (aims[i].peer != NOBODY)
			jv_set_string(v, "to", peer_name(aims[i].peer));
		jv_set_string(v, "of", how[aims[i].how]);
		jv_set_real(v, aims[i].min ? "atLeast" : "atMost",
		    aims[i].bound);
		jv_set_real(v, "here", x);
		jv_set_bool(v, "met",
		    aims[i].min ? x >= aims[i].bound : x <= aims[i].bound);
		jv_append(all, v);
	}
	return all;
}

void
out_json(const struct bench *b, const char *path)
{
	struct jv *v = jv_object(), *all = jv_array(), *ratios = jv_array();
	struct jv *one;
	unsigned i;
	char *text;

	jv_set_int(v, "runs", b->runs);
	jv_set_int(v, "percent", b->percent);
	for (i = 0; stats_at(i) != NULL; i++) {
		jv_append(all, series_jv(stats_at(i)));
		if ((one = ratio_jv(stats_at(i))) != NULL)
			jv_append(ratios, one);
	}
	jv_set(v, "results", all);
	jv_set(v, "ratios", ratios);
	jv_set(v, "aims", aims_jv());
	text = jv_text(v, true);
	put_file(path, text, strlen(text));
	free(text);
	jv_free(v);
}
