/* SPDX-License-Identifier: ISC */
/* permit: whether a command may run without being asked about. Pure but for the
 * directories, which are looked up. */

#ifndef SH_PERMIT_H
#define SH_PERMIT_H

#include <stdbool.h>

#include "base/strv.h"

enum permit_mode {
	PERMIT_DEFAULT,		/* ask about each command */
	PERMIT_EDITS,		/* but for those that change files here */
	PERMIT_PLAN,		/* run nothing, say what would be run */
	PERMIT_AUTO,		/* ask only about what is known to harm */
	PERMIT_DONT_ASK,	/* what is not allowed is refused */
	PERMIT_BYPASS,		/* ask about nothing */
};

enum permit_verdict {
	PERMIT_RUN,
	PERMIT_ASK,
	PERMIT_REFUSE,
	PERMIT_SAY,		/* plan */
};

struct permit {
	enum permit_mode mode;
	struct strv	 allowed; /* rules, as permit_rule makes them */
	struct strv	 dirs;	/* absolute: where files may be changed */
};

void	 permit_clear(struct permit *);
/* The mode called name ("manual" is "default"); false if there is none. */
bool	 permit_find(const char *name, enum permit_mode *);
const char *permit_name(enum permit_mode);
/* The next in the order that Shift+Tab goes through. */
enum permit_mode permit_next(enum permit_mode);

enum permit_verdict permit_judge(const struct permit *, const char *command);
/* The rule that allows a command and its like from now on: "Bash(touch:*)" for
 * all that begin with that word, or "Bash(COMMAND)" for one whose words are
 * not plain. Caller frees. */
char	*permit_rule(const char *command);
/* What such a rule is called to a person. Caller frees. */
char	*permit_describe(const char *rule);

#endif
