/* SPDX-License-Identifier: ISC */
/* heard: what a host says of its session, beside what is known of it. */

#include <string.h>

#include "base/jv.h"
#include "base/procid.h"
#include "supervisor/heard.h"
#include "supervisor/hostlink.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"

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
