/* SPDX-License-Identifier: ISC */
/* bgmux-host: the program that owns one session. */

#include <stdio.h>
#include <string.h>

#include "host/hostmain.h"
#include "host/hostseed.h"

int
main(int argc, char **argv)
{
	int status = 1;

	if (argc == 2 && strcmp(argv[1], HOSTSEED_OPTION) == 0) {
		status = hostseed();
		/* What was split off from it is a host as any. */
		if (status == 1)
			memset(argv[1], 0, strlen(argv[1]));
	}
	if (status == 1)
		status = hostmain();
	if (status == -1) {
		fprintf(stderr,
		    "bgmux-host: this is started by bgmux-supervisor\n");
		return 2;
	}
	return status;
}
