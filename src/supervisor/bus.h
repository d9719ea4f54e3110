/* SPDX-License-Identifier: ISC */
/* bus: the connected clients, who of them watches, and whose requests wait for
 * what; the only place that broadcasts. */

#ifndef SUPERVISOR_BUS_H
#define SUPERVISOR_BUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bus;
struct jv;
struct loop;
struct msg;
struct peer;
struct session;
struct subscriber;

/* What a request waits for. */
enum bus_wait {
	BUS_WAIT_START = 1,
	BUS_WAIT_STOP = 2,
	BUS_WAIT_REMOVE = 4,
	BUS_WAIT_RESPAWN = 16,
	BUS_WAIT_DAEMON = 8,	/* that no session lives; its id is "" */
	BUS_WAIT_REPLY = 32,	/* a receipt; its id is replies' */
};

#define BUS_ID_MAX 80		/* bytes of an id that is waited for */

struct bus_handler {
	/* A request of a client. */
	void	(*message)(struct subscriber *, const struct msg *, void *arg);
	/* The number of clients has changed. */
	void	(*changed)(void *arg);
};

struct bus *bus_create(struct loop *, const struct bus_handler *, void *arg);
/* Closes all. NULL is fine. */
void	 bus_destroy(struct bus *);
/* Take a connection. With too many it is closed, or the oldest one that has
 * not said its hello. */
void	 bus_accept(struct bus *, int fd);
size_t	 bus_count(const struct bus *);
/* Send what is queued, for at most ms; the changed callback tells when the last
 * has gone. */
void	 bus_finish(struct bus *, int ms);

/* "added", "state", "moved" or "removed" with a session, or "ending" without
 * one, to all who watch. */
void	 bus_tell(struct bus *, const char *event, const struct session *);
/* "reply": what became of one to a session. */
void	 bus_tell_reply(struct bus *, const struct session *,
	     const struct jv *receipt);
/* As bus_tell; one of those that can tell the person is told to. False: nobody can,
 * and the person has not been told. */
bool	 bus_tell_news(struct bus *, const char *event,
	     const struct session *);
/* notifies: it can tell the person of what is news. news_only: it gets nothing
 * else. */
void	 bus_watch(struct subscriber *, bool notifies, bool news_only);
/* How many sessions wait, but for the one with that id. */
typedef unsigned (*bus_waiting_cb)(const char *own, void *arg);
/* From now on bus_tell_waiting tells it that number when it is another one than
 * waiting; own: the session that it shows, or "". */
void	 bus_watch_waiting(struct subscriber *, const char *own,
	     unsigned waiting);
/* Sessions have begun or ceased to wait. */
void	 bus_tell_waiting(struct bus *, bus_waiting_cb, void *arg);
struct peer *bus_peer(struct subscriber *);

/* Request waits for session id. It is forgotten when its client goes. Refused
 * at once if that client has too many. */
void	 bus_wait(struct subscriber *, uint32_t request, const char *id,
	     enum bus_wait);
/* Whether a request waits for that of a session. */
bool	 bus_is_awaited(const struct bus *, const char *id, enum bus_wait);
/* Answer all that wait for BUS_WAIT_DAEMON: how many sessions were ended. */
void	 bus_answer_end(struct bus *, int64_t stopped);
/* Answer all that wait for one of what (a mask) of a session: with the session
 * (may be NULL: an empty result), or with why not. */
void	 bus_answer(struct bus *, const char *id, unsigned what,
	     const struct session *);
/* The same with any result. */
void	 bus_answer_with(struct bus *, const char *id, unsigned what,
	     const struct jv *result);
void	 bus_refuse(struct bus *, const char *id, unsigned what,
	     const char *error);

#endif
