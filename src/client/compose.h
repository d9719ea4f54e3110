/* SPDX-License-Identifier: ISC */
/* compose: what a text typed for a new session means. Pure. */

#ifndef CLIENT_COMPOSE_H
#define CLIENT_COMPOSE_H

#include <stdbool.h>

struct customs;

enum compose_kind {
	COMPOSE_NOTHING,		/* no words */
	COMPOSE_TASK,			/* start an agent with a first prompt */
	COMPOSE_JOB,			/* start a shell job */
	COMPOSE_EXIT,			/* close the view */
	COMPOSE_LOGOUT,			/* of the agent */
	COMPOSE_MODEL,			/* for what starts from now on */
	COMPOSE_BAD,			/* cause says why it is nothing */
};

struct compose {
	enum compose_kind kind;
	char		*task;		/* owned: the prompt, without the name
					 * of a custom agent in front of it */
	char		*agent;		/* owned: a custom agent; may be NULL */
	char		*command;	/* owned: COMPOSE_JOB: for sh -c */
	char		*model;		/* owned: COMPOSE_MODEL; NULL: the
					 * default again */
	char		*cause;		/* owned: COMPOSE_BAD */
};

/* Read a text into *out (caller clears). customs are the custom agents there
 * are: one may be named by the first word or, with an '@', anywhere. */
void	 compose_parse(const char *, const struct customs *,
	     struct compose *out);
void	 compose_clear(struct compose *);
/* The commands of the view itself: name and what it does; false past the end. */
bool	 compose_command(unsigned i, const char **name, const char **text);

#endif
