/* SPDX-License-Identifier: ISC */
/* playing: what an adapter's rules say along a recording. */

#ifndef CMD_PLAYING_H
#define CMD_PLAYING_H

#include <stddef.h>

struct adapter;

/* Play an asciicast (version 2) of n bytes and print a line, without a newline,
 * for each verdict that is another one than before, and for each mark. 0, or -1
 * and *cause (caller frees). */
int	playing_run(const struct adapter *, const char *text, size_t n,
	    void (*print)(const char *, void *), void *arg, char **cause);

#endif
