/* SPDX-License-Identifier: ISC */
/* decmode: setting, resetting and asking for modes, those of the keyboard
 * included. Each takes the control sequence that asks for it. */

#ifndef TERM_DECMODE_H
#define TERM_DECMODE_H

struct scan_event;
struct vt;

/* SM, RM, DECSET, DECRST. */
void	decmode_set(struct vt *, const struct scan_event *);
/* CSI ? s, ? r: keep modes, and set them as they were kept. */
void	decmode_keep(struct vt *, const struct scan_event *);
/* DECRQM. */
void	decmode_request(struct vt *, const struct scan_event *);
/* CSI < = > ? u: the kitty keyboard protocol. */
void	decmode_kitty(struct vt *, const struct scan_event *);
/* CSI > m, > n, ? m: modifyOtherKeys. */
void	decmode_modify_keys(struct vt *, const struct scan_event *);

#endif
