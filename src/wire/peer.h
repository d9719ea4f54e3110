/* SPDX-License-Identifier: ISC */
/* peer: the other end of a connection in an event loop: hello, messages,
 * queue, limits. */

#ifndef WIRE_PEER_H
#define WIRE_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "wire/msg.h"

struct buf;
struct jv;
struct loop;
struct peer;

struct peer_handler {
	/* The other side's hello is in and fits. May be NULL. */
	void	(*ready)(struct peer *, void *arg);
	/* A message from a role that may send it. */
	void	(*message)(struct peer *, const struct msg *, void *arg);
	/* The connection is over: why is NULL at an orderly end, else a
	 * sentence. Called once, never from within peer_create or peer_send;
	 * the handler then calls peer_destroy. Not called after peer_destroy. */
	void	(*closed)(struct peer *, const char *why, void *arg);
	/* The queue has become empty. May be NULL. */
	void	(*drained)(struct peer *, void *arg);
};

#define PEER_HELLO_MS	 5000	/* a hello must come within */
#define PEER_QUEUE_MAX	 (64u << 20) /* a peer that takes nothing is closed */

/* Takes fd (connected, non-blocking) and sends our hello: role, versions,
 * build, pid and the members of extra (borrowed, may be NULL). The user of
 * the other side is checked. */
struct peer *peer_create(struct loop *, int fd, enum role us,
	     const struct jv *extra, const struct peer_handler *, void *arg);
/* From now on another handler is called. */
void	 peer_hand_over(struct peer *, const struct peer_handler *, void *arg);
/* Close now, without a callback; what is queued is dropped. Safe in any
 * callback. */
void	 peer_destroy(struct peer *);
/* Send what is queued, for at most ms, then close: the closed callback tells. */
void	 peer_finish(struct peer *, int ms);

/* Queue a message. Never blocks, never fails: errors come by closed. */
void	 peer_send(struct peer *, uint16_t type, uint32_t id, const void *,
	     size_t);
void	 peer_send_buf(struct peer *, uint16_t type, uint32_t id,
	     const struct buf *);
void	 peer_send_jv(struct peer *, uint16_t type, uint32_t id,
	     const struct jv *);
/* Answer request id: RESULT {"ok": true, ...result} (result borrowed, without
 * an "ok" of its own, may be NULL) or RESULT {"ok": false, "error": fmt...}. */
void	 peer_reply(struct peer *, uint32_t id, const struct jv *result);
void	 peer_refuse(struct peer *, uint32_t id, const char *fmt, ...)
	     __attribute__((__format__(printf, 3, 4)));
/* Neither read nor deliver messages until it is unpaused; what the other side
 * sends then waits in its queue. Its end is noticed only when
 * something is sent to it. May be called in
 * the message callback: no further one is delivered. */
void	 peer_pause(struct peer *, bool);
/* Bytes queued and not yet taken by the socket. */
size_t	 peer_queued(const struct peer *);
/* A new number for a request, never 0. */
uint32_t peer_next_id(struct peer *);

bool	 peer_is_ready(const struct peer *);
enum role peer_role(const struct peer *);
pid_t	 peer_pid(const struct peer *);
/* The other side's hello; borrowed. NULL before ready. */
const struct jv *peer_hello(const struct peer *);

#endif
