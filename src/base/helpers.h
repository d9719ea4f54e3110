/* SPDX-License-Identifier: ISC */
/* helpers: commands that are not ours and work for us on the side: what they
 * get, what they answer, how long they may take, and that nothing is left of
 * them. What is done with the answer is the owner's business. */

#ifndef BASE_HELPERS_H
#define BASE_HELPERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct helpers; /* those of one owner */
struct loop;
struct reaper;

#define HELPERS_INPUT_MAX (16u << 10)	/* bytes; a pipe holds more */
#define HELPERS_SAID_MAX  4096		/* bytes of an answer that are taken */

/* All is borrowed until helpers_start returns. */
struct helpers_run {
	const char	*command;	/* for sh -c; NULL: argv */
	char *const	*argv;		/* argv[0] is found in PATH */
	char *const	*envp;		/* NULL: ours */
	const char	*input;		/* its standard input; NULL: none */
	size_t		 len;		/* what is beyond the bound is cut */
	int64_t		 ms;		/* that it may take */
	bool		 leaves;	/* what it leaves in the background goes on;
					 * it has no answer: its output is nobody's */
};

/* It is over: said is the begin of what was on its standard output ("" if
 * nothing), up to a NUL; problem NULL if it has ended with 0 in time, else why
 * not ("it did not end in time", "it ended with status 3", "it was ended").
 * Both are borrowed. May start another one, but not destroy the helpers. */
typedef void (*helpers_cb)(const char *said, const char *problem, void *arg);

struct helpers *helpers_create(struct loop *, struct reaper *);
/* Ends them, each of which is told. NULL is fine. */
void	 helpers_destroy(struct helpers *);
/* Run a command in / and in a session of its own: 0, and cb is called once,
 * never from within; or -1 and *cause (caller frees). It is over when it has
 * ended, whatever it has left, and when its time is: then all processes of its
 * session are killed, and all that descends from it; what has made a session of
 * its own and lost its parent is another's. */
int	 helpers_start(struct helpers *, const struct helpers_run *, helpers_cb,
	     void *arg, char **cause);
/* How many run. */
size_t	 helpers_count(const struct helpers *);
/* End all of them now; each is told. */
void	 helpers_end(struct helpers *);

#endif
