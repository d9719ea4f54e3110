/* SPDX-License-Identifier: ISC */
/* bgmux-host: the program that owns one session. */

#include <stdio.h>

#include "host/hostmain.h"

int
main(void)
{
	int status;

	status = hostmain();
	if (status == -1) {
		fprintf(stderr,
		    "bgmux-host: this is started by bgmux-supervisor\n");
		return 2;
	}
	return status;
}
