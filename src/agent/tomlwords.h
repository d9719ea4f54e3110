/* SPDX-License-Identifier: ISC */
/* tomlwords: one list of strings out of a TOML file, which is another
 * program's. */

#ifndef AGENT_TOMLWORDS_H
#define AGENT_TOMLWORDS_H

#include <stddef.h>

struct strv;

#define TOMLWORDS_FILE_MAX (1u << 20)	/* bytes of a file */
#define TOMLWORDS_MAX	   64		/* words */

/* The array of strings that key is at the top of a TOML 1.0 text of n bytes,
 * added to out: 0. -1, and nothing is added, if there is none, if it is
 * anything else, or if what stands before it cannot be read. */
int	 tomlwords_get(const char *text, size_t n, const char *key,
	     struct strv *out);

#endif
