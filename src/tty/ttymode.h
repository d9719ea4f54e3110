/* SPDX-License-Identifier: ISC */
/* ttymode: raw mode and every mode that is set on the person's terminal, and
 * the taking back of all of them. */

#ifndef TTY_TTYMODE_H
#define TTY_TTYMODE_H

#include <stdbool.h>

#include "term/modes.h"

struct buf;
struct caps;
struct mouse;

/* There is one terminal per process, and one set of its modes: it must be
 * found by signal handlers. */

/* A description of the terminal of standard input and output, which must be the
 * same, that is our own. -1 and *cause. */
int	 ttymode_open(char **cause);
/* Its size, within what we can take; 24 and 80 where it does not tell. */
void	 ttymode_size(int fd, unsigned *rows, unsigned *cols);
/* The size of a cell in pixels; 0 where it does not tell. */
void	 ttymode_cell(int fd, unsigned *width, unsigned *height);
/* Note the settings of the terminal fd and make it raw; from here on a fatal
 * error or a signal that ends the process restores it. -1 with errno, and
 * nothing has changed. */
int	 ttymode_start(int fd, const struct caps *);
/* Append what enters the full screen (alternate screen, title kept), with
 * questions to the terminal before anything is set that they ask about. The
 * screen is to be cleared after that. */
void	 ttymode_enter(struct buf *, const char *questions);
/* Append what makes the terminal's input modes those that a program asked
 * for: cursor and keypad keys, paste, focus, mouse, kitty keyboard, reverse
 * screen. Only differences are written. */
void	 ttymode_follow(struct buf *, const struct modes *);
/* Whether keys come as a program in these modes would get them. */
bool	 ttymode_keys_follow(const struct modes *);
/* What the terminal told in pixels of cells of that size, in cells. */
void	 ttymode_mouse(struct mouse *, unsigned width, unsigned height);
/* Append what takes everything back. The terminal's settings follow with
 * ttymode_stop. */
void	 ttymode_leave(struct buf *);
/* The settings of the terminal as they were; nothing more to restore. */
void	 ttymode_stop(void);
/* All of it at once, by async-signal-safe means, never blocking: what the
 * terminal does not take is lost. Any number of times, and before start. */
void	 ttymode_restore(void);

#endif
