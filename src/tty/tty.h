/* SPDX-License-Identifier: ISC */
/* tty: the person's terminal in the event loop: frames go out, input comes
 * in. */

#ifndef TTY_TTY_H
#define TTY_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tty/ttyin.h"

struct frame;
struct intern;
struct loop;
struct modes;
struct told;
struct tty;

struct tty_handler {
	struct ttyin_handler in;	/* reply is taken by tty itself */
	/* The terminal has another size (see tty_size); the frame has been
	 * resized and is blank. */
	void	(*resize)(void *arg);
	/* It has told its colours (see tty_colours). May be NULL. */
	void	(*colours)(void *arg);
	/* The terminal is gone: told once; tty_destroy is due, after the
	 * callback. */
	void	(*gone)(void *arg);
};

/* The terminal of standard input and output, which must be the same, looked at
 * but not touched. NULL and *cause: no terminal, or one that can show nothing.
 * intern must outlive it. All callbacks come from the loop; a handler of NULL
 * has none. */
struct tty *tty_create(struct loop *, struct intern *,
	     const struct tty_handler *, void *arg, char **cause);
/* Stops it first if needed. */
void	 tty_destroy(struct tty *);
/* Another view has the terminal from now on. May be called in a callback. */
void	 tty_set_handler(struct tty *, const struct tty_handler *, void *arg);
/* Take the terminal over: raw, alternate screen, input. -1 and *cause. */
int	 tty_start(struct tty *, char **cause);
/* Give it back as it was: waits for it to take that, 500 ms at most. start may
 * follow (SIGCONT). */
void	 tty_stop(struct tty *);
void	 tty_size(const struct tty *, unsigned *rows, unsigned *cols);

/* The frame to draw into; shown by tty_show. While the terminal takes nothing
 * only the newest frame is kept: nothing queues up. */
struct frame *tty_frame(struct tty *);
void	 tty_show(struct tty *);
/* Whatever the terminal shows was not ours: paint it whole. */
void	 tty_redraw(struct tty *);
/* Tell the terminal of a bell, a notification or a clipboard, beside what is
 * drawn. Lost while it is not started or takes nothing. */
void	 tty_tell(struct tty *, const struct told *);
/* How notifications are told: a word of the setting notify.form. */
void	 tty_set_notify(struct tty *, const char *word);
/* The input modes to be set on the terminal from now on. */
void	 tty_set_modes(struct tty *, const struct modes *);
/* It has 256 colours or more. */
bool	 tty_has_cube(const struct tty *);
/* It can show more signs than ASCII and lines, as far as is known. */
bool	 tty_has_signs(const struct tty *);
/* Leave what is typed with the terminal for now. */
void	 tty_pause(struct tty *, bool);
/* Give it text for its clipboard (OSC 52), n bytes; without effect while it is
 * not ours. */
void	 tty_copy(struct tty *, const void *, size_t n);
/* The terminal's own colours (0xrrggbb); false while it has not told. */
bool	 tty_colours(const struct tty *, uint32_t *fg, uint32_t *bg);
/* Its background, told or guessed from the environment; false: no idea. */
bool	 tty_background(const struct tty *, uint32_t *);
/* The colour i of its palette; false: it has not told that one. */
bool	 tty_palette(const struct tty *, unsigned i, uint32_t *);

#endif
