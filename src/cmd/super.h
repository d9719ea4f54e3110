/* SPDX-License-Identifier: ISC */
/* super: a command's way to the supervisor: found, or started on demand. */

#ifndef CMD_SUPER_H
#define CMD_SUPER_H

#include <stdint.h>
#include <sys/types.h>

struct call;
struct cmd_call;
struct jv;

/* How long a supervisor may take to answer before the hosts are asked
 * directly, and a request that starts or ends programs, in ms. */
#define SUPER_ANSWER_MS	 2000
#define SUPER_REQUEST_MS 20000

/* Connect to the supervisor, and start one if none runs. NULL and *cause
 * (caller frees); errno is ETIMEDOUT when one runs and does not answer. */
struct call *super_open(struct cmd_call *, char **cause);
/* Connect if one runs; errno ENOENT or ECONNREFUSED if none does. */
struct call *super_open_running(struct cmd_call *, char **cause);
/* Have one started, without waiting for it: the child that does it, or -1. */
pid_t	 super_start_later(void);
/* One request on a connection of its own. The result (caller frees), or NULL
 * and *cause, with errno as call_ask. */
struct jv *super_ask(struct cmd_call *, uint16_t type, const struct jv *,
	     int ms, char **cause);
/* As super_ask, without waiting for the supervisor's hello before the request
 * goes out. It gets a member "before": the moment (ms of the monotonic clock)
 * until when the supervisor may still take it; which must be a request that
 * knows this. meanwhile (may be NULL) is called once while the supervisor works
 * on it, or else before the return. */
struct jv *super_ask_first(struct cmd_call *, uint16_t type, struct jv *,
	     int ms, void (*meanwhile)(struct cmd_call *, const struct jv *),
	     char **cause);
/* The same as super_ask, of one that runs: none is started for it. */
struct jv *super_ask_running(struct cmd_call *, uint16_t type,
	     const struct jv *, int ms, char **cause);

#endif
