/* SPDX-License-Identifier: ISC */
/* cmdtable: the list of commands. */

#ifndef CMD_CMDTABLE_H
#define CMD_CMDTABLE_H

#include <stddef.h>

struct cmd;

extern const struct cmd cmd_agents;
extern const struct cmd cmd_archive;
extern const struct cmd cmd_attach;
extern const struct cmd cmd_bg;
extern const struct cmd cmd_config;
extern const struct cmd cmd_daemon;
extern const struct cmd cmd_help;
extern const struct cmd cmd_logs;
extern const struct cmd cmd_ls;
extern const struct cmd cmd_pin;
extern const struct cmd cmd_rename;
extern const struct cmd cmd_report;
extern const struct cmd cmd_hook;
extern const struct cmd cmd_hooks;
extern const struct cmd cmd_explain;
extern const struct cmd cmd_adapters;
extern const struct cmd cmd_respawn;
extern const struct cmd cmd_rm;
extern const struct cmd cmd_run;
extern const struct cmd cmd_send;
extern const struct cmd cmd_stop;
extern const struct cmd cmd_tag;
extern const struct cmd cmd_trust;
extern const struct cmd cmd_unarchive;
extern const struct cmd cmd_unpin;
extern const struct cmd cmd_wait;
extern const struct cmd cmd_watch;

/* The command of that name or alias, else NULL. */
const struct cmd *cmdtable_find(const char *name);
/* Command i, in the order of the table; NULL past the end. */
const struct cmd *cmdtable_get(size_t i);
/* Run bgmux's command line; its exit status. */
int	cmdtable_main(int argc, char **argv);

#endif
