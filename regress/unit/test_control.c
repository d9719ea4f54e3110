/* SPDX-License-Identifier: ISC */
/* test_control: every request that a client may send has its handler, and
 * nothing else has one. What they do: test_superproc. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "supervisor/control.h"
#include "wire/msg.h"

static const uint16_t types[] = {
#define MSG(name, number, from, to, since, kib) number,
#include "wire/msgs.def"
#undef MSG
};

static void
test_handlers(void **state)
{
	char name[8];
	bool due;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(types); i++) {
		due = types[i] != MSG_HELLO && types[i] != MSG_RESULT &&
		    msg_allowed(types[i], ROLE_CLIENT, ROLE_SUPERVISOR);
		if (control_handles(types[i]) != due)
			fail_msg("%s", msg_name(types[i], name));
	}
	assert_false(control_handles(0x7fff));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_handlers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
