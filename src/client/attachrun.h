/* SPDX-License-Identifier: ISC */
/* attachrun: an attached view by itself, on a terminal of its own. */

#ifndef CLIENT_ATTACHRUN_H
#define CLIENT_ATTACHRUN_H

struct attach_end;
struct attach_options;

/* Show the session until it ends or is left. Blocks, with a loop of its own on the
 * terminal of standard input and output, which afterwards is as it was before. 0
 * and *end (caller frees its strings), or -1 and *cause: nothing was shown. */
int	attachview_run(const struct attach_options *, struct attach_end *end,
	    char **cause);

#endif
