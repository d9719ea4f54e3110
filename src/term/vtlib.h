/* SPDX-License-Identifier: ISC */
/* vtlib: libvterm's state layer behind an interface that is the same for all
 * of its versions: checked sequences in, changes of cells out. */

#ifndef TERM_VTLIB_H
#define TERM_VTLIB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rect;
struct vtlib;

/* Changes, as they happen; rectangles and positions are within the screen. */
struct vtlib_ops {
	void	(*put)(uint32_t cp, unsigned width, unsigned row, unsigned col,
		    void *arg);
	void	(*scroll)(struct rect, int down, int right, void *arg);
	void	(*erase)(struct rect, bool selective, void *arg);
};

/* Characters that stand for others, VTLIB_HOLDERS of each width: libvterm
 * thinks them one or two columns wide in all of its versions. */
#define VTLIB_NARROW	0xf0000u
#define VTLIB_WIDE	0x30000u
#define VTLIB_HOLDERS	0xff00u

struct vtlib *vtlib_create(unsigned rows, unsigned cols,
	     const struct vtlib_ops *, void *arg);
void	 vtlib_destroy(struct vtlib *);
/* Text (with holders for what is not ASCII), or one whole checked sequence. */
void	 vtlib_write(struct vtlib *, const char *, size_t n);
/* No changes are told until it is called with false again. */
void	 vtlib_mute(struct vtlib *, bool);
void	 vtlib_get_cursor(struct vtlib *, unsigned *row, unsigned *col);
/* The cursor and margins are undefined then. */
void	 vtlib_resize(struct vtlib *, unsigned rows, unsigned cols);
/* As after vtlib_create, without telling. */
void	 vtlib_reset(struct vtlib *);

#endif
