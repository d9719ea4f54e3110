/* SPDX-License-Identifier: ISC */
/* settings: the settings as the supervisor and its sessions have them, and
 * their changes while it runs. */

#ifndef SUPERVISOR_SETTINGS_H
#define SUPERVISOR_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

struct jv;
struct session;
struct settings;
struct supervisor;

/* Read them, and apply what is the supervisor's own. */
struct settings *settings_create(struct supervisor *);
void	 settings_destroy(struct settings *);	/* NULL is fine */
/* Read them anew, apply them, and tell the hosts; also done by itself when a
 * file has changed. */
void	 settings_reload(struct settings *);

/* How long a session is unused before its worker is ended, and before it goes
 * if it never got a prompt, in ms; 0: never. */
void	 settings_rest_ms(const struct settings *, int64_t *after,
	     int64_t *empty);
/* Whether sessions give way where memory is short. */
bool	 settings_rest_short(const struct settings *);

/* How many agents may work at a time before tasks wait; 0: any number. */
int64_t	 settings_max_working(const struct settings *);

/* Add what a session's host has to know to its boot message. *update, if
 * wanted, is as settings_env_update gives it. */
void	 settings_boot(struct settings *, const struct session *,
	     struct jv *boot, struct jv **update);
/* It is sent now, and need not be told until something changes. */
void	 settings_booted(const struct settings *, struct session *);
/* Tell a session's host, if it is up, what it may change while it runs. */
void	 settings_tell(struct settings *, struct session *);

/* How long a session's processes have to end by themselves, in ms. */
int64_t	 settings_grace_ms(const struct settings *, const struct session *);
/* Whether a session's environment may be kept in no file. */
bool	 settings_env_in_memory(const struct settings *,
	     const struct session *);
/* The variables that a session takes from who starts it again, an array of
 * names; s may be NULL: of no session. Caller frees. */
struct jv *settings_env_update(const struct settings *,
	     const struct session *s);
/* Which changes of state are told (an array of words), and by which command where
 * no client can ("": none). Caller frees. */
struct jv *settings_notify_on(const struct settings *);
char	*settings_notify_command(const struct settings *);
/* What makes names of tasks, for sh; "" if nothing does. Caller frees. */
char	*settings_name_command(const struct settings *);
/* How long the supervisor stays without sessions and clients, in ms. */
int64_t	 settings_idle_ms(const struct settings *);
/* What is wrong in the files outside of projects: an array of sentences;
 * caller frees. */
struct jv *settings_errors(const struct settings *);

#endif
