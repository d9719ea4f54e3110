/* SPDX-License-Identifier: ISC */
/* action: the names of actions. What they do is the views' business. */

#include <string.h>

#include "client/action.h"

static const char *const names[] = {
#define X(id, name) [ACTION_##id] = (name),
	ACTION_LIST(X)
#undef X
};

_Static_assert(nitems(names) == ACTION_COUNT, "an action has no name");

const char *
action_name(enum action a)
{
	return a < ACTION_COUNT ? names[a] : names[ACTION_NONE];
}

enum action
action_find(const char *name)
{
	unsigned i;

	for (i = 0; i < ACTION_COUNT; i++)
		if (strcmp(names[i], name) == 0)
			break;
	return (enum action)i;
}
