/* SPDX-License-Identifier: ISC */
/* suggest: what a word that is being typed could become. */

#ifndef CLIENT_SUGGEST_H
#define CLIENT_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct customs;
struct frame;
struct rect;
struct suggest;
struct theme;

#define SUGGEST_SHOWN 6		/* rows at most */
#define SUGGEST_MAX   256	/* that are found */

struct suggest *suggest_create(void);
void	 suggest_destroy(struct suggest *);
/* The custom agents there are, borrowed until others are given; may be NULL. */
void	 suggest_set_customs(struct suggest *, const struct customs *);
/* It is for an answer to a session, not for a new one: the commands of the view are
 * none there. */
void	 suggest_set_reply(struct suggest *);
/* A command of the agent ("/review"), copied, and what it does (may be NULL).
 * Those of the view are there already. */
void	 suggest_add_command(struct suggest *, const char *name,
	     const char *text);
void	 suggest_clear_commands(struct suggest *);

/* A text is now so, with the cursor at a byte of it: find what the word there
 * could become. The one selected stays so while it is among them. */
void	 suggest_update(struct suggest *, const char *text, size_t cursor);
/* All custom agents, for a text with nothing in it. */
void	 suggest_browse(struct suggest *);
/* None, until the next update with another word. */
void	 suggest_dismiss(struct suggest *);

size_t	 suggest_count(const struct suggest *);
/* The name of one, borrowed; NULL past the end. */
const char *suggest_at(const struct suggest *, size_t i);
size_t	 suggest_selected(const struct suggest *);
void	 suggest_move(struct suggest *, int step);	/* round at the ends */
/* What taking the one selected does: the bytes [*from, *to) of the text become
 * text (caller frees). NULL if there is none. */
char	*suggest_take(const struct suggest *, size_t *from, size_t *to);

/* The rows that it takes, at most max. */
unsigned suggest_rows(const struct suggest *, unsigned max);
/* Draw into a rectangle of that many rows. */
void	 suggest_draw(struct suggest *, struct frame *, const struct rect *,
	     struct theme *);

#endif
