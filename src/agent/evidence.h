/* SPDX-License-Identifier: ISC */
/* evidence: all that is known of a session's state, and the one state that
 * comes of it. */

#ifndef AGENT_EVIDENCE_H
#define AGENT_EVIDENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/state.h"

struct status;

/* A 'working' may be overruled by a dialog on the screen from this age on. */
#define EVIDENCE_BORROW_MS 2000

/* In the order of their ranks; report and status have the same. */
enum evidence_source {
	EVIDENCE_EXIT,		/* the worker has ended */
	EVIDENCE_REPORT,	/* bgmux report */
	EVIDENCE_STATUS,	/* OSC 7501 */
	EVIDENCE_HOOK,
	EVIDENCE_TITLE,		/* rules about title and progress */
	EVIDENCE_PROGRESS,	/* OSC 9;4 as it is; of the rank of titles */
	EVIDENCE_SCREEN,	/* rules about the screen */
	EVIDENCE_QUIET,		/* output, or none; a shell at its prompt */
	EVIDENCE_NSOURCES,
};

/* What one source says. */
struct evidence_item {
	enum agent_state state;		/* AGENT_NONE: nothing */
	char	*waiting_for;		/* owned, NULL unless blocked */
	char	*message;		/* owned, may be NULL */
	char	*rule;			/* owned: what matched, may be NULL */
	char	*region;		/* owned: and where, may be NULL */
	int64_t	 at;			/* ms: said last */
	int64_t	 since;			/* ms: says this state since */
	uint64_t output;		/* chunks of output seen when it was said */
};

/* Embedded; times are ms of one clock. */
struct evidence {
	struct evidence_item items[EVIDENCE_NSOURCES];
	uint64_t output;		/* chunks of output so far */
	int64_t	 output_at;		/* the last one; 0: none */
	bool	 borrowed;		/* by the screen, as judged last */
	bool	 yielded;		/* the hook's word has been overtaken */
};

/* The state that comes of it. Strings are borrowed from the evidence. */
struct evidence_verdict {
	enum agent_state state;		/* AGENT_NONE: nothing is known */
	enum evidence_source source;	/* EVIDENCE_NSOURCES: none */
	const char *waiting_for;	/* NULL unless blocked */
	const char *message;		/* of the source, else of one below that
					 * says the same state; may be NULL */
	bool	 borrowed;
	int64_t	 again;			/* ms: judge again then; 0: not by time */
};

void	 evidence_init(struct evidence *);
void	 evidence_clear(struct evidence *);
const char *evidence_name(enum evidence_source);
/* The worker has written. */
void	 evidence_output(struct evidence *, int64_t now);
/* A source says a state; AGENT_NONE takes back what it said. waiting_for is
 * "input needed" if it is blocked and says not why. */
void	 evidence_say(struct evidence *, enum evidence_source,
	     enum agent_state, const char *waiting_for, const char *message,
	     int64_t now);
/* What the records of OSC 7501 say. With idle_after_turn an idle after done or
 * failed says just that the program is ready: how its turn ended holds. */
void	 evidence_status(struct evidence *, const struct status *,
	     bool idle_after_turn, int64_t now);
/* What matched, of a source that has just said something; may be NULL. */
void	 evidence_matched(struct evidence *, enum evidence_source,
	     const char *rule, const char *region);
void	 evidence_judge(struct evidence *, int64_t now,
	     struct evidence_verdict *);

#endif
