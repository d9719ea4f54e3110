/* SPDX-License-Identifier: ISC */
/* dialog: a question with numbered answers, as agents ask it. Pure. */

#ifndef SH_DIALOG_H
#define SH_DIALOG_H

#include <stdbool.h>

#include "base/strv.h"
#include "sh/edit.h"
#include "sh/keys.h"

#define DIALOG_OPTIONS_MAX 9	/* each has a digit */

struct out;
struct panel;

enum dialog_end {
	DIALOG_OPEN,
	DIALOG_CHOSEN,		/* selected; with text if it takes one */
	DIALOG_CANCELLED,
};

/* {0} must be followed by dialog_init. */
struct dialog {
	char		*title;	/* owned */
	char		*body;	/* owned; what it is about, any lines; may be
				 * NULL */
	char		*question; /* owned */
	struct strv	 options;
	int		 selected; /* of options, from 0 */
	bool		 typing; /* the last option takes a text */
	struct edit	 text;
};

/* All is copied and cleaned. With typing an option is added whose answer is
 * typed. */
void	 dialog_init(struct dialog *, const char *title, const char *body,
	     const char *question, bool typing);
void	 dialog_clear(struct dialog *);
/* Past the maximum nothing is added. */
void	 dialog_add(struct dialog *, const char *option);
/* A digit chooses at once, arrows select, Enter chooses what is selected, Esc
 * and Ctrl+C cancel. Other text goes to the option that takes one; a paste
 * never chooses. */
enum dialog_end dialog_key(struct dialog *, const struct keys_event *);
void	 dialog_draw(struct dialog *, const struct out *, struct panel *);

#endif
