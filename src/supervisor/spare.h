/* SPDX-License-Identifier: ISC */
/* spare: one host and one directory that are there before they are needed. What
 * the host will be is said by its boot message; without one it is nothing. */

#ifndef SUPERVISOR_SPARE_H
#define SUPERVISOR_SPARE_H

struct dispatch;
struct loop;
struct spare;
struct store;

/* Hosts of program for sessions with that runtime directory, and directories of
 * a store. All are borrowed; nothing is made yet. */
struct spare *spare_create(struct loop *, const char *program,
	    const char *runtime, struct store *);
void	 spare_destroy(struct spare *);
/* A host that waits for its boot message: the spare one, or one that is made
 * now. NULL and *cause (caller frees). */
struct dispatch *spare_take(struct spare *, char **cause);
/* A session is likely to be started: have what its host is split off from, for a
 * minute at most. */
void	 spare_begin(struct spare *);
/* Sessions are being started: have a host and a directory ready for the next,
 * for a minute at most. */
void	 spare_prepare(struct spare *);

#endif
