/* SPDX-License-Identifier: ISC */
/* fuzz: what a fuzz target defines, and how it says that something is wrong. */

#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* One input. 0. */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Print the message and abort. */
void	fuzz_fail(const char *fmt, ...)
	    __attribute__((__format__(printf, 1, 2), __noreturn__));
/* Two texts that must be equal. */
void	fuzz_same(const char *what, const char *, const char *);

#endif
