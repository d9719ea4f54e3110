/* SPDX-License-Identifier: ISC */
/* spare: one host, executed before it is needed; what it will be is said by
 * its boot message, and without one it is nothing. */

#ifndef SUPERVISOR_SPARE_H
#define SUPERVISOR_SPARE_H

struct dispatch;
struct loop;
struct spare;

/* Hosts of program, which is borrowed. None is executed yet. */
struct spare *spare_create(struct loop *, const char *program);
void	 spare_destroy(struct spare *);
/* A host that waits for its boot message: the spare one, or one that is
 * executed now. NULL and *cause (caller frees). */
struct dispatch *spare_take(struct spare *, char **cause);
/* Sessions are being started: have a host ready for the next, for a minute at
 * most. */
void	 spare_prepare(struct spare *);

#endif
