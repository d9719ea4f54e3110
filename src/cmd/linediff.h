/* SPDX-License-Identifier: ISC */
/* linediff: what is different between two texts, by lines. */

#ifndef CMD_LINEDIFF_H
#define CMD_LINEDIFF_H

struct buf;

/* Append one hunk of a unified diff from before to after, with at most three
 * lines of context: what lies between the first line that differs and the last.
 * Nothing if they are the same. Controls are shown as blanks. */
void	linediff_put(struct buf *, const char *before, const char *after);

#endif
