/* SPDX-License-Identifier: ISC */
/* hostseed: one executed host process that others are split off from. */

#ifndef HOST_HOSTSEED_H
#define HOST_HOSTSEED_H

#define HOSTSEED_OPTION "--seed"

/* Split off a host for each descriptor that comes over HOSTMAIN_FD, until that
 * is closed. 1 in such a host, whose HOSTMAIN_FD is what came; else 0, or -1 if
 * this process has not been started by a supervisor. */
int	 hostseed(void);

#endif
