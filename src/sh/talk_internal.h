/* SPDX-License-Identifier: ISC */
/* talk_internal: the conversation, as the files of it share it. */

#ifndef SH_TALK_INTERNAL_H
#define SH_TALK_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strv.h"
#include "sh/dialog.h"
#include "sh/edit.h"
#include "sh/hooks.h"
#include "sh/io.h"
#include "sh/out.h"
#include "sh/permit.h"
#include "sh/report.h"
#include "sh/task.h"

#define TALK_LEFT_MAX 8		/* tasks whose processes outlive them */
#define TALK_QUEUE_MAX 32	/* texts typed while a task ran */

struct jv;
struct transcript;

struct talk {
	struct out	 out;
	struct io	 io;
	struct edit	 edit;
	struct report	 report;
	struct permit	 permit;
	struct hooks	*hooks;	/* owned; NULL: none are run */
	struct transcript *transcript; /* owned */
	char		*id;	/* owned, as all strings here */
	char		*name;
	char		*model;	/* may be NULL, as those below */
	char		*notice; /* in the footer's place, until a key comes */
	char		*suggestion; /* dim in the empty box */
	char		*last;	/* the last thing that was said */
	struct dialog	*dialog; /* that is open; borrowed */
	char		*doing;	/* what the indicator says; NULL: nothing */
	monotime	 since;	/* when that began */
	struct task	*running; /* borrowed */
	struct strv	 queue;
	struct task	 left[TALK_LEFT_MAX];
	size_t		 nleft;
	int64_t		 tools;	/* tool uses so far */
	bool		 over;	/* the conversation is to end */
	int		 status; /* our exit status then */
};

/* --- talk.c: what all of it needs */
void	 talk_draw(struct talk *);
/* A line that scrolls away, as it is. */
void	 talk_say(struct talk *, const char *fmt, ...)
	     __attribute__((__format__(printf, 2, 3)));
/* What a command has written; all: also what is more than text. */
void	 talk_output(struct talk *, const struct buf *lines, bool all);
/* A message of the agent: shown, kept as the last, and in the transcript. */
void	 talk_message(struct talk *, const char *text);
/* Append an entry to the transcript; it is taken. */
void	 talk_note(struct talk *, struct jv *);
/* What every wait does: sizes, answers of the terminal, tasks that are left.
 * True if the event was one of those. */
bool	 talk_common(struct talk *, const struct io_event *);
/* What every wait beside a running task does: typing goes on. True if it is to
 * be interrupted. */
bool	 talk_busy(struct talk *, const struct io_event *);
void	 talk_set(char **, const char *);	/* replaces a string */

/* --- talkhook.c: the hooks of the conversation */
/* A payload for an event, with what all have. */
struct jv *talkhook_payload(struct talk *, const char *event);
/* Run all of an event; the payload is taken. *reason (may be NULL) is the
 * caller's to free. */
enum hooks_decision talkhook_run(struct talk *, const char *event,
	     const char *tool, struct jv *payload, char **reason);

/* --- ask.c: questions */
enum ask_end {
	ASK_CHOSEN,		/* dialog.selected */
	ASK_CANCELLED,
	ASK_ALLOWED,		/* by a hook */
	ASK_DENIED,		/* by a hook, whose run has the reason */
};
/* Show a dialog until it is answered. kind and message are what is reported;
 * the run (may be NULL) may answer as well. */
enum ask_end ask_dialog(struct talk *, struct dialog *, const char *kind,
	     const char *message, struct hooks_run *);
/* Ask with these answers, and with typing one that is typed: the answer (caller
 * frees), NULL if there was none. kind is what is reported. */
char	*ask_choice(struct talk *, const char *title, const char *question,
	     const char *kind, const struct strv *options, bool typing);
/* What is meant by a task with several meanings: its text, or NULL if none was
 * chosen. Takes the text; caller frees. */
char	*ask_meaning(struct talk *, char *text);

/* --- turn.c: what was typed */
void	 turn_take(struct talk *, const char *text);
void	 turn_end(struct talk *, enum report_state, const char *message);

/* --- command.c: a shell command */
/* Run it, if it may be run; whole: without asking, with the terminal its. */
void	 command_run(struct talk *, const char *command, bool whole);
/* End what tasks have left, and say how many processes that were. */
void	 command_end_left(struct talk *);

/* --- slash.c and play.c: true if text was theirs */
bool	 slash_take(struct talk *, const char *text);
bool	 play_take(struct talk *, const char *text);

#endif
