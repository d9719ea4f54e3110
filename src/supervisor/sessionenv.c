/* SPDX-License-Identifier: ISC */
/* sessionenv: the environment that a session is started with, the first time
 * and again. */

#include "base/envlist.h"
#include "base/jv.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "supervisor/agentsock.h"
#include "supervisor/envstore.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/sessionenv.h"
#include "supervisor/settings.h"
#include "supervisor/supervisor_internal.h"

#define AUTH_SOCK "SSH_AUTH_SOCK"

static bool
has_name(const struct jv *names, const char *name)
{
	size_t i;

	for (i = 0; i < jv_count(names); i++)
		if (strcmp(jv_string_at(names, i), name) == 0)
			return true;
	return false;
}

/* Let env ask the agent of whoever comes last, from this client's on. */
static void
repoint(struct supervisor *sup, const struct jv *names, const char *sock,
    struct strv *env)
{
	char *link;

	if (!has_name(names, AUTH_SOCK) ||
	    !agentsock_update(sup->runtime, sock))
		return;
	link = agentsock_path(sup->runtime);
	strv_setenv(env, AUTH_SOCK, link);
	free(link);
}

void
sessionenv_keep(struct supervisor *sup, const struct session *s,
    const struct strv *env)
{
	envstore_keep(sup->envstore, s->id, env,
	    settings_env_in_memory(sup->settings, s));
}

void
sessionenv_first(struct supervisor *sup, const struct session *s,
    const struct jv *names, struct jv *boot)
{
	struct strv env = { 0 };

	envlist_strv(jv_get(boot, "env"), SESSIONENV_MAX, &env);
	if (env.n > 0) {
		repoint(sup, names, strv_getenv(&env, AUTH_SOCK), &env);
		jv_set(boot, "env", envlist_jv(env.v));
		if (*session_string(s, "adapter") != '\0')
			sessionenv_keep(sup, s, &env);
	}
	strv_clear(&env);
}

void
sessionenv_update(struct strv *env, const struct strv *client,
    const struct jv *names)
{
	const char *name, *value;
	size_t i;

	for (i = 0; i < jv_count(names); i++) {
		name = jv_string_at(names, i);
		value = strv_getenv(client, name);
		if (value != NULL && strcmp(name, AUTH_SOCK) != 0)
			strv_setenv(env, name, value);
	}
}

int
sessionenv_next(struct supervisor *sup, const struct session *s,
    const struct strv *client, struct strv *out, bool *kept)
{
	struct jv *names = settings_env_update(sup->settings, s);
	int r = 0;
	size_t i;

	*kept = envstore_get(sup->envstore, s->id, out) == 0;
	if (*kept && client != NULL)
		sessionenv_update(out, client, names);
	else if (client != NULL)
		for (i = 0; i < client->n; i++)
			strv_add(out, client->v[i]);
	else if (!*kept)
		r = -1;
	if (client != NULL)
		repoint(sup, names, strv_getenv(client, AUTH_SOCK), out);
	jv_free(names);
	return r;
}

void
sessionenv_client(struct supervisor *sup, const char *sock)
{
	struct jv *names = settings_env_update(sup->settings, NULL);

	if (has_name(names, AUTH_SOCK))
		agentsock_update(sup->runtime, sock);
	jv_free(names);
}
