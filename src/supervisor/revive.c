/* SPDX-License-Identifier: ISC */
/* revive: whether an agent that has died goes on once by itself; it starts
 * nothing. */

#include "base/jv.h"
#include "base/log.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "supervisor/respawn.h"
#include "supervisor/revive.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/supervisor_internal.h"

/* What a shell tells of a program that was interrupted. */
#define INTERRUPTED 130

static bool
is_word(const char *a, const char *b)
{
	return a != NULL && strcmp(a, b) == 0;
}

bool
revive_died(const struct session *s, const struct jv *told)
{
	if (told == NULL)
		return is_word(session_string(s, "state"), "working");
	return is_word(jv_string(told, "endedIn"), "working") &&
	    is_word(jv_string(told, "state"), "failed") &&
	    jv_int(told, "exitCode", 0) != INTERRUPTED &&
	    !is_word(jv_string(told, "signal"), "SIGINT");
}

/* A clock that was put back makes it longer, never shorter. */
static bool
was_revived(const struct session *s, int64_t now)
{
	int64_t at = session_int(s, "revivedAt");

	return at > 0 && now - at < REVIVE_AGAIN_MS;
}

bool
revive_may(const struct session *s, int64_t now)
{
	return s->life == LIFE_UP && s->home == SESSION_OURS &&
	    !session_is_job(s) && *session_string(s, "adapter") != '\0' &&
	    *session_string(s, "sessionId") != '\0' && !was_revived(s, now);
}

static char *
how(const struct session *s)
{
	const char *reason = session_string(s, "reason");

	return xasprintf("it died while it worked%s%s%s and was resumed",
	    *reason != '\0' ? " (" : "", reason, *reason != '\0' ? ")" : "");
}

/* The row says that it is for the second time. */
static void
tell_again(struct session *s)
{
	struct jv *v = jv_object();
	char *text = xasprintf("%s, again after it was resumed",
	    session_string(s, "reason"));

	log_info("%s: it died again", s->id);
	jv_set_string(v, "reason", text);
	session_fill(s, v);
	jv_free(v);
	free(text);
}

enum life_event
revive_event(struct session *s, bool died, enum life_event otherwise)
{
	int64_t now = wall_ms();
	struct jv *boot, *v;
	char *cause = NULL, *text;

	if (!died || s->sup->ending || !revive_may(s, now)) {
		if (died && otherwise == LIFE_EV_ENDED && was_revived(s, now))
			tell_again(s);
		return otherwise;
	}
	if ((boot = respawn_boot(s->sup, s, NULL, &cause)) == NULL) {
		log_info("%s: it died and is not resumed: %s", s->id, cause);
		free(cause);
		return otherwise;
	}
	text = how(s);
	jv_set_string(boot, "reason", text);
	free(text);
	jv_free(s->next);
	s->next = boot;
	v = jv_object();
	jv_set_int(v, "revivedAt", now);
	session_fill(s, v);
	jv_free(v);
	return LIFE_EV_DIED;
}
