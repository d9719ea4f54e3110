/* SPDX-License-Identifier: ISC */
/* lineedit_internal: what the files of the input share. Never included
 * elsewhere. */

#ifndef CLIENT_LINEEDIT_INTERNAL_H
#define CLIENT_LINEEDIT_INTERNAL_H

#include "client/lineedit.h"
#include "client/linetext.h"

#define UNDO_MAX   64		/* states */
#define UNDO_BYTES (512u << 10)
#define UNDO_RUN   20		/* characters that are undone as one */
#define KILL_MAX   8
#define PASTE_MAX  32

enum edit_kind {
	EDIT_NONE,
	EDIT_TYPE,
	EDIT_RUB,
	EDIT_KILL,		/* onto the end of what was killed */
	EDIT_KILL_BACK,
	EDIT_YANK,
	EDIT_PASTE,
	EDIT_OTHER,
};

/* A text as it was. */
struct editstate {
	struct linetext text;
	size_t cursor;
};

struct paste {
	char *s; /* owned */
	size_t n;
};

struct lineedit {
	struct linetext text;
	size_t cursor;
	struct linehist *hist; /* borrowed; may be NULL */

	struct editstate undo[UNDO_MAX];
	unsigned nundo;
	struct editstate redo[UNDO_MAX];
	unsigned nredo;
	enum edit_kind last; /* what the last key did */
	unsigned run;	     /* such in a row */

	struct linetext kill[KILL_MAX]; /* the newest first */
	unsigned nkill;
	unsigned ikill;	     /* the one yanked last */
	size_t yanked;	     /* from here to the cursor */
	struct paste pastes[PASTE_MAX];
	unsigned npastes;
	size_t folded; /* the last fold's place, while last is EDIT_PASTE */

	/* While a history entry is shown. */
	bool browsing;
	uint64_t at;
	struct editstate draft; /* what was typed: its text is the prefix */
	unsigned draft_pastes;

	/* As drawn last. */
	unsigned cols;
	unsigned top;
	bool has_goal; /* the column that up and down aim at */
	unsigned goal;
};

/* lineedit.c */
/* Before a change of some kind: what there is can come back. */
void	lineedit_remember(struct lineedit *, enum edit_kind);
/* [from, to) becomes something else, the cursor behind it. */
enum lineedit_did lineedit_put(struct lineedit *, enum edit_kind, size_t from,
	    size_t to, const struct linetext *);
/* linepaste.c */
/* What may be typed of n bytes: caller frees. */
char	*linepaste_clean(const char *, size_t n, size_t max, size_t *len);
size_t	linepaste_whole(const struct lineedit *);
void	linepaste_save(const struct lineedit *, struct linesaved *);
/* A saved text in this input's terms. False: it does not fit. */
bool	linepaste_load(struct lineedit *, const struct linesaved *,
	    struct linetext *);
/* All but the first n. */
void	linepaste_forget(struct lineedit *, unsigned n);
/* lineview.c */
/* The position a row above or below the cursor; false: there is none. */
bool	lineview_vertical(struct lineedit *, bool up, size_t *);

#endif
