/* SPDX-License-Identifier: ISC */
/* io: waits for what happens: keys, output of programs, signals, time. One at a
 * time is told; the conversation asks for the next when it is done with it. */

#ifndef SH_IO_H
#define SH_IO_H

#include <stdbool.h>

#include "base/monotime.h"
#include "sh/keys.h"

#define IO_FDS_MAX 16

enum io_what {
	IO_TIME,		/* the deadline */
	IO_KEY,
	IO_FD,			/* fd can be read, or is at its end */
	IO_CHILD,		/* a child ended or stopped: waitpid */
	IO_SIZE,		/* the terminal may have another size */
	IO_INTERRUPT,		/* SIGINT */
	IO_END,			/* the end of input */
	IO_QUIT,		/* SIGHUP or SIGTERM; told again and again */
};

struct io_event {
	enum io_what	 what;
	struct keys_event key;	/* of IO_KEY, borrowed until the next wait */
	int		 fd;	/* of IO_FD */
	int		 signo;	/* of IO_QUIT */
};

struct io {
	struct keys	 keys;
	monotime	 read_at; /* when keys were read last */
	bool		 reading; /* standard input is ours */
	bool		 ended;	/* and at its end */
	bool		 ending; /* we are ending: IO_QUIT is not told any more */
	bool		 lines;	/* it is no terminal: '\n' is Enter */
	bool		 cooked; /* so it is in what is read next */
	int		 fds[IO_FDS_MAX];
	size_t		 nfds;
	size_t		 turn;	/* the descriptor after the one told last */
};

/* From here on SIGINT, SIGCHLD, SIGWINCH, SIGHUP and SIGTERM only come while
 * io_wait waits, and SIGQUIT, SIGTSTP, SIGTTOU, SIGTTIN and SIGPIPE not at
 * all. One per process. */
void	 io_init(struct io *);
void	 io_clear(struct io *);
/* Read standard input from now on. What is there already was typed while the
 * terminal was in its line mode. */
void	 io_begin(struct io *);
/* Watch one more descriptor (not taken); false if there are too many. */
bool	 io_watch(struct io *, int fd);
void	 io_unwatch(struct io *, int fd);
/* Wait until something happens, or until *deadline (NULL: for ever). */
void	 io_wait(struct io *, const monotime *deadline, struct io_event *);
/* The signal that asked us to end; 0 if none did. */
int	 io_quitting(void);

#endif
