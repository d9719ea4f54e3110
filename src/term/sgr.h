/* SPDX-License-Identifier: ISC */
/* sgr: SGR (CSI m) read into a style, and a style written as SGR. */

#ifndef TERM_SGR_H
#define TERM_SGR_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct style;

/* Apply n parameters (values, -1 for left out; part[i]: joined to the one
 * before by a colon) to a style. Its link and protection are not touched. */
void	sgr_apply(struct style *, const int16_t *arg, const bool *part,
	    unsigned n);
/* Append the parameters ("0;1;38;2;1;2;3") that make a style out of any
 * other, link and protection left out. */
void	sgr_put_params(struct buf *, const struct style *);
/* The same as a whole sequence. */
void	sgr_put(struct buf *, const struct style *);

#endif
