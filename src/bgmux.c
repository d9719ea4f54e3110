/* SPDX-License-Identifier: ISC */
/* bgmux: the client. */

#include "cmd/cmdtable.h"

int
main(int argc, char **argv)
{
	return cmdtable_main(argc, argv);
}
