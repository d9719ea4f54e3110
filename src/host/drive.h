/* SPDX-License-Identifier: ISC */
/* drive: which viewer drives the size of a session. Pure. */

#ifndef HOST_DRIVE_H
#define HOST_DRIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/monotime.h"

#define DRIVE_SILENT_MS 60000	/* then a driver yields to the next attach */

struct drive_view {
	uint32_t	 id;		/* never 0 */
	bool		 may;		/* may write, and wants to drive */
	monotime	 active;	/* when it last typed (or attached) */
};

/* {0} with drive_init is nobody. */
struct drive {
	struct drive_view *views;	/* owned */
	size_t		 n;
	size_t		 cap;
	uint32_t	 driver;	/* 0: nobody */
	int64_t		 silent_ms;
};

void	 drive_init(struct drive *, int64_t silent_ms);
void	 drive_clear(struct drive *);
/* A viewer comes, goes or does something. Each returns whether the driver is
 * another one now (see driver). */
bool	 drive_attach(struct drive *, uint32_t id, bool may, bool take_over,
	     monotime now);
bool	 drive_detach(struct drive *, uint32_t id);
void	 drive_active(struct drive *, uint32_t id, monotime now);

#endif
