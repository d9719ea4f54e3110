/* SPDX-License-Identifier: ISC */
/* hostmain: the host process: boot on descriptor 3, signals, the loop. */

#ifndef HOST_HOSTMAIN_H
#define HOST_HOSTMAIN_H

#define HOSTMAIN_FD 3		/* the boot connection */

/* Serve one session until it is over; the exit status of the process. -1 if
 * descriptor HOSTMAIN_FD is no socket: not started by a supervisor. */
int	hostmain(void);

#endif
