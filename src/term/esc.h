/* SPDX-License-Identifier: ISC */
/* esc: C0 controls and escape sequences without parameters. */

#ifndef TERM_ESC_H
#define TERM_ESC_H

#include <stdint.h>

struct scan_event;
struct vt;

void	esc_carriage_return(struct vt *);
void	esc_control(struct vt *, uint8_t);
void	esc_sequence(struct vt *, const struct scan_event *);

#endif
