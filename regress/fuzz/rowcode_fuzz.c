/* SPDX-License-Identifier: ISC */
/* rowcode_fuzz: packed rows from a stranger: what can be unpacked packs again
 * to one form. The first byte, times 8, is the width. */

#include "base/buf.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/rowcode.h"

#include "fuzz.h"

static void
check(struct row *row, struct intern *in, unsigned cols)
{
	struct buf once = { 0 }, twice = { 0 }, text = { 0 };
	struct row again = { 0 };

	rowcode_put(&once, row, in);
	if (rowcode_get(&again, in, once.data, once.len, cols) != 0)
		fuzz_fail("what was packed is malformed");
	rowcode_put(&twice, &again, in);
	if (once.len != twice.len ||
	    memcmp(once.data, twice.data, once.len) != 0)
		fuzz_fail("packed again it differs");
	if (rowcode_text(&text, once.data, once.len, NULL) != 0)
		fuzz_fail("what was packed has no text");
	row_clear(&again);
	buf_clear(&text);
	buf_clear(&once);
	buf_clear(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf text = { 0 };
	struct row row = { 0 };
	struct intern *in;
	unsigned cols;
	int wrapped, r;

	if (n == 0)
		return 0;
	in = intern_create();
	cols = p[0] * 8u;
	r = rowcode_text(&text, p + 1, n - 1, &wrapped);
	if (rowcode_get(&row, in, p + 1, n - 1, cols) == 0) {
		if (r != 0)
			fuzz_fail("a row without text");
		if (row.used > cols)
			fuzz_fail("%u columns, not %u", row.used, cols);
		check(&row, in, cols);
	} else if (row.used != 0 || row.flags != 0)
		fuzz_fail("a malformed row is not blank");
	row_clear(&row);
	intern_destroy(in);
	buf_clear(&text);
	return 0;
}
