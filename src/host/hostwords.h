/* SPDX-License-Identifier: ISC */
/* hostwords: what a session's screen has for its row. */

#ifndef HOST_HOSTWORDS_H
#define HOST_HOSTWORDS_H

struct host;

/* The last words of an agent as its adapter knows them, else what it said before;
 * of a command, of an agent whose screen is not judged, and of one that failed
 * without a word, the last line. "" if there is nothing. Clean, caller frees. */
char	*hostwords_get(struct host *);

#endif
