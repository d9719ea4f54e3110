/* SPDX-License-Identifier: ISC */
/* hostsave: what a session leaves on disk at its end. */

#ifndef HOST_HOSTSAVE_H
#define HOST_HOSTSAVE_H

struct host;

/* Write exit.json and, unless it is a shell job, the screen. 0, or -1 with
 * errno; it was logged. */
int	hostsave_end(const struct host *);

#endif
