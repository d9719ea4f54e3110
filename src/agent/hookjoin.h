/* SPDX-License-Identifier: ISC */
/* hookjoin: the person's own settings for one launch of an agent, and ours that
 * inject hooks, as one, where the agent takes no more than one. */

#ifndef AGENT_HOOKJOIN_H
#define AGENT_HOOKJOIN_H

#include <stdbool.h>
#include <stddef.h>

struct asked;
struct jv;

#define HOOKJOIN_MAX (1u << 20) /* bytes of a file or text */

/* The settings that a person gave: the text of a JSON object, or the path of a
 * regular file with one. NULL and *cause (caller frees), which names the file
 * and the place in it. */
struct jv *hookjoin_read(const char *value, char **cause);
/* Add what is in from to an object, which is the caller's: members of objects
 * inside it as well, and lists behind those that are there. A single value that
 * is there stays, unless from is to win. NULL, or the path of a member that is a
 * list or an object in one of them alone (caller frees); to is then in parts as
 * it was. */
char	*hookjoin_add(struct jv *to, const struct jv *from, bool wins);
/* All the settings among the options of a start in one object, later ones
 * winning; ours (borrowed, may be NULL) added to it. NULL and *cause. */
struct jv *hookjoin_all(const struct asked *, const struct jv *ours,
	     char **cause);

#endif
