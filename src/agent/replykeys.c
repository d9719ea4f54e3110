/* SPDX-License-Identifier: ISC */
/* replykeys: which keys answer a dialog that was read off a screen. */

/*
 * Never a fixed digit: one agent has three options where its next release has
 * four. The number typed is the one that stands on the screen at the option;
 * arrows go from where the mark is. Where the screen does not tell, nothing is
 * typed.
 */

#include <strings.h>

#include "agent/dialog.h"
#include "agent/replykeys.h"
#include "base/xmalloc.h"

/* What agents print for a key, and its name. */
static const struct {
	const char *printed;
	const char *name;
} names[] = {
	{ "esc", "Escape" },
	{ "escape", "Escape" },
	{ "enter", "Enter" },
	{ "return", "Enter" },
	{ "tab", "Tab" },
	{ "space", "Space" },
};

int
replykeys_choose(const struct dialog_seen *seen, int64_t option,
    const char *label, const char **why)
{
	size_t i, n = 0, found = 0;

	if (option != 0) {
		if (option < 1 || (uint64_t)option > seen->n) {
			*why = "the dialog has no such option";
			return -1;
		}
		i = (size_t)option - 1;
		if (label == NULL || strcmp(seen->options[i].label, label) == 0)
			return (int)i;
		*why = "the dialog has other options now";
		return -1;
	}
	for (i = 0; label != NULL && i < seen->n; i++)
		if (strcasecmp(seen->options[i].label, label) == 0) {
			found = i;
			n++;
		}
	if (n == 1)
		return (int)found;
	*why = n == 0 ? "the dialog has no such option" :
			"the dialog has that option twice";
	return -1;
}

/* Whether the key of option i, typed, is that of no other option. */
static int
is_clear(const struct dialog_seen *seen, size_t i)
{
	const char *key = seen->options[i].key, *other;
	size_t j;

	for (j = 0; j < seen->n; j++) {
		other = seen->options[j].key;
		if (j != i && other != NULL &&
		    strncasecmp(other, key, strlen(key)) == 0)
			return 0;
	}
	return 1;
}

static int
is_number(const char *s)
{
	return *s != '\0' && s[strspn(s, "0123456789")] == '\0';
}

/* Move to the option from the one that is marked. */
static int
make_moves(const struct dialog_spec *spec, const struct dialog_seen *seen,
    size_t i, struct replykeys *out, const char **why)
{
	const char *back, *on;
	size_t j, from = 0, marked = 0;

	for (j = 0; j < seen->n; j++)
		if (seen->options[j].selected) {
			from = j;
			marked++;
		}
	if (marked != 1) {
		*why = "it is not to be seen which option is selected";
		return -1;
	}
	on = spec->answer == DIALOG_LEFT_RIGHT ? "Right" : "Down";
	back = spec->answer == DIALOG_LEFT_RIGHT ? "Left" : "Up";
	for (j = from; j < i; j++)
		strv_add(&out->keys, on);
	for (j = from; j > i; j--)
		strv_add(&out->keys, back);
	out->moves = out->keys.n;
	for (j = 0; j < spec->confirm->n; j++)
		strv_add(&out->confirm, spec->confirm->v[j]);
	if (out->confirm.n == 0)
		strv_add(&out->confirm, "Enter");
	return 0;
}

/* The key that is printed at the option. */
static int
make_key(const struct dialog_spec *spec, const struct dialog_seen *seen,
    size_t i, struct replykeys *out)
{
	const char *key = seen->options[i].key;
	size_t j;

	if (key == NULL || !is_clear(seen, i))
		return -1;
	if (spec->answer == DIALOG_DIGIT &&
	    (!is_number(key) || strlen(key) != 1))
		return -1;
	for (j = 0; j < sizeof names / sizeof names[0]; j++)
		if (strcasecmp(key, names[j].printed) == 0)
			key = names[j].name;
	strv_add(&out->keys, key);
	for (j = 0; j < spec->confirm->n; j++)
		strv_add(&out->confirm, spec->confirm->v[j]);
	return 0;
}

int
replykeys_make(const struct dialog_spec *spec, const struct dialog_seen *seen,
    size_t i, struct replykeys *out, const char **why)
{
	memset(out, 0, sizeof *out);
	if ((spec->answer == DIALOG_DIGIT || spec->answer == DIALOG_KEY) &&
	    make_key(spec, seen, i, out) == 0)
		return 0;
	return make_moves(spec, seen, i, out, why);
}
