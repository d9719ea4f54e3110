/* SPDX-License-Identifier: ISC */
/* slash: the commands that an agent takes at its prompt ("/compact"). */

#ifndef AGENT_SLASH_H
#define AGENT_SLASH_H

#include <stdbool.h>
#include <stddef.h>

struct jv;

#define SLASH_MAX	128	/* of one agent */
#define SLASH_NAME_MAX	63	/* bytes */
#define SLASH_TEXT_MAX	256

struct slash {
	char		*name;		/* owned: with its '/' */
	char		*text;		/* owned: what it does; may be NULL */
	bool		 first;		/* it means something as the first prompt
					 * of a session */
};

struct slashes {
	struct slash	*list;		/* owned */
	size_t		 n;
};

/* Read the member "commands" of an adapter's file into *out, which is empty: what
 * is wrong, as member.h has it, or NULL. */
char	*slash_parse(const struct jv *, struct slashes *out);
void	 slash_clear(struct slashes *);

#endif
