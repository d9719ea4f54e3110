/* SPDX-License-Identifier: ISC */
/* mirror: a client's copy of one session's screen, kept by the host's
 * frames. */

#ifndef CLIENT_MIRROR_H
#define CLIENT_MIRROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "term/modes.h"
#include "term/row.h"
#include "term/screen.h"

struct intern;
struct mirror;

/* Empty until the first frame. A root of intern, which must outlive it. */
struct mirror *mirror_create(struct intern *);
void	 mirror_destroy(struct mirror *);
/* Carry out the body of a VIEW_FRAME and set *seq to what is to be
 * acknowledged. 0, or -1 with *why (a static sentence) when it is malformed or
 * does not fit what is here; the mirror is then empty again. */
int	 mirror_apply(struct mirror *, const void *, size_t, uint32_t *seq,
	     const char **why);

/* 0 before the first frame. */
unsigned mirror_rows(const struct mirror *);
unsigned mirror_cols(const struct mirror *);
/* Borrowed until the next frame; i < rows. */
const struct row *mirror_row(const struct mirror *, unsigned i);
const struct cursor *mirror_cursor(const struct mirror *);
const struct modes *mirror_modes(const struct mirror *);
/* As the program set it, not cleaned; NULL if it never did. */
const char *mirror_title(const struct mirror *);
const struct about *mirror_about(const struct mirror *);
/* The scrolls of the last frame, *n of them. */
const struct scroll *mirror_scrolls(const struct mirror *, unsigned *n);

#endif
