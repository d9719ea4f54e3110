/* SPDX-License-Identifier: ISC */
/* editor: a text in the person's own editor, which has the terminal meanwhile. */

#ifndef CLIENT_EDITOR_H
#define CLIENT_EDITOR_H

struct editor;
struct reaper;
struct tty;

/* How it ended, from the loop: the text as it was left (taken by the callee), or
 * NULL and why it is to stay as it was. The terminal is ours again, unless that
 * is why: cause. editor_stop is due. */
typedef void (*editor_cb)(char *text, const char *why, void *arg);

/* Give the terminal (started) to $VISUAL, else $EDITOR, else vi, with a file of the
 * text (0600, in dir, removed at the end). All is borrowed until the end.
 * NULL and *cause (caller frees): nothing was given away. */
struct editor *editor_start(struct reaper *, struct tty *, const char *dir,
	     const char *text, editor_cb, void *arg, char **cause);
/* Free it; an editor that still runs is told to end, and its text is lost. The
 * terminal is not taken back. NULL is fine. */
void	 editor_stop(struct editor *);

#endif
