/* SPDX-License-Identifier: ISC */
/* start: a request for a new session, out of a command's options. */

#ifndef CMD_START_H
#define CMD_START_H

/* The options of the agent that each command that starts one has. */
#define START_AGENT_OPTS                                                       \
	{ 0, "with", "ADAPTER",                                                \
	    "the agent to use: claude, codex, ... or sh" },                    \
	    { 0, "model", "MODEL", "passed to the agent" },                    \
	    { 0, "fallback-model", "MODEL", "passed to the agent" },           \
	    { 0, "effort", "LEVEL", "how long the agent thinks" },             \
	    { 0, "permission-mode", "MODE",                                    \
		"manual, acceptEdits, plan, ... as the agent has it" },        \
	    { 0, "agent", "NAME", "the custom agent to start" },               \
	    { 0, "add-dir", "DIR",                                             \
		"another directory for the agent (repeatable)" },              \
	    { 0, "settings", "FILE", "the agent's settings, or their JSON" },  \
	    { 0, "plugin-dir", "DIR", "plugins of the agent (repeatable)" },   \
	    { 0, "mcp-config", "FILE", "MCP servers (repeatable)" },           \
	    { 0, "strict-mcp-config", NULL, "no other MCP servers" },          \
	    { 0, "allow-dangerously-skip-permissions", NULL,                   \
		"the agent may come to ask no more" },                         \
	{                                                                      \
		0, "dangerously-skip-permissions", NULL,                       \
		    "the agent never asks"                                     \
	}

struct cmd_call;
struct compose;
struct jv;

/* The prepare of such a command: "--exec -- WORD ..." is told by an empty
 * command. */
int	start_prepare(int argc, char **argv);
/* The body of SESSION_START for a command with START_AGENT_OPTS and name, tag,
 * resume, cwd, size and exec: caller frees. NULL and *cause; *usage says whether
 * the cause is wrong usage. */
struct jv *start_request(struct cmd_call *, int *usage, char **cause);
/* The same for what was typed in a view whose command has START_AGENT_OPTS, tag
 * and cwd: a task, a shell job, or the agent's logout. */
struct jv *start_typed(struct cmd_call *, const struct compose *,
	     unsigned rows, unsigned cols, char **cause);
/* This process's environment as a request has it; caller frees. */
struct jv *start_environment(void);
/* Carry it out, and say meanwhile on stderr what is wrong with the settings
 * there: the session object (caller frees), or NULL and *cause. */
struct jv *start_session(struct cmd_call *, const struct jv *, char **cause);

#endif
