/* SPDX-License-Identifier: ISC */
/* saved: the screen that an ended agent session left on disk, as text. */

#ifndef CMD_SAVED_H
#define CMD_SAVED_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct cmd_call;
struct jv;

/* The last lines lines (0: all) of the session's saved scrollback and screen, to out, or to
 * stdout if NULL. 0, or -1 and *cause (caller frees). */
int	saved_logs(struct cmd_call *, struct jv *session, size_t lines,
	    bool ansi, struct buf *out, char **cause);

#endif
