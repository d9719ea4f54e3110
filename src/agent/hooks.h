/* SPDX-License-Identifier: ISC */
/* hooks: how an agent is told for one launch to report by hooks, and what what
 * it reports means. */

#ifndef AGENT_HOOKS_H
#define AGENT_HOOKS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "agent/state.h"

struct hookfile;
struct hooks;
struct jv;
struct strv;

#define HOOKS_EVENTS_MAX 64
#define HOOKS_FILE_MAX	 (64u << 10)	/* bytes */
#define HOOKS_TEXT_MAX	 2048		/* bytes of a message */
#define HOOKS_ID_MAX	 64		/* bytes of a conversation's id */

/* The conversation's id in an event: what is to be done if it is another one
 * than the session's. */
enum hooks_id {
	HOOKS_ID_REFUSE,	/* a nested agent's */
	HOOKS_ID_FOLLOW,	/* the agent has begun another conversation */
	HOOKS_ID_TURN,		/* a turn in it has ended: it has, if it rests now
				 * or in a moment */
};

/* What an event says. */
struct hooks_event {
	const char	*event;		/* borrowed from the hooks; NULL: no row
					 * is for it */
	enum agent_state state;		/* AGENT_NONE: nothing of its state */
	const char	*waiting_for;	/* if blocked, else NULL */
	char		*message;	/* owned, clean, may be NULL */
	char		*summary;	/* owned, clean, may be NULL */
	char		*id;		/* owned: of the conversation, NULL: none */
	enum hooks_id	 ids;
	int		 loop;		/* 1: it runs again by itself, 0: it does
					 * not; -1: not said */
	time_t		 next;		/* when it does so first; 0: not said */
	/* What the hook prints for a decision, borrowed from the hooks; NULL if
	 * it does not wait for one, or the message is not all of what it asks. */
	const char	*allow;
	const char	*deny;
};

/* The member "hooks" of an adapter. NULL and *why as member.h has it. */
struct hooks *hooks_parse(const struct jv *, char **why);
void	 hooks_destroy(struct hooks *);

/* For a launch: hook is the command line of "bgmux hook" (for sh), file the
 * path at which its file is to be written. Adds options to argv and variables
 * to env; one that has JSON there already gets ours besides. */
void	 hooks_options(const struct hooks *, const char *hook,
	     const char *file, struct strv *argv, struct strv *env);
/* The name and the text of the file that it needs; NULL if none. Caller frees
 * the text; the name is borrowed. */
const char *hooks_file(const struct hooks *, const char *hook, char **text);

/* The hooks to be installed into a file of the agent's, which a person may ask
 * for; borrowed; NULL if there are none, or no hooks. */
const struct hookfile *hooks_install(const struct hooks *);
/* Whether hooks are injected into each launch. */
bool	 hooks_injects(const struct hooks *);
/* Whether the person's settings for the launch are to be in that file, too: the
 * agent takes no more than one. It is JSON then. */
bool	 hooks_joins(const struct hooks *);
/* The path of a file that the agent would read in this environment, had it not
 * ours: what is in it goes into ours. Borrowed; NULL if there is none such. */
const char *hooks_stands_for(const struct hooks *, const struct strv *env);
/* The file's JSON; NULL if it is text, or there is none. Caller frees. */
struct jv *hooks_json(const struct hooks *, const char *hook);

/* Read an event's JSON, of Claude's shape (hook_event_name, session_id),
 * Copilot's (the event is named on the command line; sessionId) or that of
 * Codex's notify (type, thread-id). name: the event as it was named to us, NULL
 * if the JSON has it. 0, or -1 if it names none. Hooks may
 * be NULL: then event stays NULL. What a row says is to be ignored has neither
 * an event nor an id. now: for when a loop goes on. */
int	 hooks_read(const struct hooks *, const char *name, const struct jv *,
	     time_t now, struct hooks_event *);
void	 hooks_clear(struct hooks_event *);

#endif
