/* SPDX-License-Identifier: ISC */
/* hostlink: the supervisor's connection to one host: hello, subscription,
 * events, acknowledgement, reconnection; it judges nobody. */

#ifndef SUPERVISOR_HOSTLINK_H
#define SUPERVISOR_HOSTLINK_H

#include <stdbool.h>
#include <stdint.h>

struct hostlink;
struct jv;
struct loop;
struct peer;
struct procid;

/* All are called from the loop, never from within a function of hostlink. What
 * they are given is borrowed. Each may destroy the link. */
struct hostlink_handler {
	/* The hello fits and the host has told its whole state. Again after
	 * each reconnection. */
	void	(*up)(struct hostlink *, const struct jv *session, void *arg);
	/* Members that have changed. It is acknowledged on return: what must
	 * not be lost is on disk then. */
	void	(*event)(struct hostlink *, const struct jv *changes,
		    void *arg);
	/* The host has answered hostlink_stop: error is NULL, or why not. */
	void	(*stopped)(struct hostlink *, const char *error,
		    const struct jv *left, void *arg);
	/* The host has answered hostlink_rest: error is NULL, or why not. May
	 * be NULL where nothing is asked. */
	void	(*rested)(struct hostlink *, const char *error, void *arg);
	/* The host has answered hostlink_reply: with a receipt, or it refused
	 * (result NULL). May be NULL where nothing is asked. */
	void	(*replied)(struct hostlink *, const struct jv *result,
		    const char *error, void *arg);
	/* Nobody listens there, and the host as far as it is known is gone.
	 * The link does nothing more. */
	void	(*lost)(struct hostlink *, const char *why, void *arg);
};

/* Connect to the host of session id at a socket. host (may be nobody) is who
 * it was before. While that process lives it is tried for ever, more and more
 * rarely, and told by SIGUSR1 to bind a socket that is missing: a host that is
 * slow is not lost. A socket that nobody listens at is removed. */
struct hostlink *hostlink_create(struct loop *, const char *path,
	    const char *id, const struct procid *host,
	    const struct hostlink_handler *, void *arg);
/* Use this connection to the host, which is taken, before it is connected to.
 * At once after hostlink_create; NULL is none. */
void	hostlink_take(struct hostlink *, struct peer *);
void	hostlink_destroy(struct hostlink *);	/* NULL is fine */
/* Changes of state after since (Unix ms) are wanted with each subscription;
 * without this call none are. */
void	hostlink_since(struct hostlink *, int64_t since);

/* Whether the host has told its state on this connection. */
bool	hostlink_is_up(const struct hostlink *);
/* Who the host is; nobody before it was first up, unless it was given. */
const struct procid *hostlink_host(const struct hostlink *);
const char *hostlink_path(const struct hostlink *);
const char *hostlink_id(const struct hostlink *);
/* The other side's hello; NULL while there is no connection. */
const struct jv *hostlink_hello(const struct hostlink *);

/* Ask the host to stop its worker with this grace, now or as soon as it is up;
 * once for all calls. respawn: its viewers shall wait for the next host. */
void	hostlink_stop(struct hostlink *, int64_t grace_ms, bool respawn);
/* Ask a host that is up to end its worker if it has been unused for idle_ms; why
 * is "memory" if that is short, or NULL. It may refuse: see rested. Once, on
 * this connection. */
void	hostlink_rest(struct hostlink *, int64_t grace_ms, int64_t idle_ms,
	    const char *why);
/* Whether it has been asked and has not answered. NULL is fine. */
bool	hostlink_is_stopping(const struct hostlink *);
/* Tell a host that is up its settings, if they are others than it was told on
 * this connection. */
void	hostlink_settings(struct hostlink *, const struct jv *);
/* Send a host that is up its adapter's file, if it is another than it was sent
 * on this connection, or (news) if none was; whether it was sent. */
bool	hostlink_adapter(struct hostlink *, const struct jv *, bool news);
/* Tell a host that is up what its session is called now. */
void	hostlink_rename(struct hostlink *, const char *name);
/* Whether a host that is up takes replies (older ones do not). */
bool	hostlink_can_reply(const struct hostlink *);
/* Give a reply (the body of HOST_REPLY) to a host that is up. One at a time: it
 * is forgotten, without a call of replied, when the connection is lost. */
void	hostlink_reply(struct hostlink *, const struct jv *);
bool	hostlink_is_replying(const struct hostlink *);
/* Tell the host to bind its socket again if that has gone. NULL is fine. */
void	hostlink_call_back(struct hostlink *);
/* Tell a host whose worker has ended that its screen is not wanted any more,
 * and whether another host takes the session up, to which views then go on;
 * and take the link: its owner forgets it. NULL is fine. */
void	hostlink_release(struct hostlink *, bool again);

#endif
