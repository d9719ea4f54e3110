/* SPDX-License-Identifier: ISC */
/* promptline: where an agent's prompt is on a screen, and what is typed there. */

#ifndef AGENT_PROMPTLINE_H
#define AGENT_PROMPTLINE_H

#include <stdbool.h>
#include <stddef.h>

struct jv;
struct promptline;
struct shown_screen;

#define PROMPTLINE_MAX 16	/* patterns of an adapter */

/* What was found. */
struct promptline_seen {
	bool	 found;		/* there is a prompt, and the cursor is in it */
	bool	 empty;		/* nothing is typed */
	bool	 at_start;	/* the cursor stands before all that is typed */
	char	*typed;		/* owned, NULL unless found; dim text and blanks
				 * at the end left out */
	char	*suggestion;	/* owned; the dim text, NULL if there is none */
	size_t	 row;		/* of the screen */
	size_t	 start;		/* byte of it where typing begins */
};

/* The member "prompt" of an adapter. NULL and *why as member.h has it. */
struct promptline *promptline_parse(const struct jv *, char **why);
void	 promptline_destroy(struct promptline *);
/* Fill in *seen, whatever was in it. NULL patterns find nothing. */
void	 promptline_find(const struct promptline *,
	     const struct shown_screen *, struct promptline_seen *seen);
void	 promptline_clear(struct promptline_seen *);

#endif
