/* SPDX-License-Identifier: ISC */
/* compose: reads a text typed for a new session. It starts nothing. */

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "client/compose.h"
#include "conf/customs.h"

#define SPACES " \t\n"

static const struct {
	const char *name;
	enum compose_kind kind;
	const char *text;
} commands[] = {
	{ "/model", COMPOSE_MODEL, "the model of what is started from here" },
	{ "/logout", COMPOSE_LOGOUT, "log the agent out" },
	{ "/exit", COMPOSE_EXIT, "close the list; sessions go on" },
	{ "/quit", COMPOSE_EXIT, "close the list; sessions go on" },
};

bool
compose_command(unsigned i, const char **name, const char **text)
{
	if (i >= nitems(commands))
		return false;
	*name = commands[i].name;
	*text = commands[i].text;
	return true;
}

void
compose_clear(struct compose *c)
{
	free(c->task);
	free(c->agent);
	free(c->command);
	free(c->model);
	free(c->cause);
	memset(c, 0, sizeof *c);
}

/* The text without blanks at its ends: caller frees. */
static char *
trimmed(const char *s)
{
	size_t n;

	s += strspn(s, SPACES);
	for (n = strlen(s); n > 0 && strchr(SPACES, s[n - 1]) != NULL; n--)
		;
	return xstrndup(s, n);
}

/* One of the view's own, alone or, for a model, with a word behind it. */
static bool
read_command(const char *s, struct compose *out)
{
	size_t n = strcspn(s, SPACES), i;
	const char *rest = s + n + strspn(s + n, SPACES);

	for (i = 0; i < nitems(commands); i++)
		if (strlen(commands[i].name) == n &&
		    memcmp(commands[i].name, s, n) == 0)
			break;
	if (i == nitems(commands))
		return false;
	out->kind = commands[i].kind;
	if (out->kind != COMPOSE_MODEL) {
		if (*rest == '\0')
			return true;
		out->kind = COMPOSE_BAD;
		out->cause = xasprintf("%s takes nothing", commands[i].name);
	} else if (*rest == '\0' || rest[strcspn(rest, SPACES)] != '\0') {
		out->kind = COMPOSE_BAD;
		out->cause = xstrdup("/model takes the name of one model, or "
				     "'default'");
	} else if (strcmp(rest, "default") != 0)
		out->model = xstrdup(rest);
	return true;
}

/* Whether an '@' at s begins a word. */
static bool
begins_word(const char *text, const char *s)
{
	return s == text || strchr(SPACES "([{\"'", s[-1]) != NULL;
}

/* The bytes of a name's letters; a full stop at its end is none of them. */
static size_t
name_length(const char *s)
{
	size_t n = strspn(s,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789._-");

	while (n > 0 && s[n - 1] == '.')
		n--;
	return n;
}

static const struct custom *
mentioned(const char *text, const struct customs *customs)
{
	const struct custom *c;
	const char *s = text;

	while ((s = strchr(s, '@')) != NULL) {
		c = customs_find(customs, s + 1, name_length(s + 1));
		if (c != NULL && begins_word(text, s))
			return c;
		s++;
	}
	return NULL;
}

static void
read_task(const char *s, const struct customs *customs, struct compose *out)
{
	const struct custom *c = NULL;
	size_t n = strcspn(s, SPACES);

	out->kind = COMPOSE_TASK;
	if (customs != NULL && s[n] != '\0' &&
	    (c = customs_find(customs, s, n)) != NULL)
		s += n + strspn(s + n, SPACES);
	else if (customs != NULL)
		c = mentioned(s, customs);
	if (c != NULL)
		out->agent = xstrdup(c->name);
	out->task = xstrdup(s);
}

void
compose_parse(const char *text, const struct customs *customs,
    struct compose *out)
{
	char *s = trimmed(text);

	memset(out, 0, sizeof *out);
	if (*s == '\0')
		out->kind = COMPOSE_NOTHING;
	else if (*s == '!') {
		out->kind = COMPOSE_JOB;
		out->command = trimmed(s + 1);
		if (*out->command == '\0') {
			out->kind = COMPOSE_BAD;
			out->cause = xstrdup("no command after the '!'");
		}
	} else if (*s != '/' || !read_command(s, out))
		read_task(s, customs, out);
	free(s);
}
