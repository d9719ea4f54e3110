/* SPDX-License-Identifier: ISC */
/* prseen: the pull requests whose addresses a session has printed. */

#ifndef HOST_PRSEEN_H
#define HOST_PRSEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strv.h"

struct host;
struct jv;

struct prseen {
	struct strv	 urls;		/* at most SAID_PRS_MAX, the first seen */
	uint64_t	 line;		/* of the scrollback, looked at so far */
};

void	 prseen_clear(struct prseen *);
/* Look at what was printed since the last time, as far as it is kept. Whether there
 * are more. */
bool	 prseen_look(struct host *);
/* Add them to an array of addresses, those that it has not. */
void	 prseen_put(const struct prseen *, struct jv *);
/* The bytes of a pull or merge request's address (GitHub, GitLab, Gitea) that s
 * begins with, up to its number; 0 if it is none. */
size_t	 prseen_url(const char *s);

#endif
