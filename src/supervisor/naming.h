/* SPDX-License-Identifier: ISC */
/* naming: what a session is called when nobody named it; knows no session. */

#ifndef SUPERVISOR_NAMING_H
#define SUPERVISOR_NAMING_H

#include <stdbool.h>

struct jv;

#define NAMING_COLUMNS	40	/* most columns of a name made here */
#define NAMING_BYTES	200	/* most bytes of a name given */

/* A name given by a person: one line, clean, bounded; caller frees. NULL and
 * *cause (caller frees) if nothing is left of it, or if it could be the start
 * of an id, by which it would be read. */
char	*naming_given(const char *, char **cause);
/* Whether it is read as the start of an id: 4 to 8 hex digits of either case. */
bool	 naming_is_id(const char *);
/* After a command: the text of "sh -c TEXT", else its words. Caller frees. */
char	*naming_command(const struct jv *argv);
/* After a task: its first words; "new session" if it has none (NULL is fine).
 * Caller frees. */
char	*naming_task(const char *);

#endif
