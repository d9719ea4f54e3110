/* SPDX-License-Identifier: ISC */
/* random: bytes of the system that nobody can guess. */

#include <sys/random.h>

#include <stdint.h>

#include "base/log.h"
#include "base/random.h"
#include "base/xmalloc.h"

#define RANDOM_MAX 256 /* of one call, which is never cut short then */

void
random_bytes(void *to, size_t n)
{
	if (n > RANDOM_MAX || getrandom(to, n, 0) != (ssize_t)n)
		fatal("getrandom");
}

void
random_hex(char *to, size_t n)
{
	uint8_t bytes[RANDOM_MAX];
	size_t i;

	*to = '\0';
	random_bytes(bytes, n);
	for (i = 0; i < n; i++)
		xsnprintf(to + 2 * i, 3, "%02x", bytes[i]);
}
