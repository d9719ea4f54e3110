/* SPDX-License-Identifier: ISC */
/* supervisor_internal: the body of struct supervisor and what its parts may
 * ask of it, for supervisor/ alone. */

#ifndef SUPERVISOR_SUPERVISOR_INTERNAL_H
#define SUPERVISOR_SUPERVISOR_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/monotime.h"

struct adopt;
struct bus;
struct envstore;
struct helpers;
struct loop;
struct loop_fd;
struct loop_signal;
struct loop_timer;
struct namer;
struct queue;
struct reaper;
struct registry;
struct rest;
struct roster;
struct settings;
struct spare;
struct store;
struct viewfile;

/* All is owned. */
struct supervisor {
	struct loop		*loop;
	struct reaper		*reaper;
	struct registry		*registry;
	struct store		*store;
	struct envstore		*envstore;
	struct roster		*roster;
	struct bus		*bus;
	struct adopt		*adopt;
	struct settings		*settings;
	struct viewfile		*viewfile;
	char			*state;		/* directories */
	char			*runtime;
	char			*socket;	/* where clients connect */
	char			*program;	/* of a host */
	struct spare		*spare;
	struct rest		*rest;
	struct queue		*queue;
	struct namer		*namer;
	struct helpers		*notifiers;	/* commands that run */
	int			 listen_fd;	/* -1: not listening */
	dev_t			 socket_dev;	/* of the file we bound */
	ino_t			 socket_ino;
	struct loop_fd		*listen;
	struct loop_timer	*accept_again;	/* after EMFILE */
	struct loop_timer	*idle;
	struct loop_timer	*end;		/* the end's own deadline */
	struct loop_signal	*signals[4];
	int			 log_level;	/* given at its start; -1: none */
	int64_t			 started_at;	/* Unix ms */
	bool			 ending;	/* no new sessions */
	bool			 ended;		/* not listening any more */
	struct jv		*missed;	/* see heard; may be NULL */
	monotime		 missed_until;
	int64_t			 stopped;	/* sessions ended by its end */
};

/* Sessions or clients have come or gone: begin or end the idle time, and go
 * on with an end that waits for sessions. */
void	supervisor_changed(struct supervisor *);
/* The settings have changed: the idle time counts from now. */
void	supervisor_settings(struct supervisor *);
/* Refuse what is new from now on; end as soon as no session lives (with keep,
 * at once), tell those who wait for BUS_WAIT_DAEMON, leave. */
void	supervisor_end(struct supervisor *, bool keep);
/* RUNTIME/h/ID; caller frees. */
char	*supervisor_host_path(const struct supervisor *, const char *id);

#endif
