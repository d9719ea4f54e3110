/* SPDX-License-Identifier: ISC */
/* bench: what the parts of the bench share. See bgmux-bench(7). */

#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/strv.h"

#define BENCH_ROWS   50
#define BENCH_COLS   200
#define BENCH_WAIT_S 60		/* the longest that anything is waited for */

/* What is measured, as bits of bench.measures. */
#define MEASURE_DETACHED 0x001u
#define MEASURE_ATTACHED 0x002u
#define MEASURE_ECHO	 0x004u
#define MEASURE_FLOOD	 0x008u
#define MEASURE_ATTACH	 0x010u
#define MEASURE_START	 0x020u
#define MEASURE_LIST	 0x040u
#define MEASURE_MEMORY	 0x080u
#define MEASURE_REST	 0x100u
#define MEASURE_VIEW	 0x200u

enum { PEER_BGMUX, PEER_TMUX, PEER_SCREEN, PEER_DTACH, NPEERS };
enum { NCORPORA = 9 };
enum { NVIEWS = 3 };

struct corpus {
	const char *name;
	const char *what;
	unsigned mb;		/* at SIZE=100 */
	void (*make)(struct buf *, size_t n);
};
extern const struct corpus corpora[NCORPORA];

struct bench {
	const char *bgmux;	/* path of the client */
	const char *worker;	/* path of bench-worker */
	char *dir;		/* owned: all that is written is under it */
	unsigned measures;
	unsigned peers;		/* bits: 1 << PEER_... */
	unsigned corpora;	/* bits */
	unsigned runs;
	unsigned percent;	/* of the usual amounts */
	char *corpus_path[NCORPORA]; /* owned */
	size_t corpus_len[NCORPORA];
	int listen_fd;		/* where workers call */
	char *listen_path;	/* owned */
	unsigned	 places;	/* made so far */
};

/* stats.c: the numbers. A series is what one peer gave, a value a run. */
struct series {
	char measure[24];
	char corpus[16];	/* or "" */
	unsigned peer;
	double *value;		/* owned; NAN: it failed */
	unsigned n;
};
void	 stats_add(const char *measure, const char *corpus, unsigned peer,
	     double value);
struct series *stats_find(const char *measure, const char *corpus,
	     unsigned peer);
struct series *stats_at(unsigned i);	/* NULL past the last */
double	 stats_quantile(const double *, unsigned n, double q);
double	 stats_median(const struct series *); /* NAN for NULL */
/* The i-th run's ratio of two series; NAN where one has none. */
double	 stats_ratio(const struct series *, const struct series *, unsigned i);
/* min, median and max over the runs; false if there is no ratio. */
bool	 stats_ratios(const struct series *, const struct series *,
	     double out[3]);

/* ctl.c: workers, by name. */
struct worker {
	char name[32];
	int fd;			/* -1: none */
	pid_t pid;
	pid_t server;		/* its parent */
};
void	 ctl_listen(struct bench *);
/* Wait until the worker of that name has called; false at the deadline. */
bool	 ctl_accept(struct bench *, const char *name, struct worker *);
void	 ctl_tell(struct worker *, const char *fmt, ...)
	     __attribute__((__format__(printf, 2, 3)));
/* The next answer, a number; -1 if there is none. outer may be NULL: its bytes
 * are taken meanwhile. */
struct outer;
int64_t	 ctl_answer(struct worker *, struct outer *);
void	 ctl_quit(struct worker *);

/* outer.c: a client in a terminal of its own. */
struct outer {
	int fd;			/* the terminal's master; -1: none */
	pid_t pid;
	uint64_t bytes;		/* read so far */
	bool parse;
	int state;
	unsigned params;
	unsigned seen[128];	/* printed characters */
};
bool	 outer_start(struct outer *, const struct strv *argv,
	     const struct strv *env);
/* Take what comes until *count >= want, or the deadline in ns: false. */
bool	 outer_await(struct outer *, const unsigned *count, unsigned want,
	     int64_t until);
/* Take what is there; false once the client is gone. */
bool	 outer_take(struct outer *);
/* Take what comes for so long. */
void	 outer_drain(struct outer *, int ms);
void	 outer_key(struct outer *, char);
void	 outer_stop(struct outer *);	/* hangs up, and waits for its end */

/* peers.c: the programs that are compared. */
struct place {
	unsigned peer;
	char *dir;		/* owned: sockets and files of this instance */
	struct strv env;
	char *conf;		/* owned */
	struct worker holder;	/* keeps tmux's server */
};
struct session {
	struct place *place;
	struct worker worker;
};
const char *peer_name(unsigned peer);
/* Its version, or NULL if it is not installed; caller frees. */
char	*peer_version(const struct bench *, unsigned peer);
bool	 peer_emulates(unsigned peer);
bool	 place_open(struct bench *, struct place *, unsigned peer,
	     const char *name);
void	 place_close(struct bench *, struct place *);
pid_t	 place_daemon(struct bench *, struct place *); /* 0: none */
void	 place_attach_argv(const struct bench *, const struct place *,
	     const char *name, struct strv *);
void	 place_list_argv(const struct bench *, const struct place *,
	     struct strv *);
/* Start a session with a worker of that name. */
bool	 session_start(struct bench *, struct place *, const char *name,
	     struct session *);
/* As above, but only run the command that starts it, to its end. */
bool	 session_launch(struct bench *, struct place *, const char *name);
bool	 session_attach(struct bench *, struct session *, struct outer *);
void	 session_end(struct bench *, struct session *);

/* Run a command to its end with its output thrown away: its exit status, or
 * -1. out (may be NULL) gets its stdout. */
int	 run_command(const struct strv *argv, const struct strv *env,
	     struct buf *out);

/* What is measured: each measures all peers, once. */
void	 speed_run(struct bench *, unsigned corpus, bool attached);
void	 echo_run(struct bench *, bool flood);
void	 attach_run(struct bench *);
void	 start_run(struct bench *);
void	 list_run(struct bench *);
void	 memory_run(struct bench *);
void	 rest_run(struct bench *);
void	 view_run(struct bench *);

/* view.c: how many sessions there are, in the place of a corpus. */
extern const char *const view_sizes[NVIEWS];

/* times.c: start n sessions, named Q0 and on, one after the other: how many a
 * second; NAN if it failed. All of w is to be quit in any case. */
double	 start_many(struct bench *, struct place *, struct worker *w,
	     unsigned n);
void	 quit_all(struct worker *w, unsigned n);

/* out.c */
void	 out_table(const struct bench *);
void	 out_json(const struct bench *, const char *path);

int64_t	 now_ns(void);
void	 nap_ms(int ms);
void	 put_file(const char *path, const void *, size_t);
/* CPU time of a process in ns, its PSS in KiB, its context switches. */
int64_t	 proc_cpu(pid_t);
int64_t	 proc_pss(pid_t);
int64_t	 proc_switches(pid_t);
__attribute__((__noreturn__, __format__(printf, 1, 2)))
void	 die(const char *fmt, ...);

#endif
