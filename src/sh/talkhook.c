/* SPDX-License-Identifier: ISC */
/* talkhook: the hooks of the conversation: what they are told, and the wait for
 * them. */

#include "base/jv.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "sh/talk_internal.h"
#include "sh/transcript.h"

struct jv *
talkhook_payload(struct talk *t, const char *event)
{
	struct jv *v = jv_object();
	char *cwd = path_absolute(".");

	jv_set_string(v, "session_id", t->id);
	jv_set_string(v, "transcript_path", transcript_path(t->transcript));
	jv_set_string(v, "cwd", cwd);
	jv_set_string(v, "permission_mode", permit_name(t->permit.mode));
	jv_set_string(v, "hook_event_name", event);
	jv_set_string(v, "model", t->model);
	free(cwd);
	return v;
}

enum hooks_decision
talkhook_run(struct talk *t, const char *event, const char *tool,
    struct jv *payload, char **reason)
{
	enum hooks_decision decision;
	struct hooks_run r;
	struct io_event e;
	monotime until;

	if (t->hooks == NULL || !hooks_any(t->hooks, event, tool)) {
		jv_free(payload);
		return HOOKS_NONE;
	}
	hooks_start(t->hooks, &r, &t->io, event, tool, payload);
	while (!hooks_done(&r)) {
		until = hooks_until(&r);
		io_wait(&t->io, &until, &e);
		if (e.what == IO_QUIT)
			break;
		if (!hooks_event(&r, &e) && talk_busy(t, &e))
			break;
	}
	decision = r.decision;
	if (reason != NULL && r.reason != NULL)
		*reason = xstrdup(r.reason);
	hooks_leave(&r);
	return decision;
}
