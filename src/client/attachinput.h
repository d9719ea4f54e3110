/* SPDX-License-Identifier: ISC */
/* attachinput: what keys, pastes and the mouse do in an attached session. */

#ifndef CLIENT_ATTACHINPUT_H
#define CLIENT_ATTACHINPUT_H

#include <stdbool.h>
#include <stddef.h>

struct key;
struct mouse;

/* Handlers of the terminal's input; arg is the attached view. */
void	attachinput_key(const struct key *, void *arg);
void	attachinput_paste(const char *, size_t, void *arg);
void	attachinput_mouse(const struct mouse *, void *arg);
void	attachinput_focus(bool in, void *arg);
/* The link has sent all: more may come. */
void	attachinput_drained(void *arg);

#endif
