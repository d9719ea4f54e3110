/* SPDX-License-Identifier: ISC */
/* ttyin: the bytes of the person's terminal as keys, pastes, mouse, focus and
 * replies. Pure: no descriptor, no clock. */

#ifndef TTY_TTYIN_H
#define TTY_TTYIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct key;
struct mouse;
struct ttyin;

#define TTYIN_PASTE_MAX	 (1u << 20)	/* bytes of one paste event */
#define TTYIN_PARAMS_MAX 24

enum ttyin_reply_type {
	REPLY_CSI,		/* a control sequence that is no input */
	REPLY_OSC,		/* params[0] is its number, text the rest */
	REPLY_DCS,		/* text: all of it */
};

/* What the terminal answered to a query. Borrowed for the call. */
struct ttyin_reply {
	enum ttyin_reply_type type;
	char		 leader;	/* '?', '>', '=', '<' or 0 */
	char		 inter;		/* intermediate: '$' ... or 0 */
	char		 final;
	unsigned	 nparams;
	uint32_t	 params[TTYIN_PARAMS_MAX];
	const char	*text;		/* terminated; "" for CSI */
};

/* All may be NULL. They must not feed. */
struct ttyin_handler {
	void	(*key)(const struct key *, void *arg);
	/* n bytes of valid UTF-8; 0 for an empty paste. One over
	 * TTYIN_PASTE_MAX comes in parts. */
	void	(*paste)(const char *, size_t n, void *arg);
	void	(*mouse)(const struct mouse *, void *arg);
	void	(*focus)(bool in, void *arg);
	void	(*reply)(const struct ttyin_reply *, void *arg);
};

struct ttyin *ttyin_create(const struct ttyin_handler *, void *arg);
void	 ttyin_destroy(struct ttyin *);
/* Any bytes, split anywhere. Never fails; what is no input of a terminal is
 * dropped. */
void	 ttyin_feed(struct ttyin *, const void *, size_t);
/* Whether an ESC right before another key is the Escape key, not Alt: while
 * the terminal has been asked to tell Alt in another way (modifyOtherKeys 2), it
 * was typed, or is meant for the program as it is. Off at first. */
void	 ttyin_split_escape(struct ttyin *, bool);
/* Whether Insert, Delete and what they make with others come as st tells them,
 * as the control functions for editing. Off at first. */
void	 ttyin_st_keys(struct ttyin *, bool);
/* How long in ms to wait for more bytes before ttyin_timeout is to be called;
 * 0 if nothing is pending. */
int	 ttyin_wait_ms(const struct ttyin *);
/* No more came: a lone ESC is the Escape key, ESC and '[' are Alt+[, a cut
 * sequence is dropped, a paste without an end is ended. */
void	 ttyin_timeout(struct ttyin *);

#endif
