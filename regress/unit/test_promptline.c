/* SPDX-License-Identifier: ISC */
/* test_promptline: where the prompt is and what is typed there. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/promptline.h"
#include "agentscreen.h"
#include "base/jv.h"
#include "base/shown.h"
#include "base/xmalloc.h"

#define LINE "\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80"

static struct promptline *
make(const char *text, char **why)
{
	struct jv *v = jv_parse(text, strlen(text), why);
	struct promptline *p;

	assert_non_null(v);
	p = promptline_parse(v, why);
	jv_free(v);
	return p;
}

static void
refused(void **state)
{
	static const struct {
		const char *text;
		const char *why;
	} rows[] = {
		{ "[]", ": has 0 patterns" },
		{ "{}", ": is no array" },
		{ "[{}]", "[0]: lacks member 'line'" },
		{ "[{\"line\":\"x\"}]", "[0].line: has no group" },
		{ "[{\"line\":\"(x)\",\"region\":\"title\"}]",
		    "[0].region: is not of the screen" },
	};
	char *why;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		assert_null(make(rows[i].text, &why));
		if (strncmp(why, rows[i].why, strlen(rows[i].why)) != 0)
			fail_msg("%s: %s", rows[i].text, why);
		free(why);
	}
}

#define ROW   "[{\"line\":\"^> ?(.*)$\",\"placeholder\":\"^Type your\"}]"
#define INBOX "[{\"line\":\"^> ?(.*)$\",\"region\":\"prompt_box\"}]"

static void
found(void **state)
{
	static const struct {
		const char *patterns;
		const char *screen;
		const char *typed; /* NULL: no prompt */
		bool empty;
		bool at_start;
		const char *suggestion;
	} rows[] = {
		{ ROW, "> |", "", true, true, NULL },
		{ ROW, ">|", "", true, true, NULL },
		{ ROW, "> abc|", "abc", false, false, NULL },
		{ ROW, "> |abc", "abc", false, true, NULL },
		{ ROW, "> |{try this}", "", true, true, "try this" },
		{ ROW, "> a|{bc}", "a", false, false, "bc" },
		{ ROW, "> |[t]{ry}", "", true, true, "try" },
		{ ROW, "> |[t]ry", "try", false, true, NULL },
		{ ROW, "> |[try to]{x}", "try to", false, true, "x" },
		{ ROW, "> |Type your message", "", true, true, NULL },
		{ ROW, "> |{Type your message}", "", true, true, NULL },
		{ ROW, "> \xc2\xa0|", "", true, false, NULL },
		{ ROW, "> \nelse|", NULL, false, false, NULL },
		{ ROW, "else|", NULL, false, false, NULL },
		{ INBOX, LINE "\n> |\n" LINE, "", true, true, NULL },
		{ INBOX, LINE "\n> \n  b|\n" LINE, "", false, false, NULL },
		{ INBOX, LINE "\n> a\n" LINE "\nb|", NULL, false, false, NULL },
	};
	struct promptline_seen seen;
	struct shown_screen s;
	struct promptline *p;
	char *why;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		p = make(rows[i].patterns, &why);
		agentscreen_make(&s, rows[i].screen);
		promptline_find(p, &s, &seen);
		if (seen.found != (rows[i].typed != NULL))
			fail_msg("row %zu: found %d", i, seen.found);
		if (seen.found && strcmp(seen.typed, rows[i].typed) != 0)
			fail_msg("row %zu: '%s'", i, seen.typed);
		if (seen.found &&
		    (seen.empty != rows[i].empty ||
			seen.at_start != rows[i].at_start))
			fail_msg("row %zu: empty %d, at start %d", i,
			    seen.empty, seen.at_start);
		if ((seen.suggestion != NULL) != (rows[i].suggestion != NULL))
			fail_msg("row %zu: suggestion", i);
		if (seen.suggestion != NULL)
			assert_string_equal(seen.suggestion,
			    rows[i].suggestion);
		promptline_clear(&seen);
		shown_clear(&s);
		promptline_destroy(p);
	}
	shown_init(&s, 3);
	promptline_find(NULL, &s, &seen);
	assert_false(seen.found);
	shown_clear(&s);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused),
		cmocka_unit_test(found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
