/* SPDX-License-Identifier: ISC */
/* notify: desktop notifications of the kitty terminal (OSC 99), which come in
 * parts. */

#ifndef TERM_NOTIFY_H
#define TERM_NOTIFY_H

#include <stdbool.h>

struct vt;

/* "key=value:key=value;payload", to be cut up; bel: how a reply is to end. */
void	notify_kitty(struct vt *, char *body, bool bel);

#endif
