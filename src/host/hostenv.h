/* SPDX-License-Identifier: ISC */
/* hostenv: the environment of a worker. */

#ifndef HOST_HOSTENV_H
#define HOST_HOSTENV_H

#include <stdbool.h>

#include "base/strv.h"

struct boot;

/* Fill out (empty) with the environment that the client sent, less what
 * names another terminal or makes an agent think that it is nested, plus what names
 * this session (job_dir, socket: its own). */
void	 hostenv_build(struct strv *out, const struct boot *,
	     const char *job_dir, const char *socket);
/* Whether a variable (name of n bytes) of the client goes to the worker. */
bool	 hostenv_passes(const char *name, size_t n);

#endif
