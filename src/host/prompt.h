/* SPDX-License-Identifier: ISC */
/* prompt: keys of a view that are the person's way out of an agent's session,
 * judged on the true screen. */

#ifndef HOST_PROMPT_H
#define HOST_PROMPT_H

#include <stdbool.h>

struct conn;
struct host;
struct jv;
struct key;
struct prompt;

/* For a view that asked for it (leaveKeys in its VIEW_START); NULL in a shell
 * job, where all keys are the program's. */
struct prompt *prompt_create(struct conn *, const struct jv *start);
void	prompt_destroy(struct prompt *);	/* NULL is fine */
/* Whether a key was taken: it is ours, or waits for the echo of those before
 * it, and what comes after it on this connection is not read meanwhile. NULL:
 * no. */
bool	prompt_takes(struct prompt *, const struct key *);
bool	prompt_waits(const struct prompt *);	/* NULL: no */
/* Something was pasted. NULL is fine. */
void	prompt_pasted(struct prompt *);
/* The program has written: a key that waits may be judged. */
void	prompt_look(struct host *);

#endif
