/* SPDX-License-Identifier: ISC */
/* hostask: hooks of the agent that wait for the answer to its dialog, and that
 * answer by one of them instead of by keys. */

#ifndef HOST_HOSTASK_H
#define HOST_HOSTASK_H

#include <stdbool.h>
#include <stdint.h>

struct ask;
struct conn;
struct dialog_spec;
struct hooks_event;
struct host;

/* So many hooks may wait at a time; further ones do not. */
#define HOSTASK_MAX 16
/* A dialog that was answered by a hook takes no other answer for so long. */
#define HOSTASK_TAKEN_MS 5000

/* The hook behind request id of a connection would wait. Whether it is to: then
 * that was answered, and another answer follows. */
bool	hostask_wait(struct conn *, uint32_t id, const struct hooks_event *);
/* Answer the dialog that is shown by the one hook that asks for just what it
 * shows, if the option with this label allows or denies just that. False: there
 * is no such hook, keys are needed. */
bool	hostask_decide(struct host *, const struct dialog_spec *,
	    const char *label);
/* Whether the dialog that is shown has been answered by a hook just now. */
bool	hostask_taken(const struct host *);
/* Another dialog is shown, or none; the state was judged. Hooks whose dialog that
 * ends wait no more. */
void	hostask_dialog(struct host *);
void	hostask_judged(struct host *);
/* The connection goes. */
void	hostask_forget(struct conn *);

#endif
