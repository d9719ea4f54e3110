/* SPDX-License-Identifier: ISC */
/* hosthooks: what an adapter adds to the start of its worker: variables, and
 * hooks that report to this host. */

#ifndef HOST_HOSTHOOKS_H
#define HOST_HOSTHOOKS_H

struct host;
struct strv;

/* The worker's argument vector, in argv (empty until now), and env as the
 * adapter wants it. A file that the hooks need is written into the session's
 * directory; if that fails, they are left out. */
void	hosthooks_prepare(struct host *, struct strv *argv, struct strv *env);

#endif
