/* SPDX-License-Identifier: ISC */
/* attachsignal: the signals of a client that shows a session. */

#ifndef CLIENT_ATTACHSIGNAL_H
#define CLIENT_ATTACHSIGNAL_H

struct attachsignal;
struct loop;

struct attachsignal_handler {
	/* Told to end, by a signal of that name. */
	void	(*end)(const char *name, void *arg);
	/* About to be stopped: the terminal is to be given back. */
	void	(*stop)(void *arg);
	/* Running again after that, or at once where there is no shell to go
	 * to. */
	void	(*resume)(void *arg);
	/* Running again after a stop that nobody could see coming. */
	void	(*surprise)(void *arg);
};

struct attachsignal *attachsignal_create(struct loop *,
	     const struct attachsignal_handler *, void *arg);
/* The person wants to go to the shell for a while: stop, with all of the
 * foreground job; a script that has started us would else wait for us, and its
 * shell would not know. Not to be called by the tty. */
void	 attachsignal_stop(struct attachsignal *);
void	 attachsignal_destroy(struct attachsignal *);	/* NULL is fine */

#endif
