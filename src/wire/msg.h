/* SPDX-License-Identifier: ISC */
/* msg: the messages of the wire, by number, name and bound. */

#ifndef WIRE_MSG_H
#define WIRE_MSG_H

#include <stddef.h>
#include <stdint.h>

/* The protocol versions that this build speaks. */
#define PROTOCOL_MIN 1
#define PROTOCOL_MAX 1

#define MSG_HEADER_SIZE 12
/* No message is larger, known or not. */
#define MSG_MAX_BODY (64u << 20)

enum role {
	ROLE_ANY,
	ROLE_CLIENT,
	ROLE_SUPERVISOR,
	ROLE_HOST,
	ROLE_REPORTER,
};

enum msg_type {
#define MSG(name, number, from, to, since, kib) MSG_##name = number,
#include "wire/msgs.def"
#undef MSG
};

/* One received message; body is borrowed from the peer until the handler returns. */
struct msg {
	uint16_t	 type;
	uint16_t	 flags;		/* none defined: 0 */
	uint32_t	 id;		/* of a request; its answer has the same */
	const uint8_t	*body;
	size_t		 len;
};

/* Negative errors of the wire. */
enum wire_err {
	WIRE_OK = 0,
	WIRE_SHORT = -1,	/* more bytes are needed */
	WIRE_TOO_LONG = -2,
	WIRE_BAD = -3,		/* malformed */
	WIRE_VERSION = -4,	/* no common version */
	WIRE_UNEXPECTED = -5,	/* not from this role, or not now */
};

const char *wire_strerror(int);
/* Whether this build knows the type. */
int	 msg_known(uint16_t type);
/* "SESSION_LIST"; "0x1234" for an unknown type (static buffer of the caller). */
const char *msg_name(uint16_t type, char buf[8]);
/* Most bytes of a body of this type; MSG_MAX_BODY for an unknown one. */
size_t	 msg_limit(uint16_t type);
/* Whether from may send this type to to. Unknown types: yes (they are ignored). */
int	 msg_allowed(uint16_t type, enum role from, enum role to);
const char *role_name(enum role);
/* ROLE_ANY if there is none. */
enum role role_find(const char *);

#endif
