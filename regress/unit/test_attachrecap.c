/* SPDX-License-Identifier: ISC */
/* test_attachrecap: the line about what has happened since the last visit, and when
 * there is none. How it is shown: e2e/recap.sh. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "client/attachrecap.h"
#include "sessions.h"

#define NOW 10000000 /* ms */

static void
test_text(void **state)
{
	static const struct {
		const char *recap;
		const char *session; /* besides its id */
		const char *want;    /* NULL: none */
	} cases[] = {
		{ "'since':2800000,'turns':3",
		    "'state':'done','changedAt':9460000,'summary':'all green'",
		    "in the last 2h: 3 turns · done 9m ago · all green" },
		{ "'since':9940000,'turns':1", "'state':'idle'",
		    "in the last 1m: 1 turn · idle 0s ago" },
		{ "'since':9940000,'turns':0",
		    "'state':'blocked','waitingFor':'permission prompt',"
		    "'message':'rm -rf?','changedAt':9990000",
		    "in the last 1m: permission prompt for 10s · rm -rf?" },
		{ "'since':9940000,'turns':2",
		    "'state':'working','changedAt':9990000",
		    "in the last 1m: 2 turns · working for 10s" },
		{ "'since':9940000,'turns':1",
		    "'state':'done','summary':'a\\u001b[31mb\\u202ec'",
		    "in the last 1m: 1 turn · done 0s ago · a[31mbc" },
		/* It waited already then. */
		{ "'since':9940000,'turns':0",
		    "'state':'blocked','changedAt':9930000", NULL },
		{ "'since':9940000,'turns':0",
		    "'state':'working','changedAt':9990000", NULL },
		{ "'since':0,'turns':3", "'state':'done'", NULL },
		{ "'since':10000001,'turns':3", "'state':'done'", NULL },
		{ "'since':1,'turns':-1", "'state':'done'", NULL },
	};
	struct jv *v;
	char *text, *have;
	size_t i;

	(void)state;
	setenv("LC_ALL", "C.UTF-8", 1);
	for (i = 0; i < nitems(cases); i++) {
		text = xasprintf("{'recap':{%s},'session':{'id':'0000000a',%s}}",
		    cases[i].recap, cases[i].session);
		v = quoted(text);
		have = attachrecap_text(v, NOW);
		if ((have == NULL) != (cases[i].want == NULL) ||
		    (have != NULL && strcmp(have, cases[i].want) != 0))
			fail_msg("%s: %s", text, have != NULL ? have : "none");
		free(have);
		jv_free(v);
		free(text);
	}
	v = quoted("{'session':{'id':'0000000a','state':'done'}}");
	assert_null(attachrecap_text(v, NOW));
	jv_free(v);
	v = quoted("{'recap':{'since':1,'turns':1}}");
	assert_null(attachrecap_text(v, NOW));
	jv_free(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
