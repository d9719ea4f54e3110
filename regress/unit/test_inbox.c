/* SPDX-License-Identifier: ISC */
/* test_inbox: replies on disk: their order, what they were handed to, receipts,
 * broken files, bounds, a disk that refuses. */

#include <sys/stat.h>

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/atomic.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "supervisor/inbox.h"

struct box {
	char dir[64];
	char *inbox;
	char *faults;
	struct inbox *in;
};

static int
setup(void **state)
{
	struct box *b = xcalloc(1, sizeof *b);

	strlcpy(b->dir, "/tmp/bgmux-inbox.XXXXXX", sizeof b->dir);
	assert_non_null(mkdtemp(b->dir));
	log_open(NULL, LOG_ERROR);
	b->inbox = path_join(b->dir, "inbox");
	b->faults = path_join(b->dir, "faults");
	setenv("BGMUX_TEST_FAULTS", b->faults, 1);
	b->in = inbox_open(b->inbox);
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct box *b = *state;

	inbox_close(b->in);
	path_remove_tree(b->dir);
	free(b->inbox);
	free(b->faults);
	free(b);
	return 0;
}

static struct jv *
body(const char *text)
{
	struct jv *v = jv_object();

	jv_set_string(v, "text", text);
	return v;
}

static struct inbox_reply *
add(struct box *b, const char *id)
{
	struct inbox_reply *r;
	char *cause = NULL;

	r = inbox_add(b->in, id, body(id), &cause);
	if (r == NULL)
		fail_msg("%s: %s", id, cause);
	return r;
}

/* As the next supervisor finds it. */
static void
again(struct box *b)
{
	inbox_close(b->in);
	b->in = inbox_open(b->inbox);
}

static void
put(struct box *b, const char *name, const char *text)
{
	char *path = path_join(b->inbox, name);

	assert_int_equal(atomic_write(path, text, strlen(text), false), 0);
	free(path);
}

static bool
has(struct box *b, const char *name)
{
	char *path = path_join(b->inbox, name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

static void
test_ids(void **state)
{
	char long_id[INBOX_ID_MAX + 2];

	(void)state;
	assert_true(inbox_is_id("a-b_c.9"));
	assert_false(inbox_is_id(NULL));
	assert_false(inbox_is_id(""));
	assert_false(inbox_is_id("a/b"));
	assert_false(inbox_is_id("a b"));
	memset(long_id, 'x', sizeof long_id - 1);
	long_id[sizeof long_id - 1] = '\0';
	assert_false(inbox_is_id(long_id));
	long_id[INBOX_ID_MAX] = '\0';
	assert_true(inbox_is_id(long_id));
}

static void
test_order(void **state)
{
	struct box *b = *state;
	struct inbox_reply *r;
	struct stat st;
	char *path;

	add(b, "one");
	add(b, "two");
	add(b, "three");
	again(b);
	assert_int_equal(inbox_count(b->in), 3);
	r = inbox_first(b->in);
	assert_string_equal(r->id, "one");
	assert_string_equal(jv_string(r->body, "text"), "one");
	assert_false(r->handed);
	inbox_finish(b->in, r, "delivered", NULL);
	assert_string_equal(inbox_first(b->in)->id, "two");
	/* A number is not used twice while others wait. */
	add(b, "four");
	again(b);
	assert_string_equal(inbox_first(b->in)->id, "two");
	assert_int_equal(inbox_count(b->in), 3);
	assert_int_equal(stat(b->inbox, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	path = path_join(b->inbox, "0000000000000002.json");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	free(path);
}

static void
test_handed(void **state)
{
	struct box *b = *state;
	struct inbox_reply *r = add(b, "one");

	r->handed = true;
	r->host.pid = 4321;
	r->host.start = 987654321;
	r->starts = 2;
	assert_int_equal(inbox_save(b->in, r), 0);
	again(b);
	r = inbox_first(b->in);
	assert_true(r->handed);
	assert_int_equal(r->host.pid, 4321);
	assert_int_equal(r->host.start, 987654321);
	assert_int_equal(r->starts, 2);
	r->handed = false;
	assert_int_equal(inbox_save(b->in, r), 0);
	again(b);
	assert_false(inbox_first(b->in)->handed);
}

static void
test_receipts(void **state)
{
	struct box *b = *state;
	const struct jv *v;
	char id[32];
	int i;

	add(b, "one");
	inbox_finish(b->in, add(b, "two"), "refused", "a\nreason");
	assert_null(inbox_receipt(b->in, "one"));
	again(b);
	v = inbox_receipt(b->in, "two");
	assert_non_null(v);
	assert_string_equal(jv_string(v, "receipt"), "refused");
	assert_string_equal(jv_string(v, "reason"), "a reason");
	assert_null(inbox_find(b->in, "two"));
	for (i = 0; i < INBOX_RECEIPTS; i++) {
		xsnprintf(id, sizeof id, "r%d", i);
		inbox_finish(b->in, add(b, id), "delivered", NULL);
	}
	again(b);
	assert_null(inbox_receipt(b->in, "two"));
	assert_non_null(inbox_receipt(b->in, "r0"));
	assert_non_null(inbox_receipt(b->in, id));
	assert_string_equal(inbox_first(b->in)->id, "one");
}

/* A supervisor was killed between a receipt and the end of its reply. */
static void
test_killed(void **state)
{
	struct box *b = *state;

	inbox_finish(b->in, add(b, "one"), "delivered", NULL);
	put(b, "0000000000000007.json", "{\"reply\":\"one\",\"body\":{}}");
	put(b, "0000000000000008.json.AbCdEf", "{\"rep");
	again(b);
	assert_int_equal(inbox_count(b->in), 0);
	assert_false(has(b, "0000000000000007.json"));
	assert_false(has(b, "0000000000000008.json.AbCdEf"));
}

static void
test_broken(void **state)
{
	static const struct {
		const char *name;
		const char *text;
	} cases[] = {
		{ "0000000000000001.json", "" },
		{ "0000000000000002.json", "[]" },
		{ "0000000000000003.json", "{\"reply\":\"../x\",\"body\":{}}" },
		{ "0000000000000004.json", "{\"reply\":\"x\"}" },
		{ "0000000000000005.json", "{\"reply\":\"good\",\"body\":1}" },
		{ "0000000000000007.json", "{\"reply\":\"good\",\"body\":{}}" },
		{ "receipts.json", "{\"no\":\"array\"}" },
	};
	struct box *b = *state;
	char *aside;
	size_t i;

	add(b, "good");
	inbox_close(b->in);
	for (i = 0; i < nitems(cases); i++)
		put(b, cases[i].name, cases[i].text);
	put(b, "0000000000000006.json",
	    "{\"reply\":\"good\",\"handed\":{\"pid\":-1},\"body\":{}}");
	put(b, "6.json", "{\"reply\":\"other\",\"body\":{}}");
	b->in = inbox_open(b->inbox);
	/* One of two with the same id is taken, whichever was read first. */
	assert_int_equal(inbox_count(b->in), 1);
	assert_string_equal(inbox_first(b->in)->id, "good");
	for (i = 0; i < 5; i++) {
		aside = xasprintf("%s.broken", cases[i].name);
		if (!has(b, aside))
			fail_msg("%s is not set aside", cases[i].name);
		free(aside);
	}
	assert_true(has(b, "receipts.json.broken"));
}

static void
test_bounds(void **state)
{
	struct box *b = *state;
	char id[32], *cause = NULL, *big;
	int i;

	big = xcalloc(1, INBOX_BYTES);
	memset(big, 'x', INBOX_BYTES - 1);
	assert_null(inbox_add(b->in, "big", body(big), &cause));
	assert_string_equal(cause, "too many replies wait for it");
	free(cause);
	free(big);
	for (i = 0; i < INBOX_WAITING; i++) {
		xsnprintf(id, sizeof id, "r%d", i);
		add(b, id);
	}
	cause = NULL;
	assert_null(inbox_add(b->in, "more", body("x"), &cause));
	free(cause);
	inbox_finish(b->in, inbox_first(b->in), "delivered", NULL);
	add(b, "more");
}

#ifdef TEST_HOOKS
static void
fault(struct box *b, const char *line)
{
	assert_int_equal(atomic_write(b->faults, line, strlen(line), false), 0);
}

static void
test_full_disk(void **state)
{
	struct box *b = *state;
	struct inbox_reply *r;
	char *cause = NULL;

	r = add(b, "one");
	fault(b, "write 0000 ENOSPC\n");
	assert_null(inbox_add(b->in, "two", body("x"), &cause));
	assert_string_equal(cause,
	    "it cannot be kept: No space left on device");
	free(cause);
	r->handed = true;
	assert_int_equal(inbox_save(b->in, r), -1);
	/* The receipt cannot be written: its file stays until one can. */
	fault(b, "write receipts ENOSPC\n");
	inbox_finish(b->in, r, "delivered", NULL);
	assert_int_equal(inbox_count(b->in), 0);
	assert_non_null(inbox_receipt(b->in, "one"));
	assert_true(has(b, "0000000000000001.json"));
	fault(b, "\n");
	inbox_finish(b->in, add(b, "three"), "delivered", NULL);
	assert_false(has(b, "0000000000000001.json"));
	again(b);
	assert_int_equal(inbox_count(b->in), 0);
	assert_non_null(inbox_receipt(b->in, "one"));
	assert_non_null(inbox_receipt(b->in, "three"));
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ids),
		cmocka_unit_test_setup_teardown(test_order, setup, teardown),
		cmocka_unit_test_setup_teardown(test_handed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_receipts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_killed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_broken, setup, teardown),
		cmocka_unit_test_setup_teardown(test_bounds, setup, teardown),
#ifdef TEST_HOOKS
		cmocka_unit_test_setup_teardown(test_full_disk, setup,
		    teardown),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
