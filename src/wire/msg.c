/* SPDX-License-Identifier: ISC */
/* msg: the table of messages and roles; it neither packs nor sends. */

#include "base/xmalloc.h"
#include "wire/msg.h"

struct msg_row {
	uint16_t number;
	uint8_t from;
	uint8_t to;
	size_t limit; /* bytes */
	const char *name;
};

static const struct msg_row rows[] = {
#define MSG(name, number, from, to, since, kib)                                \
	{ number, ROLE_##from, ROLE_##to, (size_t)(kib)*1024, #name },
#include "wire/msgs.def"
#undef MSG
};

static const char *const roles[] = {
	[ROLE_ANY] = "any",
	[ROLE_CLIENT] = "client",
	[ROLE_SUPERVISOR] = "supervisor",
	[ROLE_HOST] = "host",
	[ROLE_REPORTER] = "reporter",
};

static const struct msg_row *row_find(uint16_t);

const char *
wire_strerror(int error)
{
	switch (error) {
	case WIRE_OK:
		return "no error";
	case WIRE_SHORT:
		return "message is cut short";
	case WIRE_TOO_LONG:
		return "message is too long";
	case WIRE_BAD:
		return "message is malformed";
	case WIRE_VERSION:
		return "no common protocol version";
	case WIRE_UNEXPECTED:
		return "message is not expected from this side";
	}
	return "unknown error";
}

static const struct msg_row *
row_find(uint16_t type)
{
	size_t i;

	for (i = 0; i < nitems(rows); i++)
		if (rows[i].number == type)
			return &rows[i];
	return NULL;
}

int
msg_known(uint16_t type)
{
	return row_find(type) != NULL;
}

const char *
msg_name(uint16_t type, char buf[8])
{
	const struct msg_row *row = row_find(type);

	if (row != NULL)
		return row->name;
	xsnprintf(buf, 8, "0x%04x", (unsigned)type);
	return buf;
}

size_t
msg_limit(uint16_t type)
{
	const struct msg_row *row = row_find(type);

	return row != NULL ? row->limit : MSG_MAX_BODY;
}

int
msg_allowed(uint16_t type, enum role from, enum role to)
{
	const struct msg_row *row = row_find(type);

	if (row == NULL)
		return 1;
	return (row->from == ROLE_ANY || row->from == from) &&
	    (row->to == ROLE_ANY || row->to == to);
}

const char *
role_name(enum role role)
{
	if ((size_t)role >= nitems(roles))
		return "unknown";
	return roles[role];
}

enum role
role_find(const char *name)
{
	size_t i;

	if (name == NULL)
		return ROLE_ANY;
	for (i = 0; i < nitems(roles); i++)
		if (strcmp(roles[i], name) == 0)
			return (enum role)i;
	return ROLE_ANY;
}
