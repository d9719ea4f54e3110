/* SPDX-License-Identifier: ISC */
/* agentsock: one stable path to the ssh agent of the client that came last. */

#ifndef SUPERVISOR_AGENTSOCK_H
#define SUPERVISOR_AGENTSOCK_H

#include <stdbool.h>

/* RUNTIME/ssh-agent: a symbolic link, which sessions have in SSH_AUTH_SOCK. So
 * a session that was started over an ssh connection of yesterday asks the agent
 * of today's. Caller frees. */
char	*agentsock_path(const char *runtime);
/* Point the link at a client's SSH_AUTH_SOCK (may be NULL). Only a live socket
 * that is ours is taken, and never one that leads through the link itself.
 * Whether the link leads to a live socket afterwards, or to path by itself. */
bool	 agentsock_update(const char *runtime, const char *path);
/* Remove the link. */
void	 agentsock_remove(const char *runtime);

#endif
