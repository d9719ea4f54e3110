/* SPDX-License-Identifier: ISC */
/* hostahead: what a host has ready before it is told its session. */

#ifndef HOST_HOSTAHEAD_H
#define HOST_HOSTAHEAD_H

#include "host/pty.h"

struct hostahead {
	struct pty_pair pty;	/* may be taken */
	int	 fd;		/* listens on path; -1: none */
	char	*path;		/* owned */
	char	*runtime;	/* owned; may be NULL */
};

void	 hostahead_init(struct hostahead *);
/* Make all of it, as far as that goes. runtime is the runtime directory that
 * the session is likely to have; NULL: it is not known. */
void	 hostahead_make(struct hostahead *, const char *runtime);
/* Have the socket at path, in h/ of that runtime directory, as sock_listen
 * would: the descriptor is the caller's; -1: it is to be made. */
int	 hostahead_listen(struct hostahead *, const char *runtime,
	     const char *path);
/* Give up what nobody took. */
void	 hostahead_clear(struct hostahead *);

#endif
