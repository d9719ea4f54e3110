/* SPDX-License-Identifier: ISC */
/* heard: what a host says of its session, beside what is known of it. */

#include <string.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/procid.h"
#include "supervisor/heard.h"
#include "supervisor/hostlink.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/supervisor_internal.h"

#define CHANGES_MAX 64	  /* of a session at once */
#define MISSED_MAX  1024  /* kept for clients, of all sessions */
#define MISSED_MS   60000 /* for so long */

bool
heard_agrees(const struct session *s, const struct jv *said)
{
	static const char *const keys[] = { "state", "kind", "sessionId" };
	const char *word;
	size_t i;

	for (i = 0; i < nitems(keys); i++) {
		word = jv_string(said, keys[i]);
		if (word != NULL &&
		    strcmp(word, session_string(s, keys[i])) != 0)
			return false;
	}
	return jv_int(said, "pid", session_int(s, "pid")) ==
	    session_int(s, "pid");
}

void
heard_worker(struct session *s)
{
	int64_t pid = session_int(s, "pid");

	if (pid > 1 && pid != s->worker.pid)
		procid_get((pid_t)pid, &s->worker);
}

void
heard_name(struct session *s, const char *name)
{
	const char *ours = session_string(s, "name");

	if (name != NULL && s->link != NULL && strcmp(name, ours) != 0)
		hostlink_rename(s->link, ours);
}

/* Who comes back within the time gets it with the list. */
static void
keep_missed(struct supervisor *sup, const struct session *s,
    const struct jv *change)
{
	struct jv *copy;

	if (sup->missed != NULL && monotime_left(sup->missed_until) == 0) {
		jv_free(sup->missed);
		sup->missed = NULL;
	}
	if (sup->missed == NULL)
		sup->missed = jv_array();
	if (jv_count(sup->missed) >= MISSED_MAX)
		return;
	sup->missed_until = monotime_add(monotime_now(), MISSED_MS);
	copy = jv_copy(change);
	jv_set_string(copy, "id", s->id);
	jv_append(sup->missed, copy);
}

/* Of a session the members of a change alone: what else a host says comes with
 * its whole state. */
static struct jv *
checked(const struct jv *change)
{
	static const char *const keys[] = { "state", "status", "changedAt",
		"waitingFor", "message", "summary" };
	struct jv *copy = jv_object(), *v;
	size_t i;

	for (i = 0; i < nitems(keys); i++)
		if ((v = jv_get(change, keys[i])) != NULL)
			jv_set(copy, keys[i], jv_copy(v));
	return copy;
}

static void
merge_changes(struct session *s, const struct jv *said,
    void (*tell)(struct session *, const char *event))
{
	const struct jv *list = jv_get_array(said, "changes");
	struct jv *change;
	size_t i;

	for (i = 0; i < jv_count(list) && i < CHANGES_MAX; i++) {
		change = checked(jv_at(list, i));
		if (jv_int(change, "changedAt", 0) > 0)
			keep_missed(s->sup, s, change);
		if (jv_int(change, "changedAt", 0) >
			session_int(s, "changedAt") &&
		    session_merge(s, change))
			tell(s, "state");
		jv_free(change);
	}
}

bool
heard_merge(struct session *s, const struct jv *said,
    void (*tell)(struct session *, const char *event))
{
	bool changed;

	merge_changes(s, said, tell);
	changed = session_merge(s, said);
	heard_worker(s);
	return changed;
}

int64_t
heard_since(const struct session *s)
{
	return session_int(s, "changedAt") - MISSED_MS;
}

struct jv *
heard_missed(struct supervisor *sup)
{
	if (sup->missed == NULL || monotime_left(sup->missed_until) == 0)
		return jv_array();
	return jv_copy(sup->missed);
}
