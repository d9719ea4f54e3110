/* SPDX-License-Identifier: ISC */
/* hosttold: what is known of a session's state, as JSON. */

#ifndef HOST_HOSTTOLD_H
#define HOST_HOSTTOLD_H

struct host;
struct jv;

/* Put what is known beyond the state into a session's object: waitingFor,
 * message, progress, prs, dialog, suggestion, items, limit; null for what
 * there is none of. */
void	hosttold_put(const struct host *, struct jv *);
/* All evidence, with ages. Caller frees. */
struct jv *hosttold_explain(const struct host *);

#endif
