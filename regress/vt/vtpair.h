/* SPDX-License-Identifier: ISC */
/* vtpair: two terminals fed alike, one of which places all text with
 * libvterm and has its rows looked at: nothing may tell them apart. */

#ifndef VTPAIR_H
#define VTPAIR_H

#include <stddef.h>

#include "base/buf.h"
#include "term/vt.h"

struct vtpair {
	struct vt		*vt;	/* as terminals are */
	struct vt		*off;	/* without the text path */
	struct buf		 told;	/* vt's replies and notes, as text */
	struct buf		 told_off;
	struct vt_callbacks	 cbs;
	void			*arg;
};

/* Fresh terminals, after vtpair_clear or {0}. Callbacks are for the first one
 * and may be NULL. */
void	 vtpair_start(struct vtpair *, unsigned rows, unsigned cols,
	     size_t scrollback, const struct vt_callbacks *, void *arg);
void	 vtpair_clear(struct vtpair *);
void	 vtpair_feed(struct vtpair *, const void *, size_t);
/* In pieces of at most max bytes, whose lengths depend on the bytes alone. */
void	 vtpair_feed_cut(struct vtpair *, const void *, size_t, size_t max);
void	 vtpair_resize(struct vtpair *, unsigned rows, unsigned cols);
/* NULL if they are equal (vtcheck_equal) and told the same, else what differs. */
const char *vtpair_check(struct vtpair *);

#endif
