/* SPDX-License-Identifier: ISC */
/* query: what a program can ask of its terminal, and the answers. Modes and
 * colours are asked in decmode and palette. */

#ifndef TERM_QUERY_H
#define TERM_QUERY_H

#include <stdbool.h>

struct scan_event;
struct vt;

/* DA1, DA2, DA3, DECID. */
void	query_da(struct vt *, const struct scan_event *);
/* DSR and its DEC forms. */
void	query_dsr(struct vt *, const struct scan_event *);
/* XTVERSION. */
void	query_version(struct vt *, const struct scan_event *);
/* CSI t: sizes, and the stack of titles. */
void	query_window(struct vt *, const struct scan_event *);
/* A device control string: DECRQSS, XTGETTCAP; others are dropped. */
void	query_dcs(struct vt *, const struct scan_event *);

/* The report of mode 2048. */
void	query_report_size(struct vt *);
/* The report of mode 2031: whether the colours are dark or light. */
void	query_report_theme(struct vt *);
bool	query_is_dark(const struct vt *);

#endif
