/* SPDX-License-Identifier: ISC */
/* host_internal: what the files of host/ share. Never included elsewhere. */

#ifndef HOST_HOST_INTERNAL_H
#define HOST_HOST_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/monotime.h"
#include "base/strv.h"
#include "host/boot.h"
#include "host/drive.h"
#include "host/hostevidence.h"
#include "host/prseen.h"
#include "host/recap.h"
#include "host/said.h"

struct ask;
struct conn;
struct host;
struct history;
struct hostsummary;
struct jv;
struct logs;
struct loop;
struct loop_fd;
struct loop_timer;
struct peer;
struct prompt;
struct pty;
struct reaper;
struct send;
struct stop;
struct viewer;
struct vt;
struct watch;

/* A connection takes this much before more is made for it. */
#define CONN_BUSY (1u << 20)

enum host_phase {
	HOST_STARTING,
	HOST_UP,
	HOST_DRAINING,			/* the worker has ended, output has not */
	HOST_ENDED,
	HOST_LEAVING,			/* last bytes go out */
	HOST_GONE,			/* on_left was called */
};

enum host_state {
	STATE_WORKING,
	STATE_IDLE,
	STATE_DONE,
	STATE_FAILED,
	STATE_STOPPED,
	STATE_BLOCKED,			/* it waits for a person */
};

/* What has changed, for subscribers. */
#define CHANGE_STATE	0x01u
#define CHANGE_SUMMARY	0x02u
#define CHANGE_SIZE	0x04u
#define CHANGE_END	0x08u
#define CHANGE_VIEWS	0x10u
#define CHANGE_KIND	0x20u
#define CHANGE_SAID	0x40u
#define CHANGE_TAKES	0x100u	/* replies, again */
#define CHANGE_ALL	0x1ffu

/* What was typed under an id. */
struct sent {
	char		*id;		/* owned; NULL: none */
	const char	*receipt;	/* static */
};

TAILQ_HEAD(conns, conn);
TAILQ_HEAD(sends, send);

struct host {
	struct loop	*loop;		/* borrowed */
	struct reaper	*reaper;	/* borrowed */
	struct boot	*boot;		/* owned */
	void		(*on_left)(void *);
	void		*arg;

	enum host_phase	 phase;
	enum host_state	 state;		/* how it ended, else as judged */
	struct said	 said;		/* what was reported */
	struct hostevidence evidence;
	struct recap	 recap;
	struct prseen	 prseen;
	int64_t		 changed_at;	/* Unix ms: see hostevent_note */
	struct jv	*changes[64];	/* owned, a ring; see hostevent */
	size_t		 nchanges;	/* ever */
	char		*job_dir;	/* owned */
	char		*summary;	/* owned, never NULL */
	bool		 summary_new;	/* an agent's, from its present turn */
	char		*reason;	/* owned, may be NULL */

	/* The socket. */
	char		*socket;	/* owned */
	int		 listen_fd;	/* -1: none */
	struct loop_fd	*listen;	/* owned, may be NULL */
	struct loop_timer *listen_timer; /* owned */
	dev_t		 socket_dev;	/* of what we bound */
	ino_t		 socket_ino;
	struct conns	 conns;		/* owned */
	unsigned	 nconns;
	uint32_t	 last_view;	/* number given last */

	/* The terminal. */
	struct vt	*vt;		/* owned */
	struct pty	*pty;		/* owned, NULL once drained */
	struct watch	*watch;		/* owned */
	struct drive	 drive;
	struct loop_timer *lead_timer;	/* owned, may be NULL; see lead */
	struct loop_timer *size_timer;	/* owned */
	monotime	 resized;	/* last */
	monotime	 summarized;	/* last */
	struct loop_timer *summary_timer; /* owned: the next time */
	struct hostsummary *by_command;	/* owned */
	unsigned	 title_gen;
	monotime	 rang;		/* the bell, last */
	bool		 focused;	/* somebody looks, as the worker knows */
	bool		 focus_asked;	/* the worker wants to know */
	struct sends	 sends;		/* owned; see hostsend */
	struct sent	 sent[256];	/* owned, a ring */
	size_t		 nsent;		/* the next place in it */
	bool		 looked;	/* it was quiet once since its start */
	bool		 reply_wanted;	/* one was told to come later */
	unsigned	 taken;		/* generation of the dialog that a hook
					 * has answered; see hostask */
	monotime	 taken_until;

	/* The worker and its end. */
	pid_t		 worker;	/* 0: none */
	int		 status;	/* of wait(2), once it has ended */
	bool		 stopping;	/* somebody asked for its end */
	bool		 respawning;	/* and for another host after it */
	bool		 resting;	/* it ends because nobody uses it */
	const char	*rest_why;	/* static: in a sentence, if so */
	monotime	 active;	/* used last: input, views, states */
	bool		 prompted;	/* something was typed, or it worked */
	struct stop	*stop;		/* owned, NULL: not now */
	struct jv	*left;		/* owned, NULL: not known; see stop */
	bool		 drained;	/* all output is there */
	bool		 quitting;	/* leaves as soon as it has ended */
	bool		 unjudged;	/* it died at work: may be resumed */
	struct loop_timer *fate_timer;	/* owned: the longest it is so */
	struct loop_timer *drain_timer;	/* owned */
	monotime	 drain_until;
	int64_t		 ended_at;	/* Unix ms, 0: not yet */
	enum host_state	 ended_in;	/* as judged when the worker ended */
	bool		 saved;		/* exit.json is written */
	char		*unsaved;	/* owned: why not yet, may be NULL */
	struct loop_timer *save_timer;	/* owned */
	monotime	 save_until;
	bool		 released;	/* may leave when nothing is in the way */
	struct loop_timer *leave_timer;	/* owned */
	monotime	 leave_until;
};

/* One connection to our socket. */
struct conn {
	TAILQ_ENTRY(conn) entry;
	struct host	*host;		/* borrowed */
	struct peer	*peer;		/* owned */
	bool		 closing;
	struct viewer	*viewer;	/* owned, NULL: views nothing */
	struct prompt	*prompt;	/* owned, may be NULL */
	struct buf	 held;		/* input that waits for room; no
					 * more is read meanwhile */
	struct logs	*logs;		/* owned, NULL: reads no logs */
	struct history	*history;	/* owned: a search, NULL: none */
	bool		 reads;		/* has asked for lines of the history */
	uint32_t	 stop_id;	/* of an unanswered HOST_STOP; 0: none */
	struct ask	*ask;		/* owned: see hostask; NULL: none */
	/* A subscriber of events; see hostevent. */
	bool		 subscribed;
	bool		 behind;	/* changes were held back */
	uint32_t	 event_seq;	/* last sent */
	uint32_t	 event_acked;
	int64_t		 event_told;	/* changed_at, as last sent */
};

/* host.c */
/* Input for the worker: 0, or -1 with errno. */
int	 host_input(struct host *, const struct buf *);
bool	 host_alive(const struct host *);	/* the worker may take input */
/* A program in the session reports: 0, or -1 and *cause (caller frees). */
int	 host_report(struct host *, const struct jv *, char **cause);
void	 host_apply_size(struct host *);	/* the driver's */
void	 host_tell_focus(struct host *);
/* Take the summary from what the agent tells, or the screen; whether it is
 * another one. */
bool	 host_summarize(struct host *);
/* The agent has ended its turn: the summary, as host_summarize. */
bool	 host_turn_ended(struct host *);

#endif
