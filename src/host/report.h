/* SPDX-License-Identifier: ISC */
/* report: a session as JSON: whole, what has changed, how it ended. */

#ifndef HOST_REPORT_H
#define HOST_REPORT_H

struct host;
struct jv;

/* All of these give new objects; the caller frees. */

/* The session object with all that is known here. */
struct jv *report_session(const struct host *);
/* The same for a subscriber: what was said once and is not any more is null. */
struct jv *report_whole(const struct host *);
/* The members of CHANGE_* what; null as in report_whole. */
struct jv *report_changes(const struct host *, unsigned what);
/* What a host adds to its hello. */
struct jv *report_hello(const struct host *);
/* The body of exit.json. */
struct jv *report_exit(const struct host *);
/* The body of VIEW_END. */
struct jv *report_view_end(const struct host *);
/* "exit status 44" or "ended by SIGKILL": why a session has failed. Caller
 * frees. */
char	*report_reason(int status);

#endif
