/* SPDX-License-Identifier: ISC */
/* hostevidence: collects what is known of the session's state, and has it
 * judged. */

#ifndef HOST_HOSTEVIDENCE_H
#define HOST_HOSTEVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "agent/dialog.h"
#include "agent/evidence.h"
#include "base/monotime.h"

struct adapter;
struct hooks_event;
struct host;
struct jv;
struct loop_timer;
struct status;
struct term_note;

/* An agent that nothing else is known of works while it writes, and this
 * long after that. */
#define HOSTEVIDENCE_QUIET_MS 5000

/* Embedded in the host. */
struct hostevidence {
	struct adapter	*adapter;	/* owned; NULL: none, or not readable */
	char		*problem;	/* owned: why a file is not used, or NULL */
	struct evidence	 all;
	struct evidence_verdict verdict; /* the last one; its strings are all's */
	struct status	*status;	/* owned */
	struct loop_timer *timer;	/* owned */
	uint64_t	 mark;		/* of the screen, as looked at last */
	bool		 looked;
	int		 progress_state; /* of OSC 9;4: 0 to 4 */
	int		 progress;	/* percent */
	bool		 title_news;	/* since the last look */
	bool		 news;		/* to be judged after this output */
	char		*dialog;	/* owned: its name, NULL: none is shown */
	char		*dialog_rule;	/* owned */
	struct dialog_seen seen;	/* of that dialog */
	unsigned	 generation;	/* of the dialog: another one, another number */
	monotime	 dialog_at;	/* since when it is there */
	char		*suggestion;	/* owned, may be NULL */
	char		*limit;		/* owned, may be NULL */
	int64_t		 born;		/* as now_ms */
	int64_t		 ready_at;	/* when it was idle first; 0: not yet */
	bool		 begun;		/* it has worked, or ended a turn */
	bool		 loops;		/* it runs again by itself */
	int		 runs;		/* how often it has, since it does */
	int64_t		 runs_at;	/* when it does next, ms since 1970; 0:
					 * not known */
	bool		 sums_up;	/* the summary is a hook's */
	char		*told;		/* owned: what was told last, as text */
	char		*conversation;	/* owned: the agent's own id, may be NULL */
	char		*next;		/* owned: another one, in which a turn has
					 * ended; followed if the agent rests
					 * until next_until */
	monotime	 next_until;
};

void	hostevidence_init(struct host *);
void	hostevidence_clear(struct host *);
/* Output comes, before it is fed; and after that. */
void	hostevidence_output(struct host *);
void	hostevidence_fed(struct host *);
/* A note of the terminal. */
void	hostevidence_note(struct host *, const struct term_note *);
/* Judge the screen by the rules if it has changed. quiet: see what the
 * processes do, too. Then tells what is new. */
void	hostevidence_look(struct host *, bool quiet);
/* What was reported by a program (the host's said) has changed. */
void	hostevidence_said(struct host *);
/* A hook's event: 0, or -1 and *cause (caller frees) if it is not this
 * session's. */
int	hostevidence_hook(struct host *, const struct hooks_event *,
	    char **cause);
/* Use another adapter file: text of n bytes that came from path. 0, or -1 and
 * *cause (caller frees); the old one is then kept. */
int	hostevidence_adapter(struct host *, const char *path, const char *text,
	    size_t n, char **cause);
/* The worker has ended. */
void	hostevidence_ended(struct host *);
/* Whether the state is more than a guess from output and silence. */
bool	hostevidence_knows(const struct host *);

#endif
