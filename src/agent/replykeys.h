/* SPDX-License-Identifier: ISC */
/* replykeys: which keys answer a dialog that was read off a screen. Pure. */

#ifndef AGENT_REPLYKEYS_H
#define AGENT_REPLYKEYS_H

#include <stddef.h>
#include <stdint.h>

#include "base/strv.h"

struct dialog_seen;
struct dialog_spec;

/* Names of keys, as term/key.h has them. Cleared with strv_clear. */
struct replykeys {
	struct strv	keys;
	size_t		moves;		/* keys that are arrows */
	struct strv	confirm;	/* typed after them, once the option is
					 * selected; may be empty */
};

/* The option meant by its number (from 1; 0: not given) and its label (may be
 * NULL): both must be of the same one, and a label of one alone. Its index, or
 * -1 and *why (static). */
int	replykeys_choose(const struct dialog_seen *, int64_t option,
	    const char *label, const char **why);
/* How option i is answered: 0, or -1 and *why (static) if what is seen does not
 * tell. */
int	replykeys_make(const struct dialog_spec *, const struct dialog_seen *,
	    size_t i, struct replykeys *, const char **why);

#endif
