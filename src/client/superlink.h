/* SPDX-License-Identifier: ISC */
/* superlink: a view's connection to the supervisor: its list of sessions as
 * events, and requests. */

#ifndef CLIENT_SUPERLINK_H
#define CLIENT_SUPERLINK_H

#include <stdbool.h>
#include <stdint.h>

struct jv;
struct loop;
struct superlink;

struct superlink_handler {
	/* The answer of SESSION_WATCH, after each connection and each
	 * superlink_refresh. */
	void	(*list)(const struct jv *result, void *arg);
	/* A SESSION_EVENT; session may be NULL. notify: this client is the one
	 * that is to tell the person of it. */
	void	(*event)(const char *event, const struct jv *session,
		    bool notify, void *arg);
	/* The receipt of somebody's reply, before its event. May be NULL. */
	void	(*reply)(const struct jv *receipt, void *arg);
	/* How many sessions wait for the person, see superlink_news_only. May
	 * be NULL. */
	void	(*waiting)(unsigned n, void *arg);
	/* It is there now, or not any more. */
	void	(*state)(bool up, void *arg);
};

/* Whether what was asked was done: result (borrowed), or NULL and why. Both are
 * NULL where the link is destroyed before: all that is to be done then is to free
 * what arg holds. */
typedef void (*superlink_cb)(const struct jv *result, const char *why,
	     void *arg);

/* How long a request may take that starts or ends programs, in ms. */
#define SUPERLINK_ASK_MS 30000

/* Connect to the socket at path, again and again where it fails. Where nobody
 * listens, start (may be NULL) is called, at most once a second: it starts a
 * supervisor and does not wait for it. */
struct superlink *superlink_create(struct loop *, const char *path,
	     void (*start)(void *arg), const struct superlink_handler *,
	     void *arg);
/* From now on only events come that this client is to tell the person of, and the
 * list is empty. With own, a session's id, it is told how many others wait, too.
 * To be called before the loop runs. */
void	 superlink_news_only(struct superlink *, const char *own);
/* NULL is fine. */
void	 superlink_destroy(struct superlink *);
bool	 superlink_is_up(const struct superlink *);
/* Ask; body is borrowed, cb (may be NULL) is called once, from the loop: at the
 * latest after ms. */
void	 superlink_ask(struct superlink *, uint16_t type,
	     const struct jv *body, int ms, superlink_cb, void *arg);
/* As superlink_ask for a request with an id of its own, which is served once
 * however often it comes: where the connection is lost it is sent on the next
 * one. */
void	 superlink_ask_again(struct superlink *, uint16_t type,
	     const struct jv *body, int ms, superlink_cb, void *arg);
/* Run the loop until all that was asked is answered, ms at most. */
void	 superlink_drain(struct superlink *, int ms);
/* Ask for the list again. */
void	 superlink_refresh(struct superlink *);

#endif
