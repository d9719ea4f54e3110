/* SPDX-License-Identifier: ISC */
/* reply: the input for answers to sessions: a text or a choice becomes a
 * request, and what became of it is told. Each session has a draft of its own.
 * It sends nothing by itself. */

#ifndef CLIENT_REPLY_H
#define CLIENT_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/lineedit.h"

struct frame;
struct jv;
struct key;
struct linehist;
struct rect;
struct reply;
struct theme;

#define REPLY_OPTIONS_MAX 9	/* of a dialog: those that a digit picks */
#define REPLY_DRAFTS_MAX  64	/* sessions with a draft; then the oldest goes
				 * to the history */
#define REPLY_PENDING_MAX 64	/* on their way */
#define REPLY_SIGN_COLS   2	/* in front of the input */

/* The history (borrowed, may be NULL) is shared with others. */
struct reply *reply_create(struct linehist *);
void	 reply_destroy(struct reply *);	/* NULL is fine */

/* The session that is answered from here on, as the supervisor tells it
 * (borrowed for the call); NULL: none. Also to be called when it has changed: an
 * option that was picked is dropped when its dialog is another one. */
void	 reply_select(struct reply *, const struct jv *session);

/* A key: a digit picks an option while nothing is typed, Tab fills in what is
 * suggested, the rest is lineedit's; LINEEDIT_NONE: it is not for the input as it
 * is. Enter is none of its business. */
enum lineedit_did reply_key(struct reply *, const struct key *);
/* Pick option n (from 1) of the dialog; LINEEDIT_NONE if it has none such. */
enum lineedit_did reply_pick(struct reply *, unsigned n);
/* Fill in what is suggested: the dim text at the agent's prompt, else the
 * dialog's own choice; LINEEDIT_NONE if there is nothing. */
enum lineedit_did reply_suggest(struct reply *);
enum lineedit_did reply_paste(struct reply *, const char *, size_t);
/* The input itself, for what is not here; borrowed. */
struct lineedit *reply_input(struct reply *);
bool	 reply_is_empty(const struct reply *);
/* The option picked, from 1; 0: none. */
unsigned reply_picked(const struct reply *);

/* Send what is there: the body of SESSION_REPLY (caller frees), to be sent on
 * until reply_answer has told of it; the input is empty then. NULL: there is
 * nothing, or too much is on its way (see reply_note). env: of a session whose
 * worker has ended, ours is told, for its start. */
struct jv *reply_send(struct reply *);
/* A receipt: the result of SESSION_REPLY or of the event "reply". What was refused
 * is in its session's draft again. True if it was one of ours. */
bool	 reply_answer(struct reply *, const struct jv *receipt);
/* The request failed as a whole, for a reason. */
void	 reply_refused(struct reply *, const char *id, const char *why);
/* The i-th body that has no final receipt yet, to be sent again after the connection
 * was lost (it is taken once); NULL past the end. Borrowed. */
const struct jv *reply_pending(const struct reply *, size_t i);

/* What is to be said of the last reply to the session selected; NULL: nothing.
 * *bad: it did not arrive. Borrowed until the next call. */
const char *reply_note(const struct reply *, bool *bad);

unsigned reply_rows(const struct reply *, unsigned cols, unsigned max);
/* The input, with its sign in front. */
void	 reply_draw(struct reply *, struct frame *, const struct rect *,
	     struct theme *, bool focus);

#endif
