/* SPDX-License-Identifier: ISC */
/* inbox: the replies to one session that wait for its agent, on disk and in
 * their order, and the receipts of the last ones; it sends nothing. */

#ifndef SUPERVISOR_INBOX_H
#define SUPERVISOR_INBOX_H

#include <sys/queue.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/procid.h"

struct inbox;
struct jv;
struct loop_timer;

#define INBOX_ID_MAX	64		/* bytes of a reply's id */
#define INBOX_WAITING	64		/* replies that wait */
#define INBOX_BYTES	(4u << 20)	/* of all of them */
#define INBOX_RECEIPTS	128		/* that are kept, the last ones */

/* A reply that waits. Who changes handed, host or starts saves it. */
struct inbox_reply {
	TAILQ_ENTRY(inbox_reply) entry;
	char		 id[INBOX_ID_MAX + 1];
	int64_t		 seq;		/* its place in the order */
	int64_t		 at;		/* Unix ms: taken */
	struct jv	*body;		/* owned: of its HOST_REPLY */
	size_t		 size;		/* bytes of it as text */
	int64_t		 starts;	/* of its session, for its sake */
	bool		 handed;	/* host may have typed it */
	struct procid	 host;		/* with handed */
	/* Not on disk; owned, may be NULL. */
	struct loop_timer *timer;
	char		*why;		/* it waits */
	void		*owner;		/* borrowed: of the timer */
};

/* The inbox in a directory (which need not be there, and is made, 0700, with
 * the first reply). A broken file is named in the log and set aside as
 * FILE.broken. */
struct inbox *inbox_open(const char *dir);
void	 inbox_close(struct inbox *);	/* NULL is fine; files stay */

/* Letters, digits and "._-", 1 to INBOX_ID_MAX. NULL: no. */
bool	 inbox_is_id(const char *);
struct inbox_reply *inbox_first(const struct inbox *); /* NULL if empty */
size_t	 inbox_count(const struct inbox *);
struct inbox_reply *inbox_find(const struct inbox *, const char *id);
/* What became of a reply that does not wait any more: an object with reply,
 * receipt, at and perhaps reason; NULL if it is not known. Borrowed until the
 * next inbox_finish. */
const struct jv *inbox_receipt(const struct inbox *, const char *id);

/* Keep a reply behind those that wait: on disk, synced, when this returns. Its
 * id must be new. NULL and *cause (caller frees) if there are too many or the
 * disk refuses; nothing is kept then. Takes body. */
struct inbox_reply *inbox_add(struct inbox *, const char *id,
	    struct jv *body, char **cause);
/* Write what has changed of it, synced. -1 with errno: the old one is whole. */
int	 inbox_save(struct inbox *, const struct inbox_reply *);
/* It waits no more: note its receipt (reason may be NULL), synced, then remove
 * it, and free it. Where the disk refuses, the receipt is known to this process
 * alone until the next one is written, and the reply's file stays until then:
 * it is never lost, and its host knows that it had it. */
void	 inbox_finish(struct inbox *, struct inbox_reply *,
	    const char *receipt, const char *reason);

#endif
