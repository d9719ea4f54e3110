/* SPDX-License-Identifier: ISC */
/* session_internal: the body of struct session, for supervisor/ alone. */

#ifndef SUPERVISOR_SESSION_INTERNAL_H
#define SUPERVISOR_SESSION_INTERNAL_H

#include <sys/queue.h>

#include "base/monotime.h"
#include "base/procid.h"
#include "supervisor/lifecycle.h"
#include "supervisor/session.h"

struct dispatch;
struct ending;
struct hostlink;
struct inbox;
struct loop_timer;
struct peer;
struct supervisor;

struct session {
	TAILQ_ENTRY(session)	 entry;	/* of the registry, in roster order */
	LIST_ENTRY(session)	 bucket; /* of the registry, by id */
	char			 id[SESSION_ID_LEN + 1];
	struct jv		*fields; /* owned; checked members of the object */
	struct jv		*extra;	/* owned, may be NULL: members of the
					 * record that this version lacks */
	enum life_state		 life;
	enum session_home	 home;
	char			*machine; /* owned; NULL unless foreign */
	struct jv		*left;	/* owned: by its stop; may be NULL */
	struct procid		 host;	/* nobody if unknown */
	struct procid		 worker;
	bool			 removed; /* taken out; freed after the turn */
	bool			 recorded; /* its host says what is on disk */
	bool			 announced; /* clients know the row */
	char			 told[16]; /* its state, as clients were told
					    * it last; "": never */
	monotime		 unused; /* so since then, or asked again as if;
					  * 0: it is used */
	monotime		 idle_since; /* unused since, in truth */
	monotime		 pressed; /* asked for want of memory; 0: not */
	bool			 resting; /* its host was asked to end it so */
	bool			 passed_over; /* waits, and cannot be started */
	bool			 expired; /* its row went, its record not yet */
	bool			 counted; /* as one that waits: see awaiting */
	unsigned		 booted_with; /* the settings: see settings.c */

	/* What runs for it; all owned by action.c, all may be NULL. */
	struct supervisor	*sup;	/* borrowed; NULL in unit tests */
	const struct jv		*boot_msg; /* borrowed while it is executed */
	struct jv		*next;	/* of a respawn that waits for the end:
					 * see respawn */
	struct hostlink		*link;
	struct dispatch		*boot;
	struct peer		*ready;	/* the connection to a host that has
					 * just got ready, for its link */
	struct ending		*ending;
	struct loop_timer	*timer;	/* deadline of its life state */

	/* Of replies.c; owned, NULL where there never was one. */
	struct inbox		*inbox;
	struct loop_timer	*replying; /* goes on with them */
};

#endif
