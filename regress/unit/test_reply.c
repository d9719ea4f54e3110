/* SPDX-License-Identifier: ISC */
/* test_reply: drafts, choices and receipts of answers to sessions: nothing that
 * was typed is lost, and nothing is answered that is not asked any more. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "client/lineedit.h"
#include "client/linehist.h"
#include "client/reply.h"
#include "client/theme.h"
#include "term/intern.h"
#include "term/screen.h"
#include "tty/frame.h"

#include "picture.h"

#define A "\"id\":\"aaaaaaaa\",\"socket\":\"/s\""
#define B "\"id\":\"bbbbbbbb\",\"socket\":\"/s\""
#define ASKS(gen, second)                                                      \
	"\"dialog\":{\"rule\":\"permission\",\"generation\":" gen ","          \
	"\"question\":\"Proceed?\",\"options\":[{\"label\":\"Yes\"},"          \
	"{\"label\":\"" second "\",\"selected\":true},"                        \
	"{\"label\":\"No\"}]}"

static void
pick(struct reply *r, const char *members)
{
	char *text = xasprintf("{%s}", members), *cause = NULL;
	struct jv *v = jv_parse(text, strlen(text), &cause);

	assert_non_null(v);
	reply_select(r, v);
	jv_free(v);
	free(text);
}

static enum lineedit_did
press(struct reply *r, const char *name)
{
	struct key key = key_named(name);

	return reply_key(r, &key);
}

static void
type(struct reply *r, const char *text)
{
	for (; *text != '\0'; text++)
		press(r, (char[]){ *text == ' ' ? '~' : *text, '\0' });
}

static void
expect(struct reply *r, const char *want)
{
	assert_string_equal(lineedit_shown(reply_input(r), NULL), want);
}

static void
expect_note(struct reply *r, bool want_bad, const char *want)
{
	bool bad;
	const char *have = reply_note(r, &bad);

	if (want == NULL) {
		assert_null(have);
		return;
	}
	assert_non_null(have);
	assert_string_equal(have, want);
	assert_int_equal(bad, want_bad);
}

/* The receipt of a body. */
static bool
answer(struct reply *r, const struct jv *body, const char *word,
    const char *why)
{
	struct jv *v = jv_object();
	bool ours;

	jv_set_string(v, "reply", jv_string(body, "reply"));
	jv_set_string(v, "receipt", word);
	jv_set_string(v, "reason", why);
	ours = reply_answer(r, v);
	jv_free(v);
	return ours;
}

static void
test_text(void **state)
{
	struct linehist *h = linehist_create();
	struct reply *r = reply_create(h);
	struct jv *body;

	(void)state;
	unsetenv("BGMUX_SESSION");
	/* Without a session there is nothing to answer. */
	assert_int_equal(press(r, "x"), LINEEDIT_NONE);
	assert_int_equal(reply_paste(r, "x", 1), LINEEDIT_NONE);
	assert_null(reply_send(r));
	pick(r, A);
	assert_null(reply_send(r));
	type(r, "go on");
	expect(r, "go~on");
	body = reply_send(r);
	assert_string_equal(jv_string(body, "id"), "aaaaaaaa");
	assert_string_equal(jv_string(body, "text"), "go~on");
	assert_true(jv_bool(body, "submit", false));
	assert_int_equal(strlen(jv_string(body, "reply")), 32);
	assert_null(jv_get(body, "option"));
	assert_null(jv_get(body, "env"));
	assert_null(jv_get(body, "from"));
	assert_true(reply_is_empty(r));
	expect_note(r, false, "sending");

	/* It is to be sent again until its receipt is here. */
	assert_string_equal(jv_string(reply_pending(r, 0), "reply"),
	    jv_string(body, "reply"));
	assert_null(reply_pending(r, 1));
	assert_true(answer(r, body, "queued", "the agent is working"));
	expect_note(r, false, "queued: the agent is working");
	assert_non_null(reply_pending(r, 0));
	assert_true(answer(r, body, "delivered", NULL));
	expect_note(r, false, "delivered");
	assert_null(reply_pending(r, 0));
	assert_false(answer(r, body, "delivered", NULL));
	jv_free(body);

	press(r, "C-p");
	expect(r, "go~on");
	reply_destroy(r);
	linehist_destroy(h);
}

static void
test_receipts(void **state)
{
	struct reply *r = reply_create(NULL);
	struct jv *body;

	(void)state;
	pick(r, A);
	type(r, "one");
	body = reply_send(r);
	type(r, "two");
	answer(r, body, "refused", "it\033[1m was stopped");
	expect_note(r, true, "refused: it[1m was stopped");
	expect(r, "one\ntwo");
	jv_free(body);

	/* Refused while another session is answered. */
	body = reply_send(r);
	pick(r, B);
	expect_note(r, false, NULL);
	type(r, "b");
	reply_refused(r, jv_string(body, "reply"), "nobody is there");
	expect(r, "b");
	expect_note(r, false, NULL);
	pick(r, A);
	expect(r, "one\ntwo");
	expect_note(r, true, "not sent: nobody is there");
	pick(r, B);
	expect(r, "b");
	jv_free(body);

	/* What may have arrived is not typed again by itself. */
	body = reply_send(r);
	answer(r, body, "unknown", "its host died meanwhile");
	expect(r, "");
	expect_note(r, true,
	    "not known whether it arrived; C-p has it: its host died "
	    "meanwhile");
	jv_free(body);
	reply_refused(r, "no such", "x");
	reply_refused(r, NULL, "x");
	reply_destroy(r);
}

static void
test_drafts(void **state)
{
	struct linehist *h = linehist_create();
	struct reply *r = reply_create(h);
	uint64_t at = UINT64_MAX;
	unsigned i;
	char *id;

	(void)state;
	pick(r, A);
	type(r, "for a");
	pick(r, B);
	expect(r, "");
	press(r, "C-_");
	expect(r, "");
	type(r, "for b");
	pick(r, A);
	expect(r, "for~a");
	reply_select(r, NULL);
	expect(r, "");
	pick(r, B);
	expect(r, "for~b");
	/* With many of them the oldest are in the history. */
	for (i = 0; i < REPLY_DRAFTS_MAX + 1; i++) {
		id = xasprintf("\"id\":\"%08x\"", i);
		pick(r, id);
		free(id);
		type(r, "x");
	}
	pick(r, A);
	assert_non_null(linehist_find(h, &at, true, "for~", 4));
	reply_destroy(r);
	linehist_destroy(h);
}

static void
test_options(void **state)
{
	struct reply *r = reply_create(NULL);
	struct jv *body;

	(void)state;
	pick(r, A "," ASKS("7", "Yes, always"));
	assert_int_equal(press(r, "4"), LINEEDIT_CHANGED);
	expect(r, "4"); /* no option: text */
	press(r, "C-h");
	assert_int_equal(press(r, "2"), LINEEDIT_CHANGED);
	expect(r, "Yes, always");
	assert_int_equal(reply_picked(r), 2);
	press(r, "3");
	expect(r, "No");
	body = reply_send(r);
	assert_int_equal(jv_int(body, "option", 0), 3);
	assert_string_equal(jv_string(body, "label"), "No");
	assert_string_equal(jv_string(body, "rule"), "permission");
	assert_int_equal(jv_int(body, "generation", 0), 7);
	assert_null(jv_get(body, "text"));
	assert_true(reply_is_empty(r));
	/* A choice that was refused is no text. */
	answer(r, body, "refused", "it asks nothing any more");
	expect(r, "");
	jv_free(body);

	/* Changed, it is an answer of one's own. */
	press(r, "1");
	press(r, "C-e");
	assert_int_equal(reply_picked(r), 1);
	press(r, "!");
	assert_int_equal(reply_picked(r), 0);
	body = reply_send(r);
	assert_string_equal(jv_string(body, "text"), "Yes!");
	assert_null(jv_get(body, "option"));
	jv_free(body);

	/* Digits after text are text. */
	type(r, "take 2");
	expect(r, "take~2");
	reply_destroy(r);
}

/* What is picked is dropped when something else is asked. */
static void
test_option_of_another_dialog(void **state)
{
	static const char *const others[] = {
		A,
		A "," ASKS("8", "Yes, always"),
		A "," ASKS("7", "Delete all"),
		B "," ASKS("7", "Yes, always"),
		A ",\"dialog\":null",
	};
	struct reply *r;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(others); i++) {
		r = reply_create(NULL);
		pick(r, A "," ASKS("7", "Yes, always"));
		press(r, "2");
		/* The same again. */
		pick(r, A "," ASKS("7", "Yes, always"));
		assert_int_equal(reply_picked(r), 2);
		pick(r, others[i]);
		if (reply_picked(r) != 0 || !reply_is_empty(r))
			fail_msg("case %zu", i);
		reply_destroy(r);
	}
	r = reply_create(NULL);
	pick(r, A "," ASKS("7", "x"));
	press(r, "2");
	pick(r, A);
	expect_note(r, true, "it asks something else now");
	reply_destroy(r);
}

static void
test_suggestion(void **state)
{
	struct reply *r = reply_create(NULL);

	(void)state;
	pick(r, A);
	assert_int_equal(press(r, "Tab"), LINEEDIT_NONE);
	pick(r, A ",\"suggestion\":\"run the tests\\u001b\"");
	assert_int_equal(press(r, "Tab"), LINEEDIT_CHANGED);
	expect(r, "run the tests");
	assert_int_equal(press(r, "Tab"), LINEEDIT_NONE);
	/* The dialog's own choice. */
	pick(r, B ",\"suggestion\":\"x\"," ASKS("1", "Yes, always"));
	press(r, "Tab");
	expect(r, "Yes, always");
	assert_int_equal(reply_picked(r), 2);
	reply_destroy(r);
}

/* A session that has ended is started for what is typed. */
static void
test_ended(void **state)
{
	struct reply *r = reply_create(NULL);
	struct jv *body;

	(void)state;
	setenv("BGMUX_SESSION", "cccccccc", 1);
	pick(r, "\"id\":\"aaaaaaaa\"");
	type(r, "x");
	body = reply_send(r);
	assert_true(jv_count(jv_get_array(body, "env")) > 0);
	assert_string_equal(jv_string(body, "from"), "cccccccc");
	jv_free(body);
	unsetenv("BGMUX_SESSION");
	reply_destroy(r);
}

static void
test_bounds(void **state)
{
	struct reply *r = reply_create(NULL);
	struct jv *body, *first = NULL;
	unsigned i;

	(void)state;
	pick(r, A);
	for (i = 0; i < REPLY_PENDING_MAX; i++) {
		type(r, "x");
		body = reply_send(r);
		assert_non_null(body);
		if (i == 0)
			first = body;
		else
			jv_free(body);
	}
	type(r, "y");
	assert_null(reply_send(r));
	expect(r, "y");
	expect_note(r, true, "too many replies are on their way");
	/* One that is queued is safe, and makes place. */
	answer(r, first, "queued", NULL);
	body = reply_send(r);
	assert_non_null(body);
	jv_free(body);
	jv_free(first);
	reply_destroy(r);
}

/* Whatever is told of a session, there is something to draw. */
static void
test_hostile(void **state)
{
	static const char *const members[] = {
		A ",\"dialog\":[]",
		A ",\"dialog\":{}",
		A ",\"dialog\":{\"options\":{}}",
		A ",\"dialog\":{\"options\":[1,null,{},{\"label\":3},"
		  "{\"label\":\"\\u001b]0;x\\u0007\\u202e\"}]}",
		A ",\"suggestion\":7",
		"\"id\":7",
		"\"id\":\"this id is much longer than those of sessions are\"",
	};
	struct intern *in = intern_create();
	struct theme *t = theme_create(in, true);
	struct frame *f = frame_create(in, 2, 30);
	struct rect all = { 0, 2, 0, 30 };
	struct reply *r;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(members); i++) {
		r = reply_create(NULL);
		pick(r, members[i]);
		press(r, "5");
		press(r, "Tab");
		reply_draw(r, f, &all, t, true);
		jv_free(reply_send(r));
		reply_destroy(r);
	}
	frame_destroy(f);
	theme_destroy(t);
	intern_destroy(in);
}

static void
test_drawn(void **state)
{
	struct intern *in = intern_create();
	struct theme *t = theme_create(in, true);
	struct frame *f = frame_create(in, 2, 44);
	struct rect all = { 0, 2, 0, 44 };
	struct reply *r = reply_create(NULL);

	(void)state;
	pick(r, A);
	reply_draw(r, f, &all, t, true);
	expect_picture(f, "\xe2\x9d\xaf _reply\n\n");
	pick(r, A "," ASKS("1", "x"));
	reply_draw(r, f, &all, t, false);
	expect_picture(f,
	    "\xe2\x9d\xaf _press 1-3 to choose, or type an answer\n\n");
	pick(r, A ",\"suggestion\":\"run it\"");
	reply_draw(r, f, &all, t, true);
	expect_picture(f, "\xe2\x9d\xaf _run it\n\n");
	type(r, "x");
	assert_int_equal(reply_rows(r, 44, 5), 1);
	press(r, "C-j");
	assert_int_equal(reply_rows(r, 44, 5), 2);
	reply_draw(r, f, &all, t, true);
	expect_picture(f, "\xe2\x9d\xaf x\n  _\n");
	reply_destroy(r);
	frame_destroy(f);
	theme_destroy(t);
	intern_destroy(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_receipts),
		cmocka_unit_test(test_drafts),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_option_of_another_dialog),
		cmocka_unit_test(test_suggestion),
		cmocka_unit_test(test_ended),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
