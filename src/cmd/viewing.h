/* SPDX-License-Identifier: ISC */
/* viewing: the agent view as a command opens it. */

#ifndef CMD_VIEWING_H
#define CMD_VIEWING_H

struct cmd_call;

/* Show the agent view in this terminal until it is left: the exit status of this
 * command, which has the options with, model, tag and cwd. select (may be NULL) is
 * the id of the session selected at first. */
int	viewing_run(struct cmd_call *, const char *select);

#endif
