/* SPDX-License-Identifier: ISC */
/* call: one connection used in step: ask, wait for the answer. For commands
 * and tests; it blocks, at most until a deadline. */

#ifndef WIRE_CALL_H
#define WIRE_CALL_H

#include <stddef.h>
#include <stdint.h>

#include "base/monotime.h"
#include "wire/msg.h"

struct call;
struct jv;

/* Connect, exchange hellos. NULL and *cause (caller frees); errno tells
 * ENOENT and ECONNREFUSED (nobody there) and ETIMEDOUT from the rest. */
struct call *call_open(const char *path, enum role us, monotime deadline,
	     char **cause);
/* As call_open on a connected descriptor, which is taken. */
struct call *call_adopt(int fd, enum role us, monotime deadline, char **cause);
/* As call_open, in two steps: what is sent between them goes out with our
 * hello, before theirs is in, which must be waited for before anything else
 * is. call_greet: 0, or -1 and *cause with errno as above, ECONNRESET among
 * them: then the other side has read nothing of it. */
struct call *call_begin(const char *path, enum role us, monotime deadline,
	     char **cause);
int	 call_greet(struct call *, monotime deadline, char **cause);
void	 call_close(struct call *);
/* Send a request; its id. 0 and *cause on failure. */
uint32_t call_send(struct call *, uint16_t type, const struct jv *,
	     monotime deadline, char **cause);
/* The next message, valid until the next call_next: 1, 0 at the deadline, -1 and
 * *cause (NULL at an orderly end). */
int	 call_next(struct call *, struct msg *, monotime deadline,
	     char **cause);
/* Send and wait for its RESULT. The result (caller frees), or NULL and
 * *cause: refused by the peer (errno 0), timed out (ETIMEDOUT), gone
 * (ECONNRESET). Other messages meanwhile are dropped. */
struct jv *call_ask(struct call *, uint16_t type, const struct jv *,
	     monotime deadline, char **cause);
/* Wait for the RESULT of a request that was sent, as call_ask. */
struct jv *call_answer(struct call *, uint32_t id, monotime deadline,
	     char **cause);
const struct jv *call_hello(const struct call *);
int	 call_fd(const struct call *);
/* Give the descriptor and what was read beyond the hello, to go on in a loop:
 * -1 if bytes are already buffered. Frees call on success. */
int	 call_release(struct call *);

#endif
