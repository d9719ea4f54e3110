/* SPDX-License-Identifier: ISC */
/* dialog: how an agent's dialogs look and are answered, and reading one off a
 * screen. */

#ifndef AGENT_DIALOG_H
#define AGENT_DIALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strv.h"

struct dialogs;
struct jv;
struct pattern;
struct shown_screen;

#define DIALOG_MAX	   32	/* of an adapter */
#define DIALOG_OPTIONS_MAX 32	/* that are read of one */
#define DIALOG_TEXT_MAX	   512	/* bytes of a label; a question has 2048 */
#define DIALOG_KEYS_MAX	   16

enum dialog_answer {
	DIALOG_DIGIT,		/* the option's key is a number to be typed */
	DIALOG_ARROWS,		/* up and down move, then confirm */
	DIALOG_KEY,		/* the option's key is typed */
	DIALOG_LEFT_RIGHT,	/* left and right move, then confirm */
};

/* What is known of a dialog; borrowed from the adapter. */
struct dialog_spec {
	const char	*name;
	const char	*kind;		/* "permission", "question", "trust", "auth" */
	enum dialog_answer answer;
	const struct strv *confirm;	/* keys, as term/key.h names them */
	const struct strv *cancel;	/* may be empty */
	const struct pattern *allow;	/* labels that allow just what is asked, */
	const struct pattern *deny;	/* or deny it; may be NULL */
};

struct dialog_option {
	char	*label;			/* owned, clean */
	char	*key;			/* owned; NULL if it has none */
	bool	 selected;
	size_t	 row;			/* of the screen */
	uint64_t look;			/* as region.h has it */
};

struct dialog_seen {
	char	*question;		/* owned, clean; "" if none was found */
	struct dialog_option *options;	/* owned */
	size_t	 n;
};

/* The member "dialogs" of an adapter. NULL and *why as member.h has it. */
struct dialogs *dialogs_parse(const struct jv *, char **why);
void	 dialogs_destroy(struct dialogs *);
/* -1 if there is none of that name; dialogs may be NULL. */
int	 dialogs_find(const struct dialogs *, const char *name,
	     struct dialog_spec *);
/* "digit", "arrows", "key", "left-right". */
const char *dialog_answer_name(enum dialog_answer);
/* Read the dialog of that name off a screen: its last run of options, and the
 * question above or as its pattern says. -1 if no option is seen; *seen
 * is filled in all the same. */
int	 dialogs_read(const struct dialogs *, const char *name,
	     const struct shown_screen *, struct dialog_seen *);
void	 dialog_clear(struct dialog_seen *);
/* Whether two have the same question and options, whichever is selected. */
bool	 dialog_same(const struct dialog_seen *, const struct dialog_seen *);

#endif
