/* SPDX-License-Identifier: ISC */
/* attaching: a session in this terminal, and how that ended. */

#ifndef CMD_ATTACHING_H
#define CMD_ATTACHING_H

#include <stdbool.h>

struct attach_options;
struct cmd_call;
struct conf;
struct jv;

struct attaching {
	bool	read_only;
	bool	take_over;
	bool	lead;		/* it was started for this terminal */
	bool	to_agents;	/* set: it was left for the agent view */
};

/* Whether there is a terminal to attach in: standard input and output. */
bool	attaching_can(void);
/* Whether that terminal can show a session: 0, or -1 and *cause (caller frees).
 * To be asked before one is started for it. */
int	attaching_check(char **cause);
/* What the settings (which must outlive it) say of attaching. */
void	attaching_options(const struct conf *, struct attach_options *);
/* 128 + the number of a signal by its name, as a shell tells it. */
int	attaching_signal_status(const char *name);
/* Show the session (borrowed) until it ends or is left, and say which: the exit
 * status of this command. */
int	attaching_run(struct cmd_call *, const struct jv *session,
	    struct attaching *);

#endif
