/* SPDX-License-Identifier: ISC */
/* box: how the conversation looks: the prompt box with the indicator above and
 * the footer below, and what was said before. */

#ifndef SH_BOX_H
#define SH_BOX_H

struct jv;
struct panel;
struct talk;

/* The rows of the box. */
void	 box_draw(struct talk *, struct panel *);
/* What was typed, where it scrolls away. */
void	 box_show_task(struct talk *, const char *text);
/* How a task ended; seconds below 0 are not known. */
void	 box_show_result(struct talk *, int code, int signo, int seconds);
/* An entry of the transcript, as it was shown. */
void	 box_show_old(struct talk *, const struct jv *);

#endif
