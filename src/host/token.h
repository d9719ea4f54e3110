/* SPDX-License-Identifier: ISC */
/* token: whether somebody knows the secret of this launch. */

#ifndef HOST_TOKEN_H
#define HOST_TOKEN_H

#include <stdbool.h>

struct host;

/* Whether two secrets are the same, in a time that does not tell where they
 * differ. Nothing (NULL or "") is no secret. */
bool	token_equal(const char *ours, const char *theirs);
/* Whether it is what the worker of this launch was given in BGMUX_TOKEN; NULL
 * is not. */
bool	host_token_ok(const struct host *, const char *token);

#endif
