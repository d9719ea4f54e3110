/* SPDX-License-Identifier: ISC */
/* hostreply: what a reply says, whether it may be typed now, and as what. */

#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostreply.h"
#include "term/key.h"

struct hostreply {
	char *text;	  /* owned, may be NULL */
	struct key *keys; /* owned */
	size_t nkeys;
	bool submit; /* Enter after the text */
	bool inside; /* from a program in a session */
};

void
hostreply_add_text(struct send_steps *steps, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	steps->step[steps->n++].text = xstrdup(text);
}

void
hostreply_add_keys(struct send_steps *steps, struct key *keys, size_t n)
{
	if (n == 0) {
		free(keys);
		return;
	}
	steps->step[steps->n].keys = keys;
	steps->step[steps->n++].nkeys = n;
}

void
hostreply_clear_steps(struct send_steps *steps)
{
	size_t i;

	for (i = 0; i < steps->n; i++) {
		free(steps->step[i].text);
		free(steps->step[i].keys);
	}
	memset(steps, 0, sizeof *steps);
}

int
hostreply_parse_keys(const struct jv *names, struct key **keys, size_t *n,
    const char **bad)
{
	size_t i;

	*keys = NULL;
	*n = names != NULL ? jv_count(names) : 0;
	*bad = NULL;
	if (*n > HOSTREPLY_KEYS_MAX)
		return -1;
	*keys = xcalloc(*n + 1, sizeof(**keys));
	for (i = 0; i < *n; i++) {
		*bad = jv_string_at(names, i);
		if (*bad == NULL || key_parse(*bad, &(*keys)[i]) != 0) {
			free(*keys);
			*keys = NULL;
			return -1;
		}
	}
	return 0;
}

struct hostreply *
hostreply_parse(const struct jv *body, char **cause)
{
	const char *text = jv_string(body, "text"), *bad;
	struct hostreply *r = xcalloc(1, sizeof *r);

	if (hostreply_parse_keys(jv_get_array(body, "keys"), &r->keys,
		&r->nkeys, &bad) != 0) {
		*cause = bad != NULL ?
		    xasprintf("unknown key '%s'", bad) :
		    xstrdup("these keys are no list of names");
		hostreply_destroy(r);
		return NULL;
	}
	if (text != NULL && *text != '\0')
		r->text = xstrdup(text);
	r->submit = jv_bool(body, "submit", false);
	r->inside = jv_bool(body, "inside", false);
	return r;
}

void
hostreply_destroy(struct hostreply *r)
{
	if (r == NULL)
		return;
	free(r->text);
	free(r->keys);
	free(r);
}

size_t
hostreply_size(const struct hostreply *r)
{
	return r->text != NULL ? strlen(r->text) : 0;
}

bool
hostreply_ready(const struct host *h)
{
	return host_alive(h) && (h->boot->exec || h->looked);
}

static struct key *
enter_key(void)
{
	struct key *key = xcalloc(1, sizeof *key);

	key->code = KEY_ENTER;
	key->event = KEY_PRESS;
	return key;
}

enum hostreply_verdict
hostreply_begin(struct host *h, struct hostreply *r, struct send_steps *steps,
    const char **why)
{
	if (!host_alive(h)) {
		*why = "the program has ended";
		return HOSTREPLY_LATER;
	}
	/* Before its prompt an agent loses what is typed. */
	if (r->text != NULL && !hostreply_ready(h)) {
		*why = "the agent is starting";
		return HOSTREPLY_LATER;
	}
	hostreply_add_text(steps, r->text);
	hostreply_add_keys(steps, r->keys, r->nkeys);
	r->keys = NULL;
	if (r->submit)
		hostreply_add_keys(steps, enter_key(), 1);
	return HOSTREPLY_GO;
}

bool
hostreply_check(struct host *h, struct hostreply *r, const char **why)
{
	(void)h;
	(void)r;
	(void)why;
	return true;
}
