/* SPDX-License-Identifier: ISC */
/* hello: what each side says first: its role, versions and build. */

#ifndef WIRE_HELLO_H
#define WIRE_HELLO_H

#include <stddef.h>

#include "wire/msg.h"

struct jv;

/* Our hello: role, min, max, build, pid and the members of extra (borrowed,
 * may be NULL; it cannot replace the former). Caller frees. */
struct jv *hello_create(enum role us, const struct jv *extra);
/* Read the other side's. The hello (caller frees) and its role, or NULL and
 * *cause (caller frees): no JSON object, no role, no common version. */
struct jv *hello_parse(const void *, size_t n, enum role *role, char **cause);

#endif
