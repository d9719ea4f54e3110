/* SPDX-License-Identifier: ISC */
/* namer: the names of sessions that nobody named, where the person's command
 * makes them of the tasks (name.command). */

#ifndef SUPERVISOR_NAMER_H
#define SUPERVISOR_NAMER_H

struct jv;
struct namer;
struct session;
struct supervisor;

#define NAMER_MAX     8	    /* commands at once; further sessions keep their names */
#define NAMER_MOST_MS 10000 /* of a command */
#define NAMER_TASK_MAX 16000 /* bytes of a task that it gets */

struct namer *namer_create(struct supervisor *);
void	 namer_destroy(struct namer *);		/* NULL is fine */
/* A session was made of a request: if that has a task and no name, the command
 * is run, if there is one. Its answer counts if the session still has the name
 * that it has now. */
void	 namer_start(struct namer *, const struct session *,
	     const struct jv *request);

#endif
