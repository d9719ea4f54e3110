/* SPDX-License-Identifier: ISC */
/* bind: the table of bindings and the matching of keys. It carries nothing
 * out. */

#include <stdlib.h>
#include <string.h>

#include "client/bind.h"
#include "term/key.h"

static const struct binding bindings[] = {
	{ VIEW_PREFIX, "d", ACTION_DETACH, "Detach from the session" },
	{ VIEW_PREFIX, "C-d", ACTION_DETACH, "Detach from the session" },
	{ VIEW_PREFIX, "r", ACTION_REDRAW, "Draw the screen anew" },
	{ VIEW_PREFIX, BIND_PREFIX_KEY, ACTION_SEND_PREFIX,
	    "Send the prefix key to the program" },
};

#define MODS_THAT_MATTER                                                       \
	(KEY_MOD_SHIFT | KEY_MOD_ALT | KEY_MOD_CTRL | KEY_MOD_SUPER |          \
	    KEY_MOD_HYPER | KEY_MOD_META)

bool
bind_matches(const struct key *meant, const struct key *key)
{
	unsigned want, have;

	want = meant->mods & MODS_THAT_MATTER;
	have = key->mods & MODS_THAT_MATTER;
	if (want == have && meant->code == key->code)
		return true;
	/* Another layout: the key at that place of the standard one. */
	if (want == have && key->base != 0 && meant->code == key->base)
		return true;
	/* "?" where the terminal tells Shift and "/". */
	return key->shifted != 0 && meant->code == key->shifted &&
	    want == (have & ~KEY_MOD_SHIFT);
}

bool
bind_is_modifier(const struct key *key)
{
	uint32_t n;

	if (key->code < KEY_KITTY)
		return false;
	n = key->code - KEY_KITTY + 57344;
	return (n >= 57358 && n <= 57360) || (n >= 57441 && n <= 57454);
}

enum action
bind_find(enum bind_view view, const struct key *key, const struct key *prefix)
{
	const struct binding *b;
	struct key meant;
	size_t i;

	for (i = 0; i < nitems(bindings); i++) {
		b = &bindings[i];
		if (b->view != view)
			continue;
		if (strcmp(b->key, BIND_PREFIX_KEY) == 0) {
			if (bind_matches(prefix, key))
				return b->action;
		} else if (key_parse(b->key, &meant) == 0 &&
		    bind_matches(&meant, key))
			return b->action;
	}
	return ACTION_NONE;
}

const struct binding *
bind_at(size_t i)
{
	return i < nitems(bindings) ? &bindings[i] : NULL;
}

const char *
bind_default_prefix(void)
{
	static const char *const names[] = { "TMUX", "STY", "BGMUX_SESSION" };
	const char *value;
	size_t i;

	for (i = 0; i < nitems(names); i++)
		if ((value = getenv(names[i])) != NULL && *value != '\0')
			return "C-]";
	return "C-b";
}
