/* SPDX-License-Identifier: ISC */
/* hostrest: whether a session's worker may be ended because nobody uses it. */

#ifndef HOST_HOSTREST_H
#define HOST_HOSTREST_H

#include <stdbool.h>
#include <stdint.h>

struct host;

/* Why the worker is kept, after idle_ms without use; NULL: it may be ended.
 * Static. Only what is finished, unattached, owed nothing and at an empty
 * prompt may. */
const char *hostrest_refusal(const struct host *, int64_t idle_ms);
/* End it, because memory is short or nobody uses it; its session keeps its
 * state. */
void	hostrest_begin(struct host *, int64_t grace_ms, bool is_short);

#endif
