/* SPDX-License-Identifier: ISC */
/* clip: copied text into the person's command. */

#ifndef CLIENT_CLIP_H
#define CLIENT_CLIP_H

#include <stddef.h>

struct clip;
struct loop;

/* command goes to sh; NULL or "": none is run. Copied. */
struct clip *clip_create(struct loop *, const char *command);
void	clip_destroy(struct clip *);	/* NULL is fine */
/* Run the command with n bytes as its standard input; the one before may still
 * run. What fails is logged. */
void	clip_run(struct clip *, const void *, size_t n);

#endif
