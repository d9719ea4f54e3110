/* SPDX-License-Identifier: ISC */
/* leave: which keys and words at an agent's prompt are the person's way out of
 * its session. Pure: it sees what is typed and what the screen shows. */

#ifndef AGENT_LEAVE_H
#define AGENT_LEAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LEAVE_GUARD_MS 2000	/* after text was deleted; between two presses */
#define LEAVE_ECHO_MS  50	/* what was typed is waited for, at most */
#define LEAVE_TEXT_MAX 1024	/* bytes typed that are followed */

enum leave_key {
	LEAVE_KEY_TEXT,			/* types its text */
	LEAVE_KEY_BACKSPACE,
	LEAVE_KEY_DELETE,		/* deletes more, or elsewhere */
	LEAVE_KEY_ENTER,
	LEAVE_KEY_LEFT,
	LEAVE_KEY_CTRL_C,
	LEAVE_KEY_CTRL_D,
	LEAVE_KEY_CTRL_Z,
	LEAVE_KEY_OTHER,		/* moves, completes, whatever */
};

/* What the screen shows. */
struct leave_look {
	bool		 found;		/* a prompt, with the cursor in it */
	bool		 empty;
	bool		 cut;		/* it may go on in another row */
	bool		 busy;		/* the agent works */
	const char	*typed;		/* NULL unless found */
};

enum leave_verdict {
	LEAVE_PASS,			/* the key is the program's */
	LEAVE_WAIT,			/* ask again when the screen has changed, or
					 * with late after LEAVE_ECHO_MS */
	LEAVE_HINT,			/* the key is ours: a second one leaves */
	LEAVE_AGENTS,			/* leave for the list of agents */
	LEAVE_SHELL,			/* leave for where one came from */
	LEAVE_BACKGROUND,		/* the same, after the text was sent */
	LEAVE_END,			/* end the session */
};

/* What is known of one person's typing; {0} at first. */
struct leave {
	char		 text[LEAVE_TEXT_MAX + 1]; /* since the prompt was empty */
	size_t		 n;
	bool		 lost;		/* text does not tell */
	int64_t		 deleted;	/* when (ms); 0: not */
	int64_t		 armed;		/* when the first of two came; 0: not */
	enum leave_key	 first;		/* with armed */
};

/* Whether the look is needed for such a key; else look may be NULL. */
bool	 leave_needs_look(const struct leave *, enum leave_key,
	    const char *text);
/* Judge a key press at now (ms, not 0). text: of LEAVE_KEY_TEXT. late: it has
 * waited. With LEAVE_BACKGROUND *send is what is to be sent ("" or part of
 * look->typed or of l->text, valid until the next call). */
enum leave_verdict leave_judge(struct leave *, enum leave_key,
	    const char *text, const struct leave_look *, int64_t now,
	    bool late, const char **send);
/* What was typed is not known any more: a paste came. */
void	 leave_forget(struct leave *);

#endif
