/* SPDX-License-Identifier: ISC */
/* osc: the strings that a program sends: titles, links, notes for whoever looks
 * after the session. Colours are in palette, DCS in query. */

#ifndef TERM_OSC_H
#define TERM_OSC_H

struct scan_event;
struct vt;

/* A whole string of any kind; APC, PM and SOS are dropped. */
void	osc_string(struct vt *, const struct scan_event *);

#endif
