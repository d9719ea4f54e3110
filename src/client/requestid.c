/* SPDX-License-Identifier: ISC */
/* requestid: ids of requests that are sent again where a connection is lost. */

#include <sys/random.h>

#include <stdint.h>

#include "base/log.h"
#include "base/xmalloc.h"
#include "client/requestid.h"

void
requestid_new(char id[REQUESTID_SIZE])
{
	uint8_t bytes[(REQUESTID_SIZE - 1) / 2];
	size_t i;

	if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
		fatal("getrandom");
	for (i = 0; i < sizeof bytes; i++)
		xsnprintf(id + 2 * i, 3, "%02x", bytes[i]);
}
