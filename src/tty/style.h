/* SPDX-License-Identifier: ISC */
/* style: styles as a terminal's SGR differences. */

#ifndef TTY_STYLE_H
#define TTY_STYLE_H

struct buf;
struct caps;
struct style;

/* A style with what the terminal cannot show left out or reduced; its link
 * is kept only where links can be shown. */
struct style style_reduce(const struct caps *, const struct style *);
/* Append the shortest SGR from one reduced style to another (links and
 * protection are not looked at); nothing if they look the same. */
void	style_change(struct buf *, const struct caps *, const struct style *from,
	    const struct style *to);

#endif
