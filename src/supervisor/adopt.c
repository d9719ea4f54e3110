/* SPDX-License-Identifier: ISC */
/* adopt: at the supervisor's start, finds again what the last one left: hosts
 * by their sockets, then sessions by their records. */

/*
 * A socket without a record is a host all the same: the record was lost or was
 * broken. It gets a new one from what it says of itself. A record without a
 * socket is a host that lost it (it is told to bind again, if its process
 * lives) or that is gone; how it ended is in exit.json, else nobody knows.
 */

#include <dirent.h>
#include <errno.h>

#include "base/jv.h"
#include "base/log.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "supervisor/action.h"
#include "supervisor/adopt.h"
#include "supervisor/envstore.h"
#include "supervisor/hostlink.h"
#include "supervisor/registry.h"
#include "supervisor/replies.h"
#include "supervisor/roster.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/store.h"
#include "supervisor/supervisor_internal.h"

/* A host that no record knows. */
struct stranger {
	LIST_ENTRY(stranger) entry;
	struct adopt *adopt;   /* borrowed */
	struct hostlink *link; /* owned */
};

LIST_HEAD(stranger_list, stranger);

struct adopt {
	struct supervisor *sup; /* borrowed */
	struct stranger_list strangers;
};

static void
remove_stranger(struct stranger *x)
{
	LIST_REMOVE(x, entry);
	hostlink_destroy(x->link);
	free(x);
}

/* Once all strangers are known, a directory or environment without a record is
 * nobody's. */
static void
sweep(struct supervisor *sup)
{
	store_sweep(sup->store, sup->registry);
	envstore_sweep(sup->envstore, sup->registry);
}

static void
settle(struct stranger *x)
{
	struct adopt *a = x->adopt;

	remove_stranger(x);
	if (LIST_EMPTY(&a->strangers))
		sweep(a->sup);
}

/* What a session must have and an old or strange host may not have said. */
static void
complete(struct session *s)
{
	struct jv *v = jv_object();

	if (*session_string(s, "kind") == '\0')
		jv_set_string(v, "kind", "job");
	if (*session_string(s, "name") == '\0')
		jv_set_string(v, "name", "found session");
	if (session_int(s, "startedAt") <= 0)
		jv_set_int(v, "startedAt", wall_ms());
	session_fill(s, v);
	jv_free(v);
}

static void
on_up(struct hostlink *l, const struct jv *status, void *arg)
{
	struct stranger *x = arg;
	struct supervisor *sup = x->adopt->sup;
	struct session *s;

	if (registry_get(sup->registry, hostlink_id(l)) == NULL) {
		log_info("%s: a host without a record", hostlink_id(l));
		s = session_create(hostlink_id(l));
		s->sup = sup;
		s->life = LIFE_STARTING;
		s->host = *hostlink_host(l);
		session_fill(s, status);
		complete(s);
		registry_add(sup->registry, s, true);
		if (store_make(sup->store, s->id) != 0 && errno != EEXIST)
			log_warn("%s: its directory", s->id);
		action_link(s);
	}
	settle(x);
}

static void
on_lost(struct hostlink *l, const char *why, void *arg)
{
	log_info("%s: socket without a record: %s", hostlink_id(l), why);
	settle(arg);
}

/* No more than its whole state is wanted of it. */
static void
on_event(struct hostlink *l, const struct jv *changes, void *arg)
{
	(void)l;
	(void)changes;
	(void)arg;
}

static void
on_stopped(struct hostlink *l, const char *error, const struct jv *left,
    void *arg)
{
	(void)l;
	(void)left;
	(void)error;
	(void)arg;
}

static void
add_stranger(struct adopt *a, const char *id)
{
	static const struct hostlink_handler handler = {
		.up = on_up,
		.event = on_event,
		.stopped = on_stopped,
		.lost = on_lost,
	};
	static const struct procid nobody = { 0, 0 };
	struct stranger *x = xcalloc(1, sizeof *x);
	char *path = supervisor_host_path(a->sup, id);

	x->adopt = a;
	x->link = hostlink_create(a->sup->loop, path, id, &nobody, &handler, x);
	LIST_INSERT_HEAD(&a->strangers, x, entry);
	free(path);
}

/* The socket of a host that was killed while it waited for its session. */
static bool
is_of_nobody(const char *name)
{
	return name[0] == '.' && name[1] != '\0' &&
	    name[1 + strspn(name + 1, "0123456789")] == '\0';
}

static void
scan_sockets(struct adopt *a)
{
	char *dir = path_join(a->sup->runtime, "h");
	struct dirent *e;
	DIR *d;

	if ((d = opendir(dir)) == NULL)
		log_warn("%s", dir);
	while (d != NULL && (e = readdir(d)) != NULL)
		if (is_of_nobody(e->d_name))
			(void)unlinkat(dirfd(d), e->d_name, 0);
		else if (session_is_id(e->d_name) &&
		    registry_get(a->sup->registry, e->d_name) == NULL)
			add_stranger(a, e->d_name);
	if (d != NULL)
		closedir(d);
	free(dir);
}

static bool
has_socket(struct session *s)
{
	char *path = supervisor_host_path(s->sup, s->id);
	bool has = access(path, F_OK) == 0;

	free(path);
	return has;
}

/* A finished session: its host may still keep its screen; or it has been
 * killed, and the last supervisor too while it ended what was left. */
static void
take_down(struct session *s)
{
	s->home = SESSION_OURS;
	if (has_socket(s) || procid_alive(&s->host))
		action_link(s);
	else
		action_end_left(s);
	action_age(s);
}

/* Of one that is up by the journal alone the record does not say where it is,
 * and who asks before its host has answered would be told that it has ended. */
static void
say_where(struct session *s)
{
	char *path = supervisor_host_path(s->sup, s->id);
	struct jv *v = jv_object();

	jv_set_int(v, "pid", s->worker.pid);
	jv_set_int(v, "hostPid", s->host.pid);
	jv_set_string(v, "socket", path);
	session_merge(s, v);
	jv_free(v);
	free(path);
}

static void
take(struct session *s)
{
	/* What is on record as starting may be up for long where it runs. */
	if (s->home == SESSION_FOREIGN) {
		s->announced = true;
		return;
	}
	/* Its worker was in the journal, and its client may have been told. */
	if (s->life == LIFE_STARTING &&
	    (s->home == SESSION_BEFORE_BOOT || s->worker.pid != 0)) {
		s->life = LIFE_UP;
		s->announced = true;
		if (s->home == SESSION_OURS)
			say_where(s);
	}
	if (s->life == LIFE_DOWN) {
		take_down(s);
	} else if (s->home == SESSION_BEFORE_BOOT) {
		action_judge_loss(s, "the machine was restarted");
	} else if (s->life != LIFE_QUEUED) {
		action_resume(s);
	}
}

struct adopt *
adopt_create(struct supervisor *sup)
{
	struct adopt *a = xcalloc(1, sizeof *a);
	struct session *s, *next;

	a->sup = sup;
	LIST_INIT(&a->strangers);
	log_info("%zu records", store_load(sup->store, sup->registry));
	store_replay(sup->store);
	roster_load(sup->roster);
	scan_sockets(a);
	for (s = registry_first(sup->registry); s != NULL; s = next) {
		next = registry_next(s);
		s->sup = sup;
		replies_load(s);
		take(s);
	}
	roster_touch(sup->roster);
	if (LIST_EMPTY(&a->strangers))
		sweep(sup);
	return a;
}

void
adopt_destroy(struct adopt *a)
{
	struct stranger *x;

	if (a == NULL)
		return;
	while ((x = LIST_FIRST(&a->strangers)) != NULL)
		remove_stranger(x);
	free(a);
}
