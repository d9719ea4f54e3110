/* SPDX-License-Identifier: ISC */
/* launch: fills an adapter's templates; it starts nothing. */

#include "agent/adapter.h"
#include "agent/hooks.h"
#include "agent/launch.h"
#include "base/buf.h"
#include "base/random.h"
#include "base/strv.h"
#include "base/xmalloc.h"

/* What a placeholder of n letters stands for; NULL if it is none. */
static const char *
value_of(const struct launch *l, const char *given, const char *name, size_t n)
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
		{ "value", given },
	};
	size_t i;

	for (i = 0; i < nitems(rows); i++)
		if (strlen(rows[i].name) == n &&
		    memcmp(rows[i].name, name, n) == 0)
			return rows[i].value;
	return NULL;
}

static char *
fill_word(const struct launch *l, const char *given, const char *word)
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
			value = value_of(l, given, word + 1, n);
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
fill(const struct launch *l, const char *given, const struct strv *template,
    struct strv *out)
{
	size_t i;

	for (i = 0; i < template->n; i++)
		strv_take(out, fill_word(l, given, template->v[i]));
}

/* The words for a permission mode that the agent calls otherwise, or NULL. */
static const struct strv *
mode_words(const struct adapter *a, const struct launch_option *o)
{
	size_t i;

	if (o->option != ADAPTER_OPT_PERMISSION_MODE || o->value == NULL)
		return NULL;
	for (i = 0; i < a->nmodes; i++)
		if (strcmp(a->modes[i].name, o->value) == 0)
			return &a->modes[i].words;
	return NULL;
}

/* Whether an option reaches the agent in the file that injects the hooks. */
static bool
is_joined(const struct launch *l, const struct launch_option *o)
{
	return l->hooks_at != NULL && o->option == ADAPTER_OPT_SETTINGS &&
	    hooks_joins(l->adapter->hooks);
}

void
launch_option(const struct adapter *a, const struct launch_option *o,
    struct strv *out)
{
	struct launch l = { .adapter = a };
	const struct strv *words = mode_words(a, o);

	fill(&l, o->value, words != NULL ? words : &a->options[o->option], out);
}

static void
add_options(const struct launch *l, struct strv *out)
{
	const struct adapter *a = l->adapter;
	char *const *arg;
	size_t i;

	if (l->id != NULL && !l->resume)
		fill(l, NULL, &a->preset_id, out);
	if (l->name != NULL && !l->resume)
		fill(l, NULL, &a->options[ADAPTER_OPT_NAME], out);
	if (l->model != NULL)
		fill(l, NULL, &a->options[ADAPTER_OPT_MODEL], out);
	for (i = 0; i < l->noptions; i++)
		if (!is_joined(l, &l->options[i]))
			launch_option(a, &l->options[i], out);
	if (l->hooks_at != NULL)
		*l->hooks_at = out->n;
	for (arg = l->extra; arg != NULL && *arg != NULL; arg++)
		strv_add(out, *arg);
}

static void
fill_all(const struct launch *l, const struct strv *template, struct strv *out)
{
	struct strv one = { 0 };
	size_t i;

	for (i = 0; i < template->n; i++) {
		if (strcmp(template->v[i], "{options}") == 0) {
			add_options(l, out);
			continue;
		}
		strv_add(&one, template->v[i]);
		fill(l, NULL, &one, out);
		strv_clear(&one);
	}
}

void
launch_version(const struct adapter *a, const char *program, struct strv *argv)
{
	struct launch l = { .adapter = a, .program = program };

	fill(&l, NULL, &a->version, argv);
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

/* Why an option cannot be given (caller frees), or NULL. */
static char *
refuse_option(const struct adapter *a, const struct launch_option *o)
{
	static const char *const names[ADAPTER_NOPTIONS] = {
		[ADAPTER_OPT_NAME] = "name",
		[ADAPTER_OPT_MODEL] = "choice of models",
		[ADAPTER_OPT_FALLBACK_MODEL] = "fallback model",
		[ADAPTER_OPT_EFFORT] = "choice of effort",
		[ADAPTER_OPT_PERMISSION_MODE] = "permission mode",
		[ADAPTER_OPT_AGENT] = "custom agents",
		[ADAPTER_OPT_ADD_DIR] = "option for more directories",
		[ADAPTER_OPT_TMP_DIR] = "option for a scratch directory",
		[ADAPTER_OPT_SETTINGS] = "option for settings",
		[ADAPTER_OPT_PLUGIN_DIR] = "option for plugins",
		[ADAPTER_OPT_MCP_CONFIG] = "option for MCP servers",
		[ADAPTER_OPT_STRICT_MCP_CONFIG] = "option for MCP servers",
		[ADAPTER_OPT_ALLOW_DANGEROUS] = "mode without permissions",
		[ADAPTER_OPT_DANGEROUS] = "mode without permissions",
	};

	if (a->options[o->option].n > 0 || mode_words(a, o) != NULL)
		return NULL;
	if (o->option == ADAPTER_OPT_PERMISSION_MODE && a->nmodes > 0)
		return xasprintf("%s has no permission mode '%s'", a->title,
		    o->value);
	return xasprintf("%s has no %s", a->title, names[o->option]);
}

/* NULL, or why this cannot be done (caller frees). */
static char *
refuse(const struct launch *l)
{
	const struct adapter *a = l->adapter;
	char *why = NULL;
	size_t i;

	if (l->resume && (a->resume.n == 0 || (l->id == NULL && needs_id(a))))
		return xasprintf("%s cannot resume a conversation", a->title);
	if (l->resume && l->task != NULL && a->resume_with_prompt.n == 0)
		return xasprintf("%s takes no task when it resumes", a->title);
	if (l->task != NULL && !l->resume && a->start_with_prompt.n == 0)
		return xasprintf("%s takes no task at its start", a->title);
	if (l->model != NULL && a->options[ADAPTER_OPT_MODEL].n == 0)
		return xasprintf("%s has no choice of models", a->title);
	for (i = 0; i < l->noptions && why == NULL; i++)
		why = refuse_option(a, &l->options[i]);
	return why;
}

int
launch_argv(const struct launch *l, struct strv *argv, char **cause)
{
	const struct adapter *a = l->adapter;

	*cause = refuse(l);
	if (*cause != NULL)
		return -1;
	if (l->resume && l->task != NULL)
		fill_all(l, &a->resume_with_prompt, argv);
	else if (l->resume)
		fill_all(l, &a->resume, argv);
	else if (l->task != NULL)
		fill_all(l, &a->start_with_prompt, argv);
	else
		fill_all(l, &a->start, argv);
	return 0;
}

void
launch_new_id(const char *session, char out[LAUNCH_ID_SIZE])
{
	uint8_t r[16];
	char first[9];

	random_bytes(r, sizeof r);
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
