/* SPDX-License-Identifier: ISC */
/* tellchange: the person is told of a session's change on the terminal. */

#ifndef CLIENT_TELLCHANGE_H
#define CLIENT_TELLCHANGE_H

struct jv;
struct tty;

/* By a bell or a notification, as the tty is set; a session object that says
 * nothing is not told. */
void	tellchange_session(struct tty *, const struct jv *session);

#endif
