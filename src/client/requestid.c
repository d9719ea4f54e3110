/* SPDX-License-Identifier: ISC */
/* requestid: ids of requests that are sent again where a connection is lost. */

#include "base/random.h"
#include "client/requestid.h"

void
requestid_new(char id[REQUESTID_SIZE])
{
	random_hex(id, (REQUESTID_SIZE - 1) / 2);
}
