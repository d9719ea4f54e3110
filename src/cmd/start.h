/* SPDX-License-Identifier: ISC */
/* start: a request for a new session, out of a command's options. */

#ifndef CMD_START_H
#define CMD_START_H

struct cmd_call;
struct compose;
struct jv;

/* The prepare of such a command: "--exec -- WORD ..." is told by an empty
 * command. */
int	start_prepare(int argc, char **argv);
/* The body of SESSION_START for a command with the options name, tag, with, model,
 * agent, cwd, size and exec: caller frees. NULL and *cause; *usage says whether the cause is
 * wrong usage. */
struct jv *start_request(struct cmd_call *, int *usage, char **cause);
/* The same for what was typed in a view whose command has the options with, model,
 * agent, tag and cwd: a task, a shell job, or the agent's logout. */
struct jv *start_typed(struct cmd_call *, const struct compose *,
	     unsigned rows, unsigned cols, char **cause);
/* This process's environment as a request has it; caller frees. */
struct jv *start_environment(void);
/* Carry it out: the session object (caller frees), or NULL and *cause. */
struct jv *start_session(struct cmd_call *, const struct jv *, char **cause);

#endif
