/* SPDX-License-Identifier: ISC */
/* consent: asks for and remembers the person's word for risky modes. */

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/consent.h"
#include "conf/trust.h"

#define ANSWER_MS (10 * 60 * 1000)

/* Whether a line that says yes comes. */
static bool
says_yes(void)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	char line[16];
	ssize_t n;

	if (poll(&p, 1, ANSWER_MS) != 1)
		return false;
	n = read(STDIN_FILENO, line, sizeof line - 1);
	if (n <= 0)
		return false;
	line[n] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	return strcmp(line, "yes") == 0;
}

static int
ask_person(struct cmd_call *c, const char *adapter, const char *mode,
    char **cause)
{
	printf("In the mode %s %s runs commands and changes files without "
	       "asking.\nType \"yes\" to accept this, from now on: ",
	    mode, adapter);
	fflush(stdout);
	if (!says_yes()) {
		*cause = xasprintf("%s is not accepted", mode);
		return -1;
	}
	return trust_add_mode(c->state, adapter, mode, cause) == -1 ? -1 : 0;
}

int
consent_check(struct cmd_call *c, struct jv *request, bool ask, char **cause)
{
	const char *adapter = jv_string(request, "adapter");
	const char *mode = jv_string(request, "risky");

	*cause = NULL;
	if (adapter == NULL || mode == NULL ||
	    trust_has_mode(c->state, adapter, mode, cause))
		return 0;
	if (*cause != NULL)
		return -1;
	if (ask)
		return ask_person(c, adapter, mode, cause);
	*cause = xasprintf("%s must be accepted once: 'bgmux run --with %s "
			   "--permission-mode %s' asks",
	    mode, adapter, mode);
	return -1;
}
