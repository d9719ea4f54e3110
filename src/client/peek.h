/* SPDX-License-Identifier: ISC */
/* peek: the panel beside the list: what a session needs, its screen, its pull
 * requests, and a reply. */

#ifndef CLIENT_PEEK_H
#define CLIENT_PEEK_H

#include <stdbool.h>
#include <stddef.h>

#include "client/action.h"
#include "client/lineedit.h"

struct entry;
struct frame;
struct intern;
struct jv;
struct key;
struct linehist;
struct loop;
struct model;
struct peek;
struct rect;
struct suggest;
struct theme;

/* From this width on it stands beside the list, else under it. */
#define PEEK_BESIDE_COLS 100

struct peek_handler {
	/* It looks otherwise. */
	void	(*changed)(void *arg);
	/* Give what the agent of a session takes at its prompt to the
	 * suggestions. May be NULL. */
	void	(*commands)(const char *id, struct suggest *, void *arg);
	/* Send a SESSION_REPLY (borrowed), and tell by peek_answer or peek_failed
	 * what came of it. */
	void	(*send)(const struct jv *body, void *arg);
};

/* All is borrowed; state is the state directory. */
struct peek *peek_create(struct loop *, struct intern *, struct theme *,
	     struct linehist *, const char *state, const struct peek_handler *,
	     void *arg);
void	 peek_destroy(struct peek *);		/* NULL is fine */

/* Open it on a session, or move it there; to be called too when the session has
 * changed. NULL: close it. The model has it and the others. */
void	 peek_show(struct peek *, const struct entry *,
	     const struct model *);
bool	 peek_is_open(const struct peek *);
/* The input for replies: without text in it, keys mean what they mean in the
 * list. */
bool	 peek_is_empty(const struct peek *);
struct lineedit *peek_input(struct peek *);

/* Keys and pastes for the reply; LINEEDIT_NONE: not for it as it is. */
enum lineedit_did peek_key(struct peek *, const struct key *);
enum lineedit_did peek_paste(struct peek *, const char *, size_t);
/* Send what is typed or picked. False if there is nothing. */
bool	 peek_send(struct peek *);
/* One of the ACTION_PEEK_*: scrolls the screen. False for others. */
bool	 peek_do(struct peek *, enum action);
void	 peek_scroll(struct peek *, int rows);	/* up */

/* A receipt: a SESSION_REPLY's result or the event "reply". */
void	 peek_answer(struct peek *, const struct jv *receipt);
/* What was sent last under a reply's id could not be asked for. */
void	 peek_failed(struct peek *, const char *id, const char *why);
/* The supervisor is there again: send what it may not have got. */
void	 peek_again(struct peek *);

/* Where the list and the panel go in a frame's rows and columns, of which the
 * list had all. */
void	 peek_place(const struct rect *all, struct rect *list,
	     struct rect *panel);
/* Draw into the panel's rectangle; the frame's cursor is in the reply then. */
void	 peek_draw(struct peek *, struct frame *, const struct rect *);
/* A click into the panel, at a place of the frame. */
void	 peek_click(struct peek *, unsigned row, unsigned col);

#endif
