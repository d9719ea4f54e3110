/* SPDX-License-Identifier: ISC */
/* plainview: the agent view as lines of text: for screen readers, and where there
 * is no terminal. */

#ifndef CLIENT_PLAINVIEW_H
#define CLIENT_PLAINVIEW_H

struct agentview_options;

/* Print the list, then a line for each change, and do what is typed in lines on
 * standard input, until it ends or is told to. Of the options those that are about
 * a terminal do not matter. Blocks, with a loop of its own. *open is the id of a
 * session that is to be attached to (caller frees), or NULL: it is over. */
void	plainview_run(const struct agentview_options *, char **open);

#endif
