/* SPDX-License-Identifier: ISC */
/* hookfill: the templates by which hooks are put where agents find them. */

#ifndef AGENT_HOOKFILL_H
#define AGENT_HOOKFILL_H

struct jv;

/* The command line of "bgmux hook" for sh. Caller frees. */
char	*hookfill_command(void);
/* A copy with {hook} replaced by that command line, {hookquoted} by it as it
 * stands inside the quotes of a JSON or TOML string, and {hookfile} by a path.
 * Caller frees. */
char	*hookfill_text(const char *template, const char *hook,
	     const char *file);
/* A copy of a value with all its strings filled, {hookfile} by nothing. */
struct jv *hookfill_json(const struct jv *, const char *hook);

#endif
