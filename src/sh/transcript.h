/* SPDX-License-Identifier: ISC */
/* transcript: what was said in the built-in agent's conversation, on disk as
 * a JSON object a line. */

#ifndef SH_TRANSCRIPT_H
#define SH_TRANSCRIPT_H

#include <stdbool.h>

struct jv;
struct transcript;

/* The transcript of conversation id: in $BGMUX_JOB_DIR, else in the state
 * directory. Nothing is read or written yet. NULL and *cause (caller frees). */
struct transcript *transcript_create(const char *id, char **cause);
void	 transcript_destroy(struct transcript *);
/* Its file; borrowed. */
const char *transcript_path(const struct transcript *);
/* Call cb for each entry of the conversation so far; false if there is none of
 * this id. A line that is no JSON (the machine went down) is passed over. */
bool	 transcript_read(struct transcript *,
	     void (*cb)(const struct jv *, void *arg), void *arg);
/* Begin to write: a new conversation, or the one that was read. -1 and
 * *cause. */
int	 transcript_begin(struct transcript *, bool resumed, char **cause);
/* A new entry with its type and time; transcript_add takes it and writes it at
 * once. -1 and *cause, once: later entries are dropped. */
struct jv *transcript_entry(const char *type);
int	 transcript_add(struct transcript *, struct jv *, char **cause);

#endif
