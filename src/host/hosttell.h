/* SPDX-License-Identifier: ISC */
/* hosttell: what a program means for the terminal of the person who looks:
 * bells, notifications, the clipboard. */

#ifndef HOST_HOSTTELL_H
#define HOST_HOSTTELL_H

struct host;
struct term_note;

/* Which viewers' clipboards a program may set. */
enum clipboard {
	CLIPBOARD_OFF,
	CLIPBOARD_FOCUSED,	/* of the one that has the focus */
	CLIPBOARD_ALWAYS,
};

/* Send a note on to the viewers that it is for; others are nothing to it. */
void	 hosttell_note(struct host *, const struct term_note *);
/* enum clipboard of a setting's word, or -1. */
int	 hosttell_clipboard(const char *word);

#endif
