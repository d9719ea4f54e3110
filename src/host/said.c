/* SPDX-License-Identifier: ISC */
/* said: what programs in a session have said of it (bgmux report). */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/said.h"

static const struct {
	const char *name;
	int state;
} said_states[] = {
	{ "working", STATE_WORKING },
	{ "blocked", STATE_BLOCKED },
	{ "idle", STATE_IDLE },
	{ "done", STATE_DONE },
	{ "failed", STATE_FAILED },
};

void
said_init(struct said *s)
{
	memset(s, 0, sizeof(*s));
	s->state = -1;
	s->progress = -1;
	s->runs = -1;
	s->next_at = 0;
}

void
said_clear(struct said *s)
{
	free(s->summary);
	s->summary = NULL;
	jv_free(s->prs);
	s->prs = NULL;
	said_end(s);
}

void
said_end(struct said *s)
{
	free(s->message);
	free(s->waiting_for);
	s->message = NULL;
	s->waiting_for = NULL;
	s->state = -1;
	s->progress = -1;
	s->runs = -1;
	s->next_at = 0;
}

/* A cleaned text; NULL if there is none or nothing is left of it. */
static char *
said_text(const struct jv *body, const char *key)
{
	const char *text = jv_string(body, key);
	char *clean;

	if (text == NULL)
		return NULL;
	clean = utf8_clean(text, strlen(text), SAID_TEXT_MAX);
	if (*clean != '\0')
		return clean;
	free(clean);
	return NULL;
}

/* "http://" or "https://", a host, and nothing that could be read in another
 * way where it is shown or opened. */
static bool
said_is_address(const char *s)
{
	const char *p, *host;

	if (strncasecmp(s, "http://", 7) == 0)
		host = s + 7;
	else if (strncasecmp(s, "https://", 8) == 0)
		host = s + 8;
	else
		return false;
	if (*host == '\0' || *host == '/' || strlen(s) > SAID_TEXT_MAX)
		return false;
	for (p = host; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~' || strchr("\"'<>\\^`{|}", *p) != NULL)
			return false;
	return true;
}

/* *prs is NULL if the body has none. */
static int
said_prs(const struct jv *body, struct jv **prs, char **cause)
{
	struct jv *list = jv_get_array(body, "prs");
	const char *url;
	char *shown;
	size_t i;

	*prs = NULL;
	if (list == NULL)
		return 0;
	if (jv_count(list) > SAID_PRS_MAX) {
		*cause = xasprintf("more than %d addresses", SAID_PRS_MAX);
		return -1;
	}
	for (i = 0; i < jv_count(list); i++) {
		url = jv_string_at(list, i);
		if (url != NULL && said_is_address(url))
			continue;
		shown = utf8_clean(url != NULL ? url : "",
		    url != NULL ? strlen(url) : 0, 80);
		*cause = xasprintf("'%s' is no http or https address", shown);
		free(shown);
		return -1;
	}
	*prs = jv_copy(list);
	return 0;
}

static int
said_state(const struct jv *body, int *state, char **cause)
{
	const char *name = jv_string(body, "state");
	size_t i;

	for (i = 0; name != NULL && i < nitems(said_states); i++)
		if (strcmp(name, said_states[i].name) == 0) {
			*state = said_states[i].state;
			return 0;
		}
	*cause = xstrdup("the state is not one of working, blocked, idle, "
			 "done, failed, clear");
	return -1;
}

/* A number from 0 to max; -1 where it is not said. 0, or -1 and *cause. */
static int
said_number(const struct jv *body, const char *key, int max, int *n,
    char **cause)
{
	int64_t value = jv_int(body, key, -1);

	*n = -1;
	if (jv_get(body, key) == NULL)
		return 0;
	if (value < 0 || value > max) {
		*cause = xasprintf("%s is not from 0 to %d", key, max);
		return -1;
	}
	*n = (int)value;
	return 0;
}

int
said_take(struct said *s, const struct jv *body, int64_t now, char **cause)
{
	const char *name = jv_string(body, "state");
	int progress, runs, next;
	struct jv *prs;
	int state;

	if (name != NULL && strcmp(name, "clear") == 0) {
		said_clear(s);
		return 0;
	}
	if (said_state(body, &state, cause) != 0)
		return -1;
	if (said_number(body, "progress", 100, &progress, cause) != 0 ||
	    said_number(body, "runs", SAID_RUNS_MAX, &runs, cause) != 0 ||
	    said_number(body, "next", SAID_NEXT_MAX, &next, cause) != 0)
		return -1;
	if (said_prs(body, &prs, cause) != 0)
		return -1;
	said_end(s);
	s->state = state;
	s->progress = progress;
	s->runs = runs;
	if (next != -1)
		s->next_at = now + (int64_t)next * 1000;
	s->message = said_text(body, "message");
	if (state == STATE_BLOCKED) {
		s->waiting_for = said_text(body, "waitingFor");
		if (s->waiting_for == NULL)
			s->waiting_for = xstrdup("input needed");
	}
	if (jv_string(body, "summary") != NULL) {
		free(s->summary);
		s->summary = said_text(body, "summary");
	}
	if (prs != NULL) {
		jv_free(s->prs);
		s->prs = prs;
	}
	return 0;
}
