/* SPDX-License-Identifier: ISC */
/* rowcode_internal: the parts of a packed row, shared by what packs and what
 * unpacks. */

#ifndef TERM_ROWCODE_INTERNAL_H
#define TERM_ROWCODE_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#define RUN_STYLED 0x04u
#define RUN_SHIFT  3

#define STYLE_FG   0x01u
#define STYLE_BG   0x02u
#define STYLE_UL   0x04u
#define STYLE_ATTR 0x08u
#define STYLE_LINK 0x10u

enum run_kind {
	RUN_NARROW,
	RUN_WIDE,
	RUN_CLUSTER,
	RUN_ERASED,
};

/* What no cell may hold, C0 and C1. */
static inline bool
rowcode_is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
}

#endif
