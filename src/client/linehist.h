/* SPDX-License-Identifier: ISC */
/* linehist: the texts that were sent from inputs, the newest last, in memory
 * alone: what a person types is written nowhere. */

#ifndef CLIENT_LINEHIST_H
#define CLIENT_LINEHIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct linehist;

#define LINEHIST_ENTRIES 200
#define LINEHIST_BYTES	 (4u << 20)	/* of all entries */

/* A whole text, and which parts of it were pastes shown as labels. */
struct linepart {
	size_t		 at;
	size_t		 len;
};

struct linesaved {
	char		*s;		/* owned, terminated */
	size_t		 len;
	struct linepart	*pastes;	/* owned, in order */
	unsigned	 npastes;
};

void	 linesaved_clear(struct linesaved *);

struct linehist *linehist_create(void);
void	 linehist_destroy(struct linehist *);
/* Copies. An empty text, or one like the newest entry, adds nothing. The oldest
 * go as the bounds ask. */
void	 linehist_add(struct linehist *, const struct linesaved *);
/* The entry nearest to *at on its older (or newer) side that begins with n
 * bytes of prefix: *at is its number then. UINT64_MAX is newer than all. NULL:
 * there is none. Borrowed until the next add. */
const struct linesaved *linehist_find(const struct linehist *, uint64_t *at,
	     bool older, const char *prefix, size_t n);

#endif
