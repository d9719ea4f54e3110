/* SPDX-License-Identifier: ISC */
/* adapterfile: the members of an adapter's file. */

#ifndef AGENT_ADAPTERFILE_H
#define AGENT_ADAPTERFILE_H

#include <stdbool.h>

struct adapter;
struct jv;

/* Fill in an adapter that is all zeros but for its path. NULL, or what is wrong
 * with the file ("start[2]: is empty"; caller frees); what was read is then the
 * adapter's all the same. */
char	*adapterfile_read(struct adapter *, const struct jv *);
/* Just where its program may be, into an adapter that is all zeros; false if that
 * is wrong or missing. */
bool	 adapterfile_binary(struct adapter *, const struct jv *);

#endif
