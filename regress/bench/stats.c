/* SPDX-License-Identifier: ISC */
/* stats: the numbers, a series for each measure, corpus and peer. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "bench.h"

static struct series *all;
static unsigned nall;

struct series *
stats_find(const char *measure, const char *corpus, unsigned peer)
{
	unsigned i;

	for (i = 0; i < nall; i++)
		if (all[i].peer == peer &&
		    strcmp(all[i].measure, measure) == 0 &&
		    strcmp(all[i].corpus, corpus) == 0)
			return &all[i];
	return NULL;
}

struct series *
stats_at(unsigned i)
{
	return i < nall ? &all[i] : NULL;
}

void
stats_add(const char *measure, const char *corpus, unsigned peer, double value)
{
	struct series *s = stats_find(measure, corpus, peer);

	if (s == NULL) {
		all = xreallocarray(all, nall + 1, sizeof *all);
		s = &all[nall++];
		memset(s, 0, sizeof *s);
		strlcpy(s->measure, measure, sizeof s->measure);
		strlcpy(s->corpus, corpus, sizeof s->corpus);
		s->peer = peer;
	}
	s->value = xreallocarray(s->value, s->n + 1, sizeof *s->value);
	s->value[s->n++] = value;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

double
stats_quantile(const double *value, unsigned n, double q)
{
	double *sorted, at, result;
	unsigned i, k;

	sorted = xcalloc(n + 1, sizeof *sorted);
	for (i = k = 0; i < n; i++)
		if (!isnan(value[i]))
			sorted[k++] = value[i];
	if (k == 0) {
		free(sorted);
		return (double)NAN;
	}
	qsort(sorted, k, sizeof *sorted, compare);
	at = q * (k - 1);
	i = (unsigned)at;
	result = sorted[i];
	if (i + 1 < k)
		result += (at - i) * (sorted[i + 1] - sorted[i]);
	free(sorted);
	return result;
}

double
stats_median(const struct series *s)
{
	return s == NULL ? (double)NAN : stats_quantile(s->value, s->n, 0.5);
}

double
stats_ratio(const struct series *a, const struct series *b, unsigned i)
{
	if (a == NULL || b == NULL || i >= a->n || i >= b->n ||
	    !(b->value[i] > 0))
		return (double)NAN;
	return a->value[i] / b->value[i];
}

bool
stats_ratios(const struct series *a, const struct series *b, double out[3])
{
	double *ratio;
	unsigned i, n;

	if (a == NULL || b == NULL)
		return false;
	n = a->n < b->n ? a->n : b->n;
	ratio = xcalloc(n + 1, sizeof *ratio);
	for (i = 0; i < n; i++)
		ratio[i] = stats_ratio(a, b, i);
	for (i = 0; i < 3; i++)
		out[i] = stats_quantile(ratio, n, i / 2.0);
	free(ratio);
	return !isnan(out[1]);
}
