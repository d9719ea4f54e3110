/* SPDX-License-Identifier: ISC */
/* hosthistory: lines of the scrollback and the screen for a viewer. */

#ifndef HOST_HOSTHISTORY_H
#define HOST_HOSTHISTORY_H

struct conn;
struct msg;

/* Answer a VIEW_HISTORY, and a VIEW_SEARCH, which goes on in turns of the loop
 * and takes the place of one under way. 0, or -1 if the message is bad. */
int	hosthistory_lines(struct conn *, const struct msg *);
int	hosthistory_search(struct conn *, const struct msg *);
/* Forget a search. */
void	hosthistory_stop(struct conn *);

#endif
