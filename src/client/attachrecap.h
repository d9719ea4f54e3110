/* SPDX-License-Identifier: ISC */
/* attachrecap: a line about what has happened since the last visit. */

#ifndef CLIENT_ATTACHRECAP_H
#define CLIENT_ATTACHRECAP_H

#include <stdint.h>

struct attachview;
struct frame;
struct jv;

/* The answer of VIEW_START says what there is to tell. */
void	attachrecap_started(struct attachview *, const struct jv *result);
/* Over the bottom row, as long as it is there. */
void	attachrecap_draw(struct attachview *, struct frame *);
/* The person types: it goes. */
void	attachrecap_drop(struct attachview *);
/* Its time is over. */
void	attachrecap_fire(void *attachview);
/* The line for an answer at a moment (Unix ms); NULL: nothing has happened.
 * Caller frees. */
char	*attachrecap_text(const struct jv *result, int64_t now);

#endif
