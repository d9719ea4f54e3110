/* SPDX-License-Identifier: ISC */
/* cmdconf: the settings, as commands read them. */

#ifndef CMD_CMDCONF_H
#define CMD_CMDCONF_H

#include <stddef.h>

struct cmd_call;
struct conf;

/* The settings for a directory (NULL: those of no project); caller frees. */
struct conf *cmdconf_load(const struct cmd_call *, const char *dir);
/* A line on stderr for each of their errors. */
void	cmdconf_warn(const struct conf *);
/* Both, where only the errors matter: for commands that start a session. */
void	cmdconf_check(const struct cmd_call *, const char *dir);
/* An array of strings: *n of them, borrowed; caller frees the array alone. */
const char **cmdconf_strings(const struct conf *, const char *name, size_t *n);
/* The person's own keys take effect, in a process that shows a view. What is
 * wrong with them is told to error; NULL: a line on stderr each. */
void	cmdconf_keys(const struct conf *,
	    void (*error)(const char *, void *arg), void *arg);
/* How long a request may take that stops sessions with the settings of a
 * directory (may be NULL), in ms. */
int	cmdconf_stop_ms(const struct cmd_call *, const char *dir);
/* The most that this can be with any settings. */
int	cmdconf_stop_most_ms(void);

#endif
