/* SPDX-License-Identifier: ISC */
/* bgmux-supervisor: the process that keeps all sessions of a person. */

#include "supervisor/supermain.h"

int
main(int argc, char **argv)
{
	return supermain(argc, argv);
}
