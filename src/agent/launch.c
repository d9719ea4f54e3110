/* SPDX-License-Identifier: ISC */
/* launch: fills an adapter's templates; it starts nothing. */

#include <sys/random.h>

#include "agent/adapter.h"
#include "agent/launch.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/strv.h"
#include "base/xmalloc.h"

static const char *value_of(const struct launch *, const char *, size_t);
static char *fill_word(const struct launch *, const char *);
static void fill(const struct launch *, const struct strv *, struct strv *);
static void add_options(const struct launch *, struct strv *);
static bool needs_id(const struct adapter *);
static char *refuse(const struct launch *);

/* What a placeholder of n letters stands for; NULL if it is none. */
static const char *
value_of(const struct launch *l, const char *name, size_t n)
{
	const struct {
		const char *name;
		const char *value;
	} rows[] = {
		{ "program", l->program },
		{ "task", l->task },
		{ "id", l->id },
		{ "name", l->name },
		{ "model", l->model },
	};
	size_t i;

	for (i = 0; i < nitems(rows); i++)
		if (strlen(rows[i].name) == n &&
		    memcmp(rows[i].name, name, n) == 0)
			return rows[i].value;
	return NULL;
}

static char *
fill_word(const struct launch *l, const char *word)
{
	struct buf b = { 0 };
	const char *value;
	size_t n;

	/* A task is no option, whatever it begins with. */
	if (strcmp(word, "{task}") == 0 && l->task[0] == '-')
		buf_put_u8(&b, ' ');
	while (*word != '\0') {
		n = strspn(word + 1, "abcdefghijklmnopqrstuvwxyz");
		value = NULL;
		if (*word == '{' && word[n + 1] == '}')
			value = value_of(l, word + 1, n);
		if (value == NULL) {
			buf_put_u8(&b, (uint8_t)*word++);
			continue;
		}
		buf_put(&b, value, strlen(value));
		word += n + 2;
	}
	return buf_steal(&b, NULL);
}

static void
fill(const struct launch *l, const struct strv *template, struct strv *out)
{
	size_t i;

	for (i = 0; i < template->n; i++) {
		if (strcmp(template->v[i], "{options}") == 0)
			add_options(l, out);
		else
			strv_take(out, fill_word(l, template->v[i]));
	}
}

static void
add_options(const struct launch *l, struct strv *out)
{
	const struct adapter *a = l->adapter;
	char *const *arg;

	if (l->id != NULL && !l->resume)
		fill(l, &a->preset_id, out);
	if (l->name != NULL && !l->resume)
		fill(l, &a->name_option, out);
	if (l->model != NULL)
		fill(l, &a->model_option, out);
	for (arg = l->extra; arg != NULL && *arg != NULL; arg++)
		strv_add(out, *arg);
}

/* Whether it resumes one conversation of many, not just the last. */
static bool
needs_id(const struct adapter *a)
{
	size_t i;

	for (i = 0; i < a->resume.n; i++)
		if (strstr(a->resume.v[i], "{id}") != NULL)
			return true;
	return false;
}

/* NULL, or why this cannot be done (caller frees). */
static char *
refuse(const struct launch *l)
{
	const struct adapter *a = l->adapter;

	if (l->resume && (a->resume.n == 0 || (l->id == NULL && needs_id(a))))
		return xasprintf("%s cannot resume a conversation", a->title);
	if (l->resume && l->task != NULL)
		return xasprintf("%s takes no task when it resumes", a->title);
	if (l->task != NULL && a->start_with_prompt.n == 0)
		return xasprintf("%s takes no task at its start", a->title);
	if (l->model != NULL && a->model_option.n == 0)
		return xasprintf("%s has no choice of models", a->title);
	return NULL;
}

int
launch_argv(const struct launch *l, struct strv *argv, char **cause)
{
	const struct adapter *a = l->adapter;

	*cause = refuse(l);
	if (*cause != NULL)
		return -1;
	if (l->resume)
		fill(l, &a->resume, argv);
	else if (l->task != NULL)
		fill(l, &a->start_with_prompt, argv);
	else
		fill(l, &a->start, argv);
	return 0;
}

void
launch_new_id(const char *session, char out[LAUNCH_ID_SIZE])
{
	uint8_t r[16];
	char first[9];

	if (getrandom(r, sizeof r, 0) != sizeof r)
		fatal("getrandom");
	xsnprintf(first, sizeof first, "%02x%02x%02x%02x", r[0], r[1], r[2],
	    r[3]);
	if (session != NULL && strlen(session) == 8)
		memcpy(first, session, 8);
	r[6] = (uint8_t)((r[6] & 0x0f) | 0x40);
	r[8] = (uint8_t)((r[8] & 0x3f) | 0x80);
	xsnprintf(out, LAUNCH_ID_SIZE,
	    "%s-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", first,
	    r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], r[12], r[13],
	    r[14], r[15]);
}
