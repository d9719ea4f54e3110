/* SPDX-License-Identifier: ISC */
/* hosthooks: puts hooks into one launch; nothing of the agent's own is
 * changed. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "agent/adapter.h"
#include "agent/asked.h"
#include "agent/hookfile.h"
#include "agent/hookfill.h"
#include "agent/hookjoin.h"
#include "agent/hooks.h"
#include "agent/launch.h"
#include "base/atomic.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hosthooks.h"

/* The text of a file with the person's settings besides; NULL if they are not
 * as they must be. */
static char *
join(const struct hooks *hooks, const struct asked *asked, const char *hook)
{
	struct jv *ours = hooks_json(hooks, hook), *all;
	char *cause = NULL, *text = NULL;

	all = hookjoin_all(asked, ours, &cause);
	if (all != NULL)
		text = jv_text(all, true);
	else
		log_warnx("no hooks: %s", cause);
	free(cause);
	jv_free(all);
	jv_free(ours);
	return text;
}

/* The text of a file with what is in the one that it stands in for; NULL if
 * that is not as it must be: then the agent reads its own. */
static char *
join_file(const struct hooks *hooks, const char *other, const char *hook)
{
	struct jv *ours = hooks_json(hooks, hook);
	char *cause = NULL, *text = NULL, *there;
	size_t n = 0;

	there = atomic_read(other, HOOKFILE_MAX, &n);
	if (there != NULL || errno == ENOENT || errno == ENOTDIR)
		text = hookfile_add(there, n, ours, &cause);
	else
		cause = xstrdup(strerror(errno));
	if (text == NULL)
		log_warnx("no hooks: %s: %s", other, cause);
	free(cause);
	free(there);
	jv_free(ours);
	return text;
}

/* The options that inject the hooks, in words; -1 if they cannot be. */
static int
inject(struct host *h, const struct asked *asked, struct strv *words,
    struct strv *env)
{
	const struct hooks *hooks = h->evidence.adapter->hooks;
	char *hook = hookfill_command(), *text, *path;
	const char *name = hooks_file(hooks, hook, &text), *other;
	int r = 0;

	path = path_join(h->job_dir, name != NULL ? name : "");
	other = hooks_stands_for(hooks, env);
	if (name != NULL && (hooks_joins(hooks) || other != NULL)) {
		free(text);
		text = other != NULL ? join_file(hooks, other, hook) :
				       join(hooks, asked, hook);
		r = text != NULL ? 0 : -1;
	}
	if (name != NULL && r == 0) {
		r = atomic_write(path, text, strlen(text), false);
		if (r != 0)
			log_warn("%s: no hooks", path);
	}
	if (r == 0)
		hooks_options(hooks, hook, path, words, env);
	free(path);
	free(text);
	free(hook);
	return r;
}

/* The settings that were left out of the command line for the hooks' sake go
 * there: whatever is wrong with them, the agent says so. */
static void
put_back(const struct adapter *a, const struct asked *asked, struct strv *words)
{
	size_t i;

	for (i = 0; hooks_joins(a->hooks) && i < asked->n; i++)
		if (asked->v[i].option == ADAPTER_OPT_SETTINGS)
			launch_option(a, &asked->v[i], words);
}

static void
get_asked(const struct boot *b, struct asked *asked)
{
	char *cause = NULL;

	if (asked_read(b->options, asked, &cause) != 0) {
		log_warnx("its options: %s", cause);
		asked->n = 0;
	}
	free(cause);
}

static void
set_variables(const struct adapter *a, struct strv *env)
{
	char *name;
	const char *eq;
	size_t i;

	for (i = 0; i < a->env_unset.n; i++)
		strv_unsetenv(env, a->env_unset.v[i]);
	for (i = 0; i < a->env_set.n; i++) {
		eq = strchr(a->env_set.v[i], '=');
		name =
		    xstrndup(a->env_set.v[i], (size_t)(eq - a->env_set.v[i]));
		strv_setenv(env, name, eq + 1);
		free(name);
	}
}

void
hosthooks_prepare(struct host *h, struct strv *argv, struct strv *env)
{
	const struct adapter *a = h->evidence.adapter;
	const struct boot *b = h->boot;
	struct strv words = { 0 };
	struct asked asked;
	size_t i, k, at = b->argv.n + 1;

	if (a != NULL)
		set_variables(a, env);
	if (a != NULL && a->hooks != NULL && b->hooks_at > 0) {
		at = (size_t)b->hooks_at;
		get_asked(b, &asked);
		if (inject(h, &asked, &words, env) != 0)
			put_back(a, &asked, &words);
	}
	for (i = 0; i <= b->argv.n; i++) {
		for (k = 0; i == at && k < words.n; k++)
			strv_add(argv, words.v[k]);
		if (i < b->argv.n)
			strv_add(argv, b->argv.v[i]);
	}
	strv_clear(&words);
}
