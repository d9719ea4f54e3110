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
	/* Running again after that. */
	void	(*resume)(void *arg);
	/* Running again after a stop that nobody could see coming. */
	void	(*surprise)(void *arg);
};

struct attachsignal *attachsignal_create(struct loop *,
	     const struct attachsignal_handler *, void *arg);
void	 attachsignal_destroy(struct attachsignal *);	/* NULL is fine */

#endif
