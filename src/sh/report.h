/* SPDX-License-Identifier: ISC */
/* report: tells the terminal how the conversation is: by OSC 7501 (the Program
 * Status Protocol, revision 0.4) once its query was answered, by the window's
 * title, and by OSC 9;4 where something has a measure. */

#ifndef SH_REPORT_H
#define SH_REPORT_H

#include <stdbool.h>

struct out;
struct keys_event;

enum report_state {
	REPORT_IDLE,
	REPORT_WORKING,
	REPORT_DONE,
	REPORT_BLOCKED,
	REPORT_ERROR,
};

struct report {
	struct out	*out;	/* borrowed */
	bool		 status; /* OSC 7501 may be used */
	bool		 title;	/* the title may be set */
	bool		 measure; /* OSC 9;4 may be used */
	bool		 answered; /* the terminal knows OSC 7501 */
	bool		 fenced; /* and has answered what came after it */
	enum report_state state;
	char		*kind;	/* owned; of REPORT_BLOCKED; may be NULL */
	char		*message; /* owned; may be NULL */
	char		*name;	/* owned; of the conversation */
	char		*topic;	/* owned; what it works on; may be NULL */
	int		 percent; /* -1: none */
	int		 items;	/* child records on the terminal */
};

/* {0} with out, status, title and measure set. Asks the terminal. */
void	 report_begin(struct report *, const char *name);
/* Takes back what was reported. */
void	 report_end(struct report *);
/* Whether a key event is an answer to the query: from then on it reports. */
bool	 report_answer(struct report *, const struct keys_event *);
/* The state from now on; kind ("permission", "question", "auth", "trust") and message
 * (one line, cut at 2048 bytes) may be NULL. */
void	 report_set(struct report *, enum report_state, const char *kind,
	     const char *message);
/* What it works on, from the next report on; one line. */
void	 report_topic(struct report *, const char *);
void	 report_name(struct report *, const char *);
/* 0 to 100; -1 ends it. */
void	 report_measure(struct report *, int percent);
/* Items (at most 64) of work, of which some are done; 0 of 0 ends it. */
void	 report_items(struct report *, int done, int total);
/* Set the title again: a command may have set another. */
void	 report_title(struct report *);

const char *report_word(enum report_state);

#endif
