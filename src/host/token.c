/* SPDX-License-Identifier: ISC */
/* token: whether somebody knows the secret of this launch. */

#include <stddef.h>
#include <string.h>

#include "host/host_internal.h"
#include "host/token.h"

bool
token_equal(const char *ours, const char *theirs)
{
	unsigned char diff = 0;
	size_t i, n;

	if (ours == NULL || theirs == NULL)
		return false;
	n = strlen(ours);
	if (n == 0 || strlen(theirs) != n)
		return false;
	for (i = 0; i < n; i++)
		diff |= (unsigned char)(ours[i] ^ theirs[i]);
	return diff == 0;
}

bool
host_token_ok(const struct host *h, const char *token)
{
	return token_equal(h->boot->token, token);
}
