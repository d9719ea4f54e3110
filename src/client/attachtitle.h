/* SPDX-License-Identifier: ISC */
/* attachtitle: the title of a terminal that shows a session. */

#ifndef CLIENT_ATTACHTITLE_H
#define CLIENT_ATTACHTITLE_H

struct attachview;
struct frame;

/* "← 2 agents": how many other sessions wait; NULL if none does, or nobody wants to
 * know. Caller frees. */
char	*attachtitle_others(const struct attachview *);
/* The program's title, behind how many other sessions wait (S-43a). */
void	attachtitle_draw(const struct attachview *, struct frame *);

#endif
