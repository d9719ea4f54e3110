/* SPDX-License-Identifier: ISC */
/* ttyname: what is known of terminals by their names alone: how they notify the
 * person, and whether they show progress. Pure. */

#ifndef TTY_TTYNAME_H
#define TTY_TTYNAME_H

#include "tty/caps.h"

/* By the environment, before the terminal has told its name. In tmux or screen
 * the variables are those of the terminal outside: a bell it is then. */
void	ttyname_guess(struct caps *, caps_env_cb env);
/* By the name and version that the terminal gave (XTVERSION), which is right
 * where the environment is not. */
void	ttyname_told(struct caps *, const char *version);
/* By the person: a word of the setting notify.form. */
void	ttyname_set(struct caps *, const char *word);

#endif
