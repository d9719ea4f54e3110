/* SPDX-License-Identifier: ISC */
/* hosthooks: puts hooks into one launch; nothing of the agent's own is
 * changed. */

#include <stdlib.h>
#include <string.h>

#include "agent/adapter.h"
#include "agent/hooks.h"
#include "base/atomic.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hosthooks.h"

/* The command line of "bgmux hook", for a shell. */
static char *
hook_command(void)
{
	struct buf b = { 0 };
	char *path = path_client();
	const char *p;

	if (path[strspn(path,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789/._+-")] == '\0')
		buf_put(&b, path, strlen(path));
	else {
		buf_put_u8(&b, '\'');
		for (p = path; *p != '\0'; p++)
			if (*p == '\'')
				buf_put(&b, "'\\''", 4);
			else
				buf_put_u8(&b, (uint8_t)*p);
		buf_put_u8(&b, '\'');
	}
	buf_put(&b, " hook", 5);
	free(path);
	return buf_steal(&b, NULL);
}

/* The options that inject the hooks, in words; -1 if they cannot be. */
static int
inject(struct host *h, struct strv *words, struct strv *env)
{
	const struct hooks *hooks = h->evidence.adapter->hooks;
	char *hook = hook_command(), *text, *path;
	const char *name = hooks_file(hooks, hook, &text);
	int r = 0;

	path = path_join(h->job_dir, name != NULL ? name : "");
	if (name != NULL)
		r = atomic_write(path, text, strlen(text), false);
	if (r != 0)
		log_warn("%s: no hooks", path);
	else
		hooks_options(hooks, hook, path, words, env);
	free(path);
	free(text);
	free(hook);
	return r;
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
	size_t i, k, at = b->argv.n + 1;

	if (a != NULL)
		set_variables(a, env);
	if (a != NULL && a->hooks != NULL && b->hooks_at > 0 &&
	    inject(h, &words, env) == 0)
		at = (size_t)b->hooks_at;
	for (i = 0; i <= b->argv.n; i++) {
		for (k = 0; i == at && k < words.n; k++)
			strv_add(argv, words.v[k]);
		if (i < b->argv.n)
			strv_add(argv, b->argv.v[i]);
	}
	strv_clear(&words);
}
