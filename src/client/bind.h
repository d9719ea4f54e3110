/* SPDX-License-Identifier: ISC */
/* bind: which key does what in which view. */

#ifndef CLIENT_BIND_H
#define CLIENT_BIND_H

#include <stdbool.h>
#include <stddef.h>

#include "client/action.h"

struct key;

enum bind_view {
	VIEW_PREFIX,		/* after the prefix key, in attach */
	VIEW_LIVE,		/* in attach, where the program wants no mouse
				 * and has not the whole screen */
	VIEW_HISTORY_VI,
	VIEW_HISTORY_EMACS,
	/* Of the agent view, from here on. */
	VIEW_INPUT,		/* where text is typed */
	VIEW_PEEK,		/* in the agent view, while the peek is open */
	VIEW_AGENTS,		/* in the agent view */
	VIEW_AGENTS_LIST,	/* as long as its input is empty or a filter */
	VIEW_AGENTS_EMPTY,	/* as long as its input is empty */
	VIEW_AGENTS_GROUP,	/* and what is selected is no session */
	VIEW_COUNT
};

/* The key of a binding that stands for the prefix key itself. */
#define BIND_PREFIX_KEY "Prefix"

struct binding {
	enum bind_view	 view;
	const char	*key;		/* as key_parse reads it */
	enum action	 action;
	const char	*note;		/* for the help */
};

/* Rows of the person's own: lines of a view's name, a key's and an action's, that
 * take the place of the table's rows for the same key. "none" leaves a key without
 * an action. What is wrong in them is left out and told (a sentence). Once, before
 * there is any view. */
void	 bind_configure(const char *const *rows, size_t n,
	     void (*error)(const char *, void *arg), void *arg);
/* What a key does in a view: ACTION_NONE if nothing. prefix is the prefix
 * key (NULL: there is none). Locks and the keyboard's layout do not matter. */
enum action bind_find(enum bind_view, const struct key *,
	     const struct key *prefix);
/* A modifier or lock pressed by itself, which kitty's protocol tells. */
bool	 bind_is_modifier(const struct key *);
/* Whether a key pressed is the one meant. */
bool	 bind_matches(const struct key *meant, const struct key *);
/* A view's name, for tables: "agents-empty". */
const char *bind_view_name(enum bind_view);
/* Row i of the table; NULL past its end. */
const struct binding *bind_at(size_t i);
/* The default name of the prefix key: another one inside a terminal
 * multiplexer, bgmux itself included, whose own it would be. */
const char *bind_default_prefix(void);

#endif
