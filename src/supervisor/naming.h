/* SPDX-License-Identifier: ISC */
/* naming: what a session is called when nobody named it; knows no session. */

#ifndef SUPERVISOR_NAMING_H
#define SUPERVISOR_NAMING_H

struct jv;

#define NAMING_COLUMNS	40	/* most columns of a name made here */
#define NAMING_BYTES	200	/* most bytes of a name given */

/* A name given by a person: one line, clean, bounded. NULL if nothing is
 * left of it. Caller frees. */
char	*naming_given(const char *);
/* After a command: the text of "sh -c TEXT", else its words. Caller frees. */
char	*naming_command(const struct jv *argv);
/* After a task: its first words; "new session" if it has none (NULL is fine).
 * Caller frees. */
char	*naming_task(const char *);

#endif
