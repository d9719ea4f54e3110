/* SPDX-License-Identifier: ISC */
/* watching: following the changes of sessions. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/super.h"
#include "cmd/watching.h"
#include "wire/call.h"

#define FOREVER_MS (INT64_C(1000) * 86400 * 365 * 10)

/* Tell cb of each session of the first answer. */
static int
tell_all(struct jv *list, watching_cb cb, void *arg)
{
	size_t i;
	int r;

	for (i = 0; i < jv_count(list); i++) {
		r = cb("state", jv_at(list, i), arg);
		if (r != 0)
			return r;
	}
	return 0;
}

static int
tell_one(const struct msg *m, watching_cb cb, void *arg)
{
	struct jv *j, *session;
	const char *event;
	char *cause = NULL;
	int r = 0;

	if (m->type != MSG_SESSION_EVENT)
		return 0;
	j = jv_parse((const char *)m->body, m->len, &cause);
	free(cause);
	if (j == NULL)
		return 0;
	session = jv_get_object(j, "session");
	event = jv_string(j, "event");
	if (session != NULL && event != NULL)
		r = cb(event, session, arg);
	jv_free(j);
	return r;
}

/* One connection: until cb ends it, the deadline (0) or its loss (-1). */
static int
follow(struct call *call, monotime deadline, watching_cb cb, void *arg,
    char **cause)
{
	struct jv *result;
	struct msg m;
	int r;

	result = call_ask(call, MSG_SESSION_WATCH, NULL,
	    monotime_add(monotime_now(), SUPER_ANSWER_MS), cause);
	if (result == NULL)
		return -1;
	r = tell_all(jv_get_array(result, "sessions"), cb, arg);
	jv_free(result);
	while (r == 0) {
		r = call_next(call, &m, deadline, cause);
		if (r != 1)
			return r;
		r = tell_one(&m, cb, arg);
	}
	return r;
}

int
watching_run(struct cmd_call *c, int64_t ms, watching_cb cb, void *arg,
    char **cause)
{
	monotime deadline;
	struct call *call;
	int r, failures = 0;

	deadline = monotime_add(monotime_now(), ms == -1 ? FOREVER_MS : ms);
	for (;;) {
		call = super_open(c, cause);
		if (call == NULL)
			return -1;
		r = follow(call, deadline, cb, arg, cause);
		call_close(call);
		if (r != -1)
			return r;
		/* Lost: the next one takes over. Not for ever in a circle. */
		if (monotime_left(deadline) == 0) {
			free(*cause);
			*cause = NULL;
			return 0;
		}
		if (++failures > 100)
			return -1;
		free(*cause);
		*cause = NULL;
	}
}
