/* SPDX-License-Identifier: ISC */
/* agentversion: asks programs that are not ours for their versions. */

#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/helpers.h"
#include "base/loop.h"
#include "base/reaper.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "cmd/agentversion.h"

#define TEXT_MAX  64 /* bytes of a version */
#define FIRST_MAX 80 /* of a line that stands for one */

struct asking {
	struct helpers *helpers; /* owned */
	int signo;		 /* what came meanwhile; 0: nothing */
};

/* Letters, digits and what else versions are made of. */
static size_t
word_length(const char *p)
{
	return strspn(p,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789.+-_");
}

static bool
is_version(const char *p)
{
	size_t n = strspn(p, "0123456789");

	return n > 0 && p[n] == '.' && isdigit((unsigned char)p[n + 1]);
}

char *
agentversion_find(const char *said)
{
	const char *p = said;
	size_t n;
	char *clean;

	while (*p != '\0') {
		if (*p == 'v' && is_version(p + 1))
			p++;
		n = word_length(p);
		if (n > 0 && is_version(p)) {
			while (n > 1 && strchr(".-_+", p[n - 1]) != NULL)
				n--;
			return xstrndup(p, n < TEXT_MAX ? n : TEXT_MAX);
		}
		p += n > 0 ? n : 1;
	}
	said += strspn(said, " \t\r\n");
	clean = utf8_clean(said, strcspn(said, "\r\n"), FIRST_MAX);
	if (*clean != '\0')
		return clean;
	free(clean);
	return NULL;
}

static void
on_over(const char *said, const char *problem, void *arg)
{
	struct agentversion *v = arg;

	if (problem == NULL && (v->text = agentversion_find(said)) == NULL)
		problem = "it says nothing";
	if (problem != NULL)
		v->problem = xstrdup(problem);
}

static void
on_signal(int signo, void *arg)
{
	struct asking *a = arg;

	a->signo = signo;
	helpers_end(a->helpers);
}

void
agentversion_ask(struct agentversion *v, size_t n, int64_t ms)
{
	static const int signos[] = { SIGHUP, SIGINT, SIGTERM };
	struct loop_signal *signals[nitems(signos)];
	struct loop *loop = loop_create();
	struct reaper *reaper = reaper_create(loop);
	struct asking a = { .helpers = helpers_create(loop, reaper) };
	struct helpers_run run = { .ms = ms };
	size_t i;

	for (i = 0; i < nitems(signos); i++)
		signals[i] = loop_signal_add(loop, signos[i], on_signal, &a);
	for (i = 0; i < n; i++) {
		run.argv = v[i].argv.v;
		if (v[i].argv.n > 0)
			(void)helpers_start(a.helpers, &run, on_over, &v[i],
			    &v[i].problem);
	}
	while (helpers_count(a.helpers) > 0)
		loop_turn(loop, -1);
	for (i = 0; i < nitems(signos); i++)
		loop_signal_remove(signals[i]);
	helpers_destroy(a.helpers);
	reaper_destroy(reaper);
	loop_destroy(loop);
	/* They end us as ever, now that nobody is left behind. */
	if (a.signo != 0)
		(void)raise(a.signo);
}

void
agentversion_clear(struct agentversion *v)
{
	strv_clear(&v->argv);
	free(v->text);
	free(v->problem);
	v->text = v->problem = NULL;
}
