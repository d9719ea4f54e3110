/* SPDX-License-Identifier: ISC */
/* bgmux: the client. */

#include <locale.h>

#include "cmd/cmdtable.h"

int
main(int argc, char **argv)
{
	setlocale(LC_ALL, "");
	return cmdtable_main(argc, argv);
}
