/* SPDX-License-Identifier: ISC */
/* hostsend: text and keys that were sent to the worker from outside a view. */

#ifndef HOST_HOSTSEND_H
#define HOST_HOSTSEND_H

#include <stdint.h>

#define HOSTSEND_ID_MAX 64	/* bytes of a sendId */

struct conn;
struct host;
struct jv;
struct key;

/* Type {"text", "keys": [name ...], "sendId"} into the worker, after what was
 * sent before, and answer request id with the receipt: delivered when its
 * terminal has taken all, queued when that lasts; or say why not. One whose
 * sendId was taken already is answered and not typed again. */
void	hostsend_start(struct conn *, uint32_t id, const struct jv *);
/* The same for the body of a HOST_REPLY, which is judged when its turn has come;
 * the answer comes when its receipt is final, or is "later": nothing of it was
 * typed or is kept, and CHANGE_TAKES tells when it can come again. */
void	hostsend_reply(struct conn *, uint32_t id, const struct jv *);
/* The same for a key of ours, now, and for a text with Enter. */
void	hostsend_key(struct host *, const struct key *);
void	hostsend_text(struct host *, const char *);
/* The session was looked at: tell who was told to come later. */
void	hostsend_look(struct host *);
/* The worker's terminal has taken all input. */
void	hostsend_drained(struct host *);
/* The connection goes; what it sent is still typed. */
void	hostsend_forget(struct conn *);
/* Refuse what is under way: the worker has ended. */
void	hostsend_end(struct host *);
/* Free what is remembered. */
void	hostsend_clear(struct host *);

#endif
