/* SPDX-License-Identifier: ISC */
/* show: sessions as text on stdout. */

#ifndef CMD_SHOW_H
#define CMD_SHOW_H

#include <stddef.h>
#include <stdint.h>

struct jv;

/* A plain table of sessions, cut to the terminal's width where there is one;
 * names and summaries are cleaned. */
void	show_table(const struct jv *sessions);
/* The card of a session that was started in the background. */
void	show_card(const struct jv *session, const char *note);
/* "42s", "7m", "3h", "12d" for ms of time; caller frees. */
char	*show_age(int64_t ms);
/* "done", "working (40%)", "failed (exit 3)", "failed (SIGKILL)", ...; caller frees. */
char	*show_state(const struct jv *session);
/* What is to be said of it in a line: its message, else its summary, else the
 * reason of its state, cleaned; caller frees. */
char	*show_text(const struct jv *session);
/* The member key, cleaned for a terminal; "" if absent. Caller frees. */
char	*show_clean(const struct jv *, const char *key, size_t max);

#endif
