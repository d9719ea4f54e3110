/* SPDX-License-Identifier: ISC */
/* trustask: the question whether a project's settings are trusted. What they
 * may do then is conf's business. */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/trustask.h"
#include "conf/conf.h"
#include "conf/trust.h"

#define TEXT_MAX 512 /* bytes of a line */

struct trustask {
	char *state;	   /* owned, as what follows */
	struct conf *conf; /* what is asked of */
	struct strv later; /* directories that are not asked of yet */
	struct strv lines; /* of the last of these */
};

static bool
has(const struct strv *all, const char *dir)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (strcmp(all->v[i], dir) == 0)
			return true;
	return false;
}

static void
add_line(struct trustask *t, char *text)
{
	strv_take(&t->lines, utf8_clean(text, strlen(text), TEXT_MAX));
	free(text);
}

/* What is said of the last directory. */
static void
make_lines(struct trustask *t)
{
	const struct conf_untrusted *u;
	char *file = NULL;
	size_t i;

	strv_clear(&t->lines);
	if (t->later.n == 0)
		return;
	add_line(t, xstrdup("Trust the settings of this project?"));
	for (i = 0; (u = conf_untrusted(t->conf, i)) != NULL; i++) {
		if (strcmp(u->dir, t->later.v[t->later.n - 1]) != 0)
			continue;
		if (file == NULL) {
			file = path_display(u->file);
			add_line(t,
			    xasprintf("  Only then does this in %s count:",
				file));
		}
		add_line(t, xasprintf("    %s: %s", u->option, u->value));
	}
	free(file);
}

struct trustask *
trustask_create(const char *state, const char *dir)
{
	struct trustask *t = xcalloc(1, sizeof *t);
	struct strv refused = { 0 };
	const struct conf_untrusted *u;
	struct conf_place place;
	char *cause = NULL;
	size_t i;

	t->state = xstrdup(state);
	conf_place_init(&place, state);
	t->conf = conf_load(&place, dir);
	conf_place_clear(&place);
	/* With a broken file nothing is known, and nothing can be kept. */
	if (trust_load_refused(state, &refused, &cause) == 0)
		for (i = 0; (u = conf_untrusted(t->conf, i)) != NULL; i++)
			if (!has(&refused, u->dir) && !has(&t->later, u->dir))
				strv_add(&t->later, u->dir);
	free(cause);
	strv_clear(&refused);
	if (t->later.n == 0) {
		trustask_destroy(t);
		return NULL;
	}
	make_lines(t);
	return t;
}

void
trustask_destroy(struct trustask *t)
{
	if (t == NULL)
		return;
	free(t->state);
	conf_free(t->conf);
	strv_clear(&t->later);
	strv_clear(&t->lines);
	free(t);
}

const struct strv *
trustask_lines(const struct trustask *t)
{
	return &t->lines;
}

bool
trustask_is_answer(const char *typed, bool *yes)
{
	*yes = strcasecmp(typed, "yes") == 0 || strcasecmp(typed, "y") == 0;
	return *yes || strcasecmp(typed, "no") == 0 ||
	    strcasecmp(typed, "n") == 0;
}

bool
trustask_may_become(const char *typed)
{
	size_t n = strlen(typed);

	return strncasecmp("yes", typed, n) == 0 ||
	    strncasecmp("no", typed, n) == 0;
}

char *
trustask_answer(struct trustask *t, bool yes, bool *asks, char **cause)
{
	char *dir, *shown, *said;
	int r;

	if (t->later.n == 0)
		fatalx("nothing is asked");
	dir = t->later.v[t->later.n - 1];
	r = yes ? trust_add(t->state, dir, cause) :
		  trust_refuse(t->state, dir, cause);
	if (r == -1)
		return NULL;
	shown = path_display(dir);
	said = yes ?
	    xasprintf("%s is trusted: its settings count from now on", shown) :
	    xasprintf("%s is not trusted; 'bgmux trust' there would", shown);
	free(shown);
	free(dir);
	t->later.v[--t->later.n] = NULL;
	*asks = t->later.n > 0;
	make_lines(t);
	return said;
}
