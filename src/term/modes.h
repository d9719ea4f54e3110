/* SPDX-License-Identifier: ISC */
/* modes: the modes of a terminal that input and viewers depend on. Plain
 * data, packed by wire/pack_term. */

#ifndef TERM_MODES_H
#define TERM_MODES_H

#include <stdint.h>

/* Bits of flags. Numbers are part of the wire: never reuse one. */
#define MODE_APP_CURSOR	  0x00000001u	/* DECCKM */
#define MODE_APP_KEYPAD	  0x00000002u	/* DECKPAM, ?66 */
#define MODE_PASTE	  0x00000004u	/* ?2004 */
#define MODE_FOCUS	  0x00000008u	/* ?1004 */
#define MODE_SYNC	  0x00000010u	/* ?2026 */
#define MODE_ALT_SCREEN	  0x00000020u	/* ?47, ?1047, ?1049 */
#define MODE_ALT_SCROLL	  0x00000040u	/* ?1007 */
#define MODE_REVERSE	  0x00000080u	/* DECSCNM */
#define MODE_NEWLINE	  0x00000100u	/* LNM */
#define MODE_BACKARROW	  0x00000200u	/* DECBKM: Backspace sends BS */
#define MODE_INSERT	  0x00000400u	/* IRM */
#define MODE_AUTOWRAP	  0x00000800u	/* DECAWM */
#define MODE_ORIGIN	  0x00001000u	/* DECOM */
#define MODE_GRAPHEMES	  0x00002000u	/* ?2027 */
#define MODE_THEME	  0x00004000u	/* ?2031 */
#define MODE_RESIZE	  0x00008000u	/* ?2048 in-band resize */
#define MODE_REVERSE_WRAP 0x00010000u	/* ?45 */
#define MODE_LR_MARGINS	  0x00020000u	/* ?69 */
#define MODE_WIN32_INPUT  0x00040000u	/* ?9001, noted only */

struct modes {
	uint32_t	flags;
	uint16_t	mouse;		/* 0, 9, 1000, 1002, 1003 */
	uint16_t	mouse_enc;	/* 0, 1005, 1006, 1015, 1016 */
	uint8_t		kitty;		/* flags of the kitty keyboard protocol */
	uint8_t		modify_keys;	/* xterm's modifyOtherKeys: 0, 1, 2 */
};

#endif
