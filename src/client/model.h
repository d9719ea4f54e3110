/* SPDX-License-Identifier: ISC */
/* model: the sessions that the supervisor has told of, in its order, as far as
 * views show them. */

#ifndef CLIENT_MODEL_H
#define CLIENT_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct jv;
struct model;

#define MODEL_ID_LEN	8
#define MODEL_PRS_MAX	16	/* of one session */
#define MODEL_TAGS_MAX	16
#define MODEL_OPTIONS_MAX 16	/* of one dialog */

enum model_state {
	MODEL_QUEUED,
	MODEL_WORKING,
	MODEL_BLOCKED,
	MODEL_IDLE,
	MODEL_DONE,
	MODEL_FAILED,
	MODEL_STOPPED,
	MODEL_STATES
};

/* A pull or merge request. */
struct model_pr {
	char		*url;		/* owned, clean */
	unsigned	 number;	/* 0: its URL has none */
	bool		 merge;		/* GitLab's: !12 */
};

/* One session. All texts are owned, clean and on one line; what the session
 * does not have is NULL. */
struct entry {
	char		 id[MODEL_ID_LEN + 1];
	char		*name;		/* never NULL */
	char		*cwd;		/* absolute, as it is */
	char		*directory;	/* the same to be shown */
	char		*adapter;
	char		*model;
	char		*agent;
	char		*machine;	/* another one's */
	char		*parent;	/* an id */
	char		*socket;	/* its host's, as it is */
	char		*task;
	char		*waiting_for;
	char		*message;
	char		*summary;
	char		*reason;
	char		*limit;
	struct model_pr	 prs[MODEL_PRS_MAX];
	unsigned	 nprs;
	unsigned	 prs_total;
	char		*tags[MODEL_TAGS_MAX];
	unsigned	 ntags;
	enum model_state state;
	bool		 alive;		/* its worker lives */
	bool		 exec;		/* a shell job */
	bool		 interactive;
	bool		 pinned;
	bool		 archived;
	int		 progress;	/* percent, or -1 */
	unsigned	 items_done;	/* of items_total work items */
	unsigned	 items_total;
	int		 runs;		/* of a loop, or -1 */
	int64_t		 next_at;	/* its next run, Unix ms; 0: none */
	bool		 asleep;	/* until then, which is not known */
	int64_t		 started_at;	/* Unix ms; 0: not known */
	int64_t		 ended_at;	/* 0: it has not */
	struct jv	*object;	/* owned: all that was told */
};

struct model_handler {
	/* The state of a session that was known is another one now; was is the
	 * one before. May be NULL. */
	void	(*state)(const struct entry *, enum model_state was, void *arg);
};

struct model *model_create(const struct model_handler *, void *arg);
void	 model_destroy(struct model *);
/* The members of sessions that a model takes notice of, as SESSION_WATCH has them;
 * caller frees. */
struct jv *model_members(void);
/* Take the answer of SESSION_WATCH: what it does not list is gone. Sessions are
 * shared: they may not be changed any more, which is so with model_event too. What a new
 * supervisor has only from its records does not replace what is known. */
void	 model_list(struct model *, const struct jv *result);
/* Take an event. True if the order is to be asked for again. */
bool	 model_event(struct model *, const char *event,
	     const struct jv *session);

size_t	 model_count(const struct model *);
/* In order; valid until the next list or event. */
const struct entry *model_at(const struct model *, size_t i);
/* NULL if there is none. */
const struct entry *model_find(const struct model *, const char *id);

/* The session that it was started from; NULL if it is none, or gone. */
const struct entry *model_parent(const struct model *, const struct entry *);
/* Whether its name means another session: that of a job that has ended, where a
 * newer one or one that goes on has it. */
bool	 model_lost_name(const struct model *, const struct entry *);

/* "needs input", "working" ...: a word for a person. */
const char *model_state_name(enum model_state);
/* What is to be said of it in a line: never NULL, borrowed. */
const char *model_text(const struct entry *);
/* The part of a URL that tells pull requests; false if it is none. */
bool	 model_pr_parse(const char *url, struct model_pr *);
/* What is needed in a label: "PR #12", "!12", "3 PRs"; "" without any. */
void	 model_pr_label(const struct entry *, char *, size_t);
/* In how many ms it runs again, where it sleeps between the runs of a loop at a
 * moment (Unix ms); else 0. */
int64_t	 model_asleep(const struct entry *, int64_t now);
/* Whether it sleeps between such runs, be it known how long or not. */
bool	 model_sleeps(const struct entry *, int64_t now);
/* How long it runs, or has run, at a moment (Unix ms), in ms. */
int64_t	 model_age(const struct entry *, int64_t now);

#endif
