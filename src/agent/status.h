/* SPDX-License-Identifier: ISC */
/* status: the program status protocol (OSC 7501, revision 0.4 of 2026-10-10):
 * what the programs of a session report of themselves through its terminal. */

#ifndef AGENT_STATUS_H
#define AGENT_STATUS_H

#include <stdbool.h>
#include <stddef.h>

#include "agent/state.h"

#define STATUS_RECORDS	64	/* at most; the one not heard of for longest goes */
#define STATUS_BODY_MAX 4096	/* bytes of a report; longer ones are dropped */
#define STATUS_ID_MAX	128
#define STATUS_APP_MAX	32
#define STATUS_TITLE_MAX 192	/* bytes, decoded */
#define STATUS_MSG_MAX	2048

enum status_kind {
	STATUS_NO_KIND,
	STATUS_PERMISSION,
	STATUS_QUESTION,
	STATUS_AUTH,
};

/* One record; strings are owned and may be NULL but for id, "" of the root. */
struct status_record {
	char		*id;		/* "a/b" is a child of "a" and of the root */
	enum agent_state state;		/* error is AGENT_FAILED */
	enum status_kind kind;		/* if blocked */
	int		 progress;	/* 0-100; -1: none */
	char		*app;
	char		*title;		/* clean */
	char		*msg;		/* clean */
	unsigned long	 heard;		/* the number of the report */
};

struct status;

struct status *status_create(void);
void	 status_destroy(struct status *);
/* The body of a report ("state=working:app=x"). 1 if a record has changed or
 * gone, 0 if all is as it was, -1 if the report is dropped as malformed. */
int	 status_feed(struct status *, const char *body);
/* Each returns whether a record has gone. */
bool	 status_reset(struct status *);	/* RIS: all go */
/* The program has ended, or its shell is at a prompt (OSC 133;A): what works
 * or is blocked goes. */
bool	 status_ended(struct status *);
size_t	 status_count(const struct status *);
/* In the order of their first reports; borrowed until the next change. */
const struct status_record *status_at(const struct status *, size_t i);
/* The record that speaks for the session: a blocked child of a root that works,
 * else the root, else (there are only children) the most urgent: blocked,
 * working, failed, idle, done. NULL if there is none. */
const struct status_record *status_main(const struct status *);
/* The records without children that are not the root, and how many of these are
 * done. */
void	 status_items(const struct status *, unsigned *done, unsigned *total);
/* The words for why a blocked one waits (see state.h). */
const char *status_waiting(const struct status_record *);

#endif
