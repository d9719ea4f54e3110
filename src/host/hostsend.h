/* SPDX-License-Identifier: ISC */
/* hostsend: text and keys that were sent to the worker from outside a view. */

#ifndef HOST_HOSTSEND_H
#define HOST_HOSTSEND_H

#include <stdint.h>

struct conn;
struct host;
struct jv;

/* Type {"text", "keys": [name ...]} into the worker and answer request id with
 * the receipt, or say why not. */
void	hostsend_start(struct conn *, uint32_t id, const struct jv *);
/* The connection goes; what it sent is still typed. */
void	hostsend_forget(struct conn *);
/* Refuse what is under way: the worker has ended. */
void	hostsend_end(struct host *);

#endif
