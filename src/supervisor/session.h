/* SPDX-License-Identifier: ISC */
/* session: one session as the supervisor knows it, its JSON object and its
 * record; it starts and ends nothing. */

#ifndef SUPERVISOR_SESSION_H
#define SUPERVISOR_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SESSION_ID_LEN	  8	/* hex digits */
#define SESSION_ARGV_SHOWN 4096	/* bytes of argv that the object shows */

struct buf;
struct jv;
struct session;

/* Whose record it is. Foreign ones are shown, never judged or written. */
enum session_home {
	SESSION_OURS,
	SESSION_BEFORE_BOOT,	/* this machine before it was restarted */
	SESSION_FOREIGN,	/* another machine or pid namespace */
};

/* Whether these are exactly 8 lower-case hex digits. NULL: no. */
bool	 session_is_id(const char *);

/* A queued session with an id and no other field. */
struct session *session_create(const char *id);
void	 session_destroy(struct session *);	/* NULL is fine */

/* Take over members of a session object, those that a host may tell, checked:
 * of the right type, known words, bounded, cleaned; null unsets one. Whether
 * anything has changed. */
bool	 session_merge(struct session *, const struct jv *);
/* As session_merge, with the members that only its start sets (name, kind,
 * cwd, argv, ...) besides. */
bool	 session_fill(struct session *, const struct jv *);

/* The object that clients see; caller frees. */
struct jv *session_object(const struct session *);
/* Append its text, of its members those of a mask alone. */
void	 session_put(const struct session *, uint64_t mask, struct buf *);
#define SESSION_WHOLE UINT64_MAX
/* The mask of an array of names; what is no member is left out. */
uint64_t session_mask(const struct jv *names);

/* The record, with what a newer version wrote; caller frees. */
struct jv *session_record(const struct session *);
/* A session of a record; NULL and *cause (caller frees) if it is broken. */
struct session *session_from_record(const struct jv *, const char *id,
	     char **cause);

/* Fields, "" or 0 where they are not set; strings are borrowed. */
const char *session_id(const struct session *);
const char *session_string(const struct session *, const char *key);
int64_t	 session_int(const struct session *, const char *key);
/* Whether it runs a shell command, be it in the foreground. */
bool	 session_is_job(const struct session *);
bool	 session_is_pinned(const struct session *);
bool	 session_is_archived(const struct session *);
/* The processes that its stop has left, as its host names them; NULL if there
 * are none or it was not stopped. */
const struct jv *session_left(const struct session *);
/* Whether its host has said that the worker has ended (or exit.json has). */
bool	 session_has_ended(const struct session *);
/* Whether its worker lives as far as is known. */
bool	 session_is_live(const struct session *);
/* Whether it is a row: it got up, and has not been shown for long enough. */
bool	 session_is_shown(const struct session *);
/* Say how it ended where no host can: state, reason (may be NULL), now. */
void	 session_end(struct session *, const char *state, const char *reason);
/* It was held for ended and is not: forget how it ended. */
void	 session_revive(struct session *);
/* It is started again with argv (borrowed): forget its last worker and how
 * that ended. reason (may be NULL) is shown while it runs. */
void	 session_restart(struct session *, const struct jv *argv,
	     const char *reason);

#endif
