/* SPDX-License-Identifier: ISC */
/* roster: the order of the rows on disk, daemon/roster.json. */

#ifndef SUPERVISOR_ROSTER_H
#define SUPERVISOR_ROSTER_H

struct loop;
struct registry;
struct roster;

/* Borrows the registry. */
struct roster *roster_create(const char *state, struct registry *,
	    struct loop *);
/* Writes what is not written yet. NULL is fine. */
void	roster_destroy(struct roster *);
/* Put the registry in the order on disk, pinned ones first; what is not in it
 * stays in front. A broken file is named in the log and is no order. */
void	roster_load(struct roster *);
/* Write the order now: 0, or -1 with errno and a line in the log. */
int	roster_save(struct roster *);
/* Rows have come or gone: the order is written soon, once for all of them. */
void	roster_touch(struct roster *);

#endif
