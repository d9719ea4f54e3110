/* SPDX-License-Identifier: ISC */
/* rules: what an agent's screen, title and progress say of its state. */

#ifndef AGENT_RULES_H
#define AGENT_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "agent/region.h"
#include "agent/state.h"

struct jv;
struct promptline;
struct rules;

#define RULES_MAX	  128	/* of an adapter */
#define RULES_PATTERNS	  16	/* of an "all", "any" or "not" */
#define RULES_REGIONS	  16	/* different ones of an adapter */
#define RULES_MESSAGE_MAX 512	/* bytes */

/* The rule that matched; {0} is none. Strings but message are the rules'. */
struct rules_verdict {
	const char	*rule;		/* its name; NULL: none */
	bool		 keep;		/* this says nothing: what was holds */
	enum agent_state state;		/* AGENT_NONE if keep */
	const char	*waiting_for;	/* if blocked, else NULL */
	const char	*dialog;	/* may be NULL */
	struct region	 region;
	char		*message;	/* owned, clean; may be NULL */
};

/* The member "rules" of an adapter. NULL and *why as member.h has it. */
struct rules *rules_parse(const struct jv *, char **why);
void	 rules_destroy(struct rules *);
/* The name of a dialog that a rule refers to and that has() does not know, or
 * NULL; *index is that rule's. */
const char *rules_find_lost(const struct rules *,
	     bool (*has)(const char *, void *), void *arg, size_t *index);
/* The matching rule of the highest priority, the first of several: of those
 * about title and progress (outside), or of those about the screen. Rules may be
 * NULL. */
void	 rules_judge(const struct rules *, const struct promptline *,
	     const struct shown_screen *, bool outside,
	     struct rules_verdict *);
/* Whether the rule of that name matches this screen. */
bool	 rules_holds(const struct rules *, const char *name,
	     const struct promptline *, const struct shown_screen *);
void	 rules_clear(struct rules_verdict *);

#endif
