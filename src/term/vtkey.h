/* SPDX-License-Identifier: ISC */
/* vtkey: keys, pastes, mouse and focus as the bytes that a program in given modes
 * expects (xterm ctlseqs, kitty keyboard protocol). Pure. */

#ifndef TERM_VTKEY_H
#define TERM_VTKEY_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct key;
struct modes;
struct mouse;

/* Append the bytes of a key; nothing for what these modes cannot express (a
 * release without the kitty protocol ...). */
void	vtkey_key(struct buf *, const struct modes *, const struct key *);
/* n bytes of text, bracketed if the program asked for it, controls that could end the
 * bracket taken out, line ends as CR. */
void	vtkey_paste(struct buf *, const struct modes *, const char *, size_t n);
void	vtkey_mouse(struct buf *, const struct modes *, const struct mouse *);
void	vtkey_focus(struct buf *, const struct modes *, bool in);

#endif
