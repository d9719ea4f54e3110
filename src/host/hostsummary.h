/* SPDX-License-Identifier: ISC */
/* hostsummary: the line that a session's row has, where the person's command
 * makes it of the screen (summary.command). */

#ifndef HOST_HOSTSUMMARY_H
#define HOST_HOSTSUMMARY_H

#include <stdbool.h>

struct host;
struct hostsummary;

#define HOSTSUMMARY_EACH_MS 15000	/* while an agent works */
#define HOSTSUMMARY_MOST_MS 10000	/* of a command */

struct hostsummary *hostsummary_create(struct host *);
/* Kills a command that still runs. NULL is fine. */
void	 hostsummary_destroy(struct hostsummary *);
/* The agent's screen has changed, or (ended) its turn has ended: run the
 * command, if there is one, none runs, and it is time. */
void	 hostsummary_look(struct hostsummary *, bool ended);
/* The worker ends: kill what runs, and run nothing more. */
void	 hostsummary_end(struct hostsummary *);
/* What it said last, clean, one line; NULL: nothing. Borrowed. */
const char *hostsummary_text(const struct hostsummary *);

#endif
