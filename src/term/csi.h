/* SPDX-License-Identifier: ISC */
/* csi: control sequences (CSI): a table of them, motion and editing. */

#ifndef TERM_CSI_H
#define TERM_CSI_H

struct scan_event;
struct vt;

/* Carry one out; what is not known or malformed does nothing. */
void	csi_sequence(struct vt *, const struct scan_event *);

#endif
