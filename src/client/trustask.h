/* SPDX-License-Identifier: ISC */
/* trustask: the question whether a project's settings are trusted: whether it is
 * to be asked, what it says, what is an answer. How it is shown is the views'
 * business. */

#ifndef CLIENT_TRUSTASK_H
#define CLIENT_TRUSTASK_H

#include <stdbool.h>

struct strv;
struct trustask;

/* The question for a directory (absolute): of each project's directory whose
 * file sets what counts only with trust, the innermost first, that the person has
 * neither trusted nor said no to. NULL: there is nothing to ask, or nobody could
 * remember the answer. */
struct trustask *trustask_create(const char *state, const char *dir);
void	 trustask_destroy(struct trustask *);	/* NULL is fine */
/* Clean lines: the question, the file, and what it sets. Borrowed until the next
 * trustask_answer. */
const struct strv *trustask_lines(const struct trustask *);
/* Whether what was typed is an answer, in letters of either case, and which;
 * whether it may become one. */
bool	 trustask_is_answer(const char *typed, bool *yes);
bool	 trustask_may_become(const char *typed);
/* Remember an answer. What came of it (a sentence; caller frees); *asks: there is
 * one more question. NULL and *cause (caller frees): it is not remembered. */
char	*trustask_answer(struct trustask *, bool yes, bool *asks,
	     char **cause);

#endif
