/* SPDX-License-Identifier: ISC */
/* action: the named things that a key can do. */

#ifndef CLIENT_ACTION_H
#define CLIENT_ACTION_H

#define ACTION_LIST(X)						\
	X(NONE, "none")						\
	X(DETACH, "detach")					\
	X(SEND_PREFIX, "send-prefix")				\
	X(REDRAW, "redraw")

enum action {
#define X(id, name) ACTION_##id,
	ACTION_LIST(X)
#undef X
	ACTION_COUNT
};

/* Never NULL. */
const char *action_name(enum action);
/* ACTION_COUNT if there is none of that name. */
enum action action_find(const char *name);

#endif
