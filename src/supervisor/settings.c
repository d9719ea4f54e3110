/* SPDX-License-Identifier: ISC */
/* settings: the settings as the supervisor and its sessions have them, and
 * their changes while it runs. What settings there are and where they come from
 * is conf's business. */

/*
 * A session has the settings of its directory, so a project's file counts for
 * the sessions in it. They are read anew each time they are asked for: that is
 * seldom, and the files are few and small. The files of projects are watched
 * once a session runs there, if there are any by then: the directories that
 * people and agents work in would wake us all the time.
 */

#include "base/jv.h"
#include "base/log.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "conf/conf.h"
#include "conf/confwatch.h"
#include "conf/trust.h"
#include "supervisor/hostlink.h"
#include "supervisor/registry.h"
#include "supervisor/rulefile.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/settings.h"
#include "supervisor/supervisor_internal.h"

struct settings {
	struct supervisor *sup; /* borrowed */
	struct conf_place place;
	struct conf *conf;	 /* owned; of no project */
	struct confwatch *watch; /* owned */
	unsigned changes;	 /* how often they may have; never 0 */
};

static void
log_errors(const struct conf *conf, const char *whose)
{
	size_t i;

	for (i = 0; i < conf_errors(conf); i++)
		log_warnx("%s: %s", whose, conf_error(conf, i));
}

/* The supervisor's own part. */
static void
apply(struct settings *st)
{
	const char *level = conf_string(st->conf, "log.level");

	log_errors(st->conf, "settings");
	if (st->sup->log_level == -1)
		log_set_level((enum log_level)log_level_find(level));
}

static void
watch_person(struct settings *st)
{
	struct strv files = { 0 };
	char *trust = trust_path(st->sup->state);
	size_t i;

	conf_files(&st->place, NULL, &files);
	for (i = 0; i < files.n; i++)
		confwatch_add(st->watch, files.v[i]);
	confwatch_add(st->watch, trust);
	strv_clear(&files);
	free(trust);
}

/* Of a project, what has a directory for settings. */
static void
watch_project(struct settings *st, const char *cwd)
{
	struct strv files = { 0 };
	char *dir;
	size_t i;

	if (*cwd == '/')
		conf_project_files(&st->place, cwd, &files);
	for (i = 0; i < files.n; i++) {
		dir = xstrndup(files.v[i],
		    (size_t)(strrchr(files.v[i], '/') - files.v[i]));
		if (access(dir, F_OK) == 0)
			confwatch_add(st->watch, files.v[i]);
		free(dir);
	}
	strv_clear(&files);
}

/* The settings of a session; caller frees. */
static struct conf *
load(const struct settings *st, const struct session *s)
{
	const char *cwd = session_string(s, "cwd");

	return conf_load(&st->place, *cwd == '/' ? cwd : NULL);
}

/* What a host may be told while it runs. */
static void
put_live(const struct conf *conf, struct jv *v)
{
	jv_set_string(v, "logLevel", conf_string(conf, "log.level"));
	jv_set_string(v, "clipboard", conf_string(conf, "clipboard.set"));
	jv_set_string(v, "summaryCommand",
	    conf_string(conf, "summary.command"));
	jv_set_int(v, "silentMs",
	    conf_int(conf, "attach.silentSeconds") * 1000);
	jv_set_bool(v, "sendFromSessions",
	    conf_bool(conf, "send.fromSessions"));
	jv_set_int(v, "graceMs", conf_int(conf, "stop.graceSeconds") * 1000);
}

void
settings_boot(struct settings *st, const struct session *s, struct jv *boot,
    struct jv **update)
{
	struct conf *conf;

	watch_project(st, session_string(s, "cwd"));
	conf = load(st, s);
	log_errors(conf, session_id(s));
	put_live(conf, boot);
	jv_set_int(boot, "scrollback", conf_int(conf, "scrollback.bytes"));
	jv_set_string(boot, "term", conf_string(conf, "terminal.term"));
	if (update != NULL)
		*update = jv_copy(conf_value(conf, "environment.update"));
	conf_free(conf);
}

void
settings_booted(const struct settings *st, struct session *s)
{
	s->booted_with = st->changes;
}

void
settings_tell(struct settings *st, struct session *s)
{
	struct conf *conf;
	struct jv *v;

	if (s->link == NULL || !hostlink_is_up(s->link))
		return;
	rulefile_watch(st->watch, s);
	if (s->booted_with != st->changes) {
		watch_project(st, session_string(s, "cwd"));
		conf = load(st, s);
		v = jv_object();
		put_live(conf, v);
		hostlink_settings(s->link, v);
		jv_free(v);
		conf_free(conf);
	}
	rulefile_tell(s);
}

/* The watches come before the files are read. */
void
settings_reload(struct settings *st)
{
	struct session *s;

	log_info("settings are read");
	st->changes++;
	confwatch_clear(st->watch);
	watch_person(st);
	conf_free(st->conf);
	st->conf = conf_load(&st->place, NULL);
	apply(st);
	for (s = registry_first(st->sup->registry); s != NULL;
	     s = registry_next(s))
		settings_tell(st, s);
	supervisor_settings(st->sup);
}

static void
on_change(void *arg)
{
	settings_reload(arg);
}

struct settings *
settings_create(struct supervisor *sup)
{
	struct settings *st = xcalloc(1, sizeof *st);
	char *dir = path_join(sup->state, "daemon");

	/* That it comes later would be a change of the trust in it. */
	if (path_mkdirs(dir) != 0)
		log_warn("%s", dir);
	free(dir);

	st->sup = sup;
	st->changes = 1;
	conf_place_init(&st->place, sup->state);
	st->watch = confwatch_create(sup->loop, on_change, st);
	watch_person(st);
	st->conf = conf_load(&st->place, NULL);
	apply(st);
	return st;
}

void
settings_destroy(struct settings *st)
{
	if (st == NULL)
		return;
	confwatch_destroy(st->watch);
	conf_free(st->conf);
	conf_place_clear(&st->place);
	free(st);
}

int64_t
settings_grace_ms(const struct settings *st, const struct session *s)
{
	struct conf *conf = load(st, s);
	int64_t ms = conf_int(conf, "stop.graceSeconds") * 1000;

	conf_free(conf);
	return ms;
}

bool
settings_env_in_memory(const struct settings *st, const struct session *s)
{
	struct conf *conf = load(st, s);
	bool memory;

	memory = strcmp(conf_string(conf, "environment.store"), "memory") == 0;
	conf_free(conf);
	return memory;
}

struct jv *
settings_env_update(const struct settings *st, const struct session *s)
{
	struct conf *conf;
	struct jv *names;

	if (s == NULL)
		return jv_copy(conf_value(st->conf, "environment.update"));
	conf = load(st, s);
	names = jv_copy(conf_value(conf, "environment.update"));
	conf_free(conf);
	return names;
}

struct jv *
settings_notify_on(const struct settings *st)
{
	return jv_copy(conf_value(st->conf, "notify.on"));
}

char *
settings_notify_command(const struct settings *st)
{
	return xstrdup(conf_string(st->conf, "notify.command"));
}

char *
settings_name_command(const struct settings *st)
{
	return xstrdup(conf_string(st->conf, "name.command"));
}

int64_t
settings_idle_ms(const struct settings *st)
{
	return conf_int(st->conf, "supervisor.idleSeconds") * 1000;
}

void
settings_rest_ms(const struct settings *st, int64_t *after, int64_t *empty)
{
	*after = conf_int(st->conf, "idle.stopAfter") * 1000;
	*empty = conf_int(st->conf, "idle.removeEmptyAfter") * 1000;
}

bool
settings_rest_short(const struct settings *st)
{
	return conf_bool(st->conf, "idle.stopOnPressure");
}

int64_t
settings_max_working(const struct settings *st)
{
	return conf_int(st->conf, "dispatch.maxWorking");
}

struct jv *
settings_errors(const struct settings *st)
{
	struct jv *list = jv_array();
	size_t i;

	for (i = 0; i < conf_errors(st->conf); i++)
		jv_append_string(list, conf_error(st->conf, i));
	return list;
}
