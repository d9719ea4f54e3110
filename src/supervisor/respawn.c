/* SPDX-License-Identifier: ISC */
/* respawn: with what a session is started again; it starts and ends nothing. */

#include "agent/adapter.h"
#include "agent/asked.h"
#include "agent/launch.h"
#include "base/envlist.h"
#include "base/jv.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "supervisor/intake.h"
#include "supervisor/respawn.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/sessionenv.h"
#include "supervisor/settings.h"
#include "supervisor/supervisor_internal.h"

static int
check(const struct session *s, char **cause)
{
	if (session_is_job(s) || jv_bool(s->fields, "exec", false)) {
		*cause = xstrdup("a shell job is never run again");
		return -1;
	}
	if (*session_string(s, "adapter") == '\0') {
		*cause = xstrdup("it is not known which agent it is");
		return -1;
	}
	return intake_check_cwd(session_string(s, "cwd"), cause);
}

static int
get_env(struct supervisor *sup, const struct session *s,
    const struct jv *client_env, struct strv *env, bool *kept, char **cause)
{
	struct strv client = { 0 };
	int r;

	if (client_env != NULL &&
	    envlist_strv(client_env, SESSIONENV_MAX, &client) != 0) {
		*cause = xstrdup("the request's environment is broken");
		r = -1;
	} else {
		r = sessionenv_next(sup, s, client.n > 0 ? &client : NULL, env,
		    kept);
		if (r != 0)
			*cause = xstrdup("its environment was not kept: "
					 "'bgmux respawn' gives it another");
	}
	strv_clear(&client);
	return r;
}

static int
resume(const struct session *s, const struct adapter *a, const char *program,
    struct strv *argv, size_t *hooks_at, char **cause)
{
	const struct jv *args = jv_get_array(s->fields, "args");
	struct strv extra = { 0 };
	struct launch l = { 0 };
	struct asked asked;
	size_t i;
	int r;

	if (asked_read(jv_get_array(s->fields, "options"), &asked, cause) != 0)
		return -1;

	for (i = 0; i < jv_count(args); i++)
		strv_add(&extra, jv_string_at(args, i));
	l.adapter = a;
	l.program = program;
	l.id = jv_string(s->fields, "sessionId");
	l.name = jv_string(s->fields, "name");
	l.model = jv_string(s->fields, "model");
	l.options = asked.v;
	l.noptions = asked.n;
	l.hooks_at = hooks_at;
	l.extra = extra.v;
	l.resume = true;
	r = launch_argv(&l, argv, cause);
	strv_clear(&extra);
	return r;
}

static int
get_argv(const struct session *s, const struct strv *env, struct strv *argv,
    size_t *hooks_at, char **cause)
{
	struct adapter *a;
	char *program = NULL;
	int r = -1;

	a = adapter_find(session_string(s, "adapter"), env, cause);
	if (a != NULL)
		program = adapter_program(a, env, cause);
	if (program != NULL)
		r = resume(s, a, program, argv, hooks_at, cause);
	free(program);
	adapter_destroy(a);
	return r;
}

/* That of one that has waited and was never started: as it was asked for. */
static int
get_first(const struct session *s, struct strv *argv, size_t *hooks_at)
{
	const struct jv *words = jv_get_array(s->fields, "argv");
	int64_t at = session_int(s, "hooksAt");
	size_t i;

	if (!jv_bool(s->fields, "unstarted", false))
		return -1;
	for (i = 0; i < jv_count(words); i++)
		strv_add(argv, jv_string_at(words, i));
	*hooks_at = at > 0 ? (size_t)at : 0;
	return 0;
}

static struct jv *
boot_message(struct supervisor *sup, const struct session *s,
    const struct strv *env, const struct strv *argv, bool kept)
{
	struct intake_place place = { sup->state, sup->runtime };
	struct jv *boot = intake_boot(s, &place), *list = jv_array();
	size_t i;

	for (i = 0; i < argv->n; i++)
		jv_append_string(list, argv->v[i]);
	jv_set(boot, "argv", list);
	jv_set(boot, "env", envlist_jv(env->v));
	if (!kept)
		jv_set_string(boot, "reason",
		    "its environment was not kept: it has that of the client "
		    "that restarted it");
	settings_boot(sup->settings, s, boot, NULL);
	return boot;
}

struct jv *
respawn_boot(struct supervisor *sup, const struct session *s,
    const struct jv *client_env, char **cause)
{
	struct strv env = { 0 }, argv = { 0 };
	struct jv *boot = NULL;
	size_t hooks_at = 0;
	bool kept;

	if (check(s, cause) == 0 &&
	    get_env(sup, s, client_env, &env, &kept, cause) == 0 &&
	    (get_first(s, &argv, &hooks_at) == 0 ||
		get_argv(s, &env, &argv, &hooks_at, cause) == 0)) {
		boot = boot_message(sup, s, &env, &argv, kept);
		if (hooks_at > 0)
			jv_set_int(boot, "hooksAt", (int64_t)hooks_at);
		sessionenv_keep(sup, s, &env);
	}
	strv_clear(&env);
	strv_clear(&argv);
	return boot;
}
