/* SPDX-License-Identifier: ISC */
/* history: what a session has shown, to be looked at, searched and copied. */

#ifndef CLIENT_HISTORY_H
#define CLIENT_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/action.h"
#include "term/find.h"

struct found;
struct frame;
struct history;
struct intern;
struct key;
struct modes;
struct mouse;
struct search;

struct history_handler {
	/* As link_history and link_search. */
	bool	 (*ask)(uint64_t from, unsigned count, void *arg);
	uint32_t (*search)(const struct search *, const char *text, void *arg);
	/* n bytes of text were copied. */
	void	 (*copy)(const void *, size_t n, void *arg);
	/* It looks otherwise, or has been left. */
	void	 (*changed)(void *arg);
	/* The size of the frame that it will be drawn into. */
	void	 (*size)(unsigned *rows, unsigned *cols, void *arg);
};

/* Not shown at first. intern must outlive it; handler's functions are called
 * with arg. */
struct history *history_create(struct intern *, const struct history_handler *,
	     void *arg, bool vi);
void	 history_destroy(struct history *);
/* Whether keys are vi's where nobody has said: by $VISUAL or $EDITOR. */
bool	 history_default_vi(void);
/* Whether it is shown: then keys, pastes and the mouse are its own. */
bool	 history_shown(const struct history *);
/* Whether there is something to draw yet: until then the session is shown. */
bool	 history_ready(const struct history *);

/* Show it from the end on, the cursor at a place of the session's screen, and
 * do what action says. */
void	 history_enter(struct history *, unsigned row, unsigned col,
	     enum action);
void	 history_leave(struct history *);
/* The session is over, for a reason or by a status: a line that says so stays
 * until the history is left. */
void	 history_ended(struct history *, const char *note);
/* The session has ended and left a file (see histdoc_add_saved) with its last lines;
 * to be called before history_gone. */
void	 history_saved(struct history *, const void *, size_t);
/* Nobody answers any more: the history is what is here. */
void	 history_gone(struct history *);
void	 history_key(struct history *, const struct key *);
void	 history_paste(struct history *, const char *, size_t);
void	 history_mouse(struct history *, const struct mouse *);
/* What the mouse does in a session whose program does not want it: it may enter
 * the history. row and col: the session's cursor. */
void	 history_live_mouse(struct history *, const struct mouse *,
	     unsigned row, unsigned col);
void	 history_resized(struct history *);
/* The body of a VIEW_LINES; and the answer to a search. */
void	 history_lines(struct history *, const void *, size_t);
void	 history_found(struct history *, uint32_t id, const struct found *);
void	 history_draw(struct history *, struct frame *);

#endif
