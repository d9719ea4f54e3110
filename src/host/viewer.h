/* SPDX-License-Identifier: ISC */
/* viewer: one client's look at the session: when it gets which frame, and
 * its end. */

#ifndef HOST_VIEWER_H
#define HOST_VIEWER_H

#include <stdbool.h>
#include <stdint.h>

struct conn;
struct viewer;

struct viewer_want {
	unsigned	cols;		/* of the client's terminal; clamped */
	unsigned	rows;
	bool		read_only;
	bool		drive;		/* wants to drive the size */
	bool		take_over;
	bool		lead;		/* see lead */
};

/* A look for the connection; nothing is sent before viewer_start. */
struct viewer *viewer_create(struct conn *, const struct viewer_want *);
void	 viewer_destroy(struct viewer *);	/* NULL is fine */
void	 viewer_start(struct viewer *);
/* Send a frame if there is something new and it is time; else it comes by
 * itself. */
void	 viewer_kick(struct viewer *);
/* The program has ended an update that it held back (mode 2026). */
void	 viewer_synced(struct viewer *);
/* Frame seq has arrived: 0, or -1 if it was never sent. */
int	 viewer_ack(struct viewer *, uint32_t seq);
/* The session is over: the last frame, then VIEW_END, within a bound. The
 * connection is closed then. */
void	 viewer_end(struct viewer *);
bool	 viewer_ended(const struct viewer *);	/* VIEW_END was sent */

bool	 viewer_read_only(const struct viewer *);
bool	 viewer_drives(const struct viewer *);
bool	 viewer_leads(const struct viewer *);
uint32_t viewer_id(const struct viewer *);
bool	 viewer_focused(const struct viewer *);
void	 viewer_set_focused(struct viewer *, bool);
void	 viewer_set_size(struct viewer *, unsigned rows, unsigned cols);
void	 viewer_get_size(const struct viewer *, unsigned *rows,
	     unsigned *cols);
/* It typed: it counts as active. */
void	 viewer_active(struct viewer *);

#endif
