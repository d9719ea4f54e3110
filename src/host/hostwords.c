/* SPDX-License-Identifier: ISC */
/* hostwords: what a session's screen has for its row. */

#include <string.h>

#include "agent/adapter.h"
#include "agent/pattern.h"
#include "agent/region.h"
#include "base/shown.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostwords.h"
#include "term/plain.h"
#include "term/text.h"
#include "term/vt.h"

#define HOSTWORDS_COLS 200
#define HOSTWORDS_MAX  512 /* bytes */

/* Group 1 of the last match, or all of it; NULL if there is none. */
static char *
last_match(const struct pattern *re, const char *text)
{
	struct pattern_span g[PATTERN_GROUPS], *take;
	char *words = NULL;

	for (; text != NULL && pattern_match(re, text, g);) {
		take = g[1].start != -1 ? &g[1] : &g[0];
		free(words);
		words = utf8_clean(text + take->start,
		    (size_t)(take->end - take->start), HOSTWORDS_MAX);
		text = strchr(text + g[0].start, '\n');
		if (text != NULL)
			text++;
	}
	return words;
}

static char *
agent_words(struct host *h, const struct adapter *a)
{
	static const struct region whole = { REGION_WHOLE, 0 };
	struct shown_screen s;
	char *text, *words;

	if (a->words == NULL)
		return NULL;
	plain_screen(h->vt, &s);
	text = region_text(&s, &whole);
	words = last_match(a->words, text);
	free(text);
	shown_clear(&s);
	return words;
}

char *
hostwords_get(struct host *h)
{
	const struct adapter *a = h->evidence.adapter;
	char *words = NULL;

	if (!h->boot->exec && a != NULL) {
		words = agent_words(h, a);
		/* Its last line is how it is used, or how to go on with it. */
		if (words == NULL && a->rules != NULL &&
		    h->state != STATE_FAILED)
			words = xstrdup(h->summary);
	}
	if (words == NULL)
		words = text_last_line(vt_screen(h->vt), HOSTWORDS_COLS);
	return words;
}
