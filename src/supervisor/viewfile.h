/* SPDX-License-Identifier: ISC */
/* viewfile: what people have chosen of how the list looks, daemon/view.json. */

#ifndef SUPERVISOR_VIEWFILE_H
#define SUPERVISOR_VIEWFILE_H

struct jv;
struct viewfile;

/* Read it; what is broken is nothing. */
struct viewfile *viewfile_create(const char *state);
void	 viewfile_destroy(struct viewfile *);	/* NULL is fine */
/* What clients may know of it; borrowed. */
const struct jv *viewfile_get(const struct viewfile *);
/* Set what a client has chosen, and write it: 0, or -1 and *cause (caller
 * frees). Members that are not known are left out. */
int	 viewfile_set(struct viewfile *, const struct jv *, char **cause);

#endif
