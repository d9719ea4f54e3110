/* SPDX-License-Identifier: ISC */
/* hostreply: what a reply says, whether it may be typed now, and as what. */

#ifndef HOST_HOSTREPLY_H
#define HOST_HOSTREPLY_H

#include <stdbool.h>
#include <stddef.h>

struct host;
struct hostreply;
struct jv;
struct key;

/* Most keys of a message. */
#define HOSTREPLY_KEYS_MAX 1024
/* Most steps of what is typed. */
#define HOSTREPLY_STEPS 4

/* Typed at once: text as a paste, or keys. All is owned. */
struct send_step {
	char		*text;		/* NULL: keys */
	struct key	*keys;
	size_t		 nkeys;
	bool		 check;		/* look at the screen again before it */
};

struct send_steps {
	struct send_step step[HOSTREPLY_STEPS];
	size_t		 n;
};

/* Add text (NULL or empty: nothing) or keys (taken) as a step. */
void	hostreply_add_text(struct send_steps *, const char *);
void	hostreply_add_keys(struct send_steps *, struct key *, size_t n);
void	hostreply_clear_steps(struct send_steps *);
/* The keys named by an array of strings (NULL: none), in *keys (caller frees;
 * NULL on error). -1 if one is unknown (*bad, borrowed) or they are too many
 * (*bad NULL). */
int	hostreply_parse_keys(const struct jv *names, struct key **keys,
	    size_t *n, const char **bad);

/* From the body of HOST_REPLY. NULL and *cause (caller frees). */
struct hostreply *hostreply_parse(const struct jv *, char **cause);
void	hostreply_destroy(struct hostreply *);	/* NULL is fine */
size_t	hostreply_size(const struct hostreply *);	/* bytes of its text */

enum hostreply_verdict {
	HOSTREPLY_GO,
	HOSTREPLY_LATER,		/* the agent cannot take it now */
	HOSTREPLY_AGAIN,		/* ask again soon */
	HOSTREPLY_REFUSED,
};

/* Its turn has come: what is to be typed, or *why not (static). A dialog is left
 * alone in its first moments (AGAIN): agents take no key then, lest one that was
 * meant for something else answers it. One that the agent has told of and not
 * painted yet is waited for (AGAIN), for some seconds at most. */
enum hostreply_verdict hostreply_begin(struct host *, struct hostreply *,
	    struct send_steps *, const char **why);
/* Before a step with check: go on; nothing of it is needed any more (LATER); the
 * step before it has had no effect yet (AGAIN, for some seconds at most); or the
 * screen is not as it must be, and *why (REFUSED). */
enum hostreply_verdict hostreply_check(struct host *, struct hostreply *,
	    const char **why);
/* Whether a reply that was told to come later may come now. */
bool	hostreply_ready(const struct host *);

#endif
