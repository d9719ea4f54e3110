/* SPDX-License-Identifier: ISC */
/* paint: frames as the fewest bytes that make the terminal show them. */

#ifndef TTY_PAINT_H
#define TTY_PAINT_H

struct buf;
struct caps;
struct frame;
struct intern;
struct painter;

/* Borrows caps (which may learn meanwhile) and intern, whose root it is: all
 * frames painted must be of that intern. */
struct painter *painter_create(const struct caps *, struct intern *);
void	 painter_destroy(struct painter *);
/* Append what turns the frame painted before into this one: nothing if it is
 * the same. Takes the frame's hints. The bytes must all reach the terminal, or
 * painter_forget be called. */
void	 painter_paint(struct painter *, struct buf *, struct frame *);
/* The terminal's screen is not known any more: the next paint is whole. */
void	 painter_forget(struct painter *);

#endif
