/* SPDX-License-Identifier: ISC */
/* supermain: the supervisor's program: options, directories, lock, log and
 * the way into the background. */

#ifndef SUPERVISOR_SUPERMAIN_H
#define SUPERVISOR_SUPERMAIN_H

/* The whole program; its exit status. */
int	supermain(int argc, char **argv);

#endif
