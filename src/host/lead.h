/* SPDX-License-Identifier: ISC */
/* lead: whether a session is in the foreground of somebody's terminal. */

#ifndef HOST_LEAD_H
#define HOST_LEAD_H

struct host;

/* A view of the terminal that a session was started in must begin within this,
 * also after a respawn. */
#define LEAD_WAIT_MS 15000

/* The worker runs: an interactive session waits for its view. */
void	lead_start(struct host *);
/* A view that leads has begun. */
void	lead_come(struct host *);
/* One has gone: without another one an interactive session is one in the
 * background, or a job, from now on. */
void	lead_gone(struct host *);
/* Whether the view of a session that has ended may still come. */
int	lead_awaited(const struct host *);
void	lead_stop(struct host *);

#endif
