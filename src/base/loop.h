/* SPDX-License-Identifier: ISC */
/* loop: the event loop of a process, over libevent. Nothing wakes it at rest. */

#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include <stdint.h>

struct loop;
struct loop_fd;
struct loop_timer;
struct loop_signal;

#define LOOP_READ	1u
#define LOOP_WRITE	2u

typedef void (*loop_fd_cb)(int fd, unsigned events, void *arg);
typedef void (*loop_cb)(void *arg);
typedef void (*loop_signal_cb)(int signo, void *arg);

/* fatal if the system gives no loop. */
struct loop *loop_create(void);
/* What was added must have been removed. Deferred calls are made first. */
void	 loop_destroy(struct loop *);
/* Until loop_stop, which may have come before. */
void	 loop_run(struct loop *);
/* One turn: waits for events at most ms (-1: for ever). For tests and for
 * commands that wait with a deadline. */
void	 loop_turn(struct loop *, int ms);
void	 loop_stop(struct loop *);

/* Watch fd (not taken) level-triggered for events, until removed. 0 events
 * pauses. A callback may remove any watch, its own included. */
struct loop_fd *loop_fd_add(struct loop *, int fd, unsigned events,
	     loop_fd_cb, void *arg);
void	 loop_fd_set(struct loop_fd *, unsigned events);
void	 loop_fd_remove(struct loop_fd *);	/* NULL is fine */

/* One-shot timers. start while running moves it. */
struct loop_timer *loop_timer_create(struct loop *, loop_cb, void *arg);
void	 loop_timer_start(struct loop_timer *, int64_t ms);
void	 loop_timer_stop(struct loop_timer *);
int	 loop_timer_running(const struct loop_timer *);
void	 loop_timer_destroy(struct loop_timer *);	/* NULL is fine */

struct loop_signal *loop_signal_add(struct loop *, int signo, loop_signal_cb,
	     void *arg);
void	 loop_signal_remove(struct loop_signal *);	/* NULL is fine */

/* Call cb once after the callbacks of this turn: the graveyard, where objects
 * that may be in use up the stack are freed. */
void	 loop_defer(struct loop *, loop_cb, void *arg);

#endif
