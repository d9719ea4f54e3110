/* SPDX-License-Identifier: ISC */
/* record_fuzz: a session's record as it may be found on disk, and the same
 * bytes as what a host tells of a session. The machine, boot and pidns "here"
 * are those of this one. */

#include "base/buf.h"
#include "base/jv.h"
#include "base/procid.h"
#include "base/xmalloc.h"
#include "supervisor/session.h"

#include "fuzz.h"

#define ID "0123abcd"

/* What is shown must be bounded, and what is written must load again. A
 * foreign record is never written. */
static void
check(const struct session *s)
{
	struct jv *v = session_object(s);
	char *text = jv_text(v, false), *again, *cause = NULL;
	bool foreign = jv_get(v, "machine") != NULL;
	struct buf b = { 0 };
	struct session *copy;

	session_put(s, SESSION_WHOLE, &b);
	if (strlen(text) != b.len || memcmp(text, b.data, b.len) != 0)
		fuzz_fail("two texts of an object: %s, and %.*s", text,
		    (int)b.len, (const char *)b.data);
	buf_clear(&b);
	free(text);
	jv_free(v);
	if (foreign)
		return;
	v = session_record(s);
	if ((copy = session_from_record(v, ID, &cause)) == NULL)
		fuzz_fail("a record that was written is broken: %s", cause);
	text = jv_text(v, false);
	jv_free(v);
	v = session_record(copy);
	again = jv_text(v, false);
	/* The order of its members may change. */
	if (strlen(text) != strlen(again))
		fuzz_same("record", text, again);
	free(text);
	free(again);
	jv_free(v);
	session_destroy(copy);
}

static void
be_here(struct jv *v, const char *key, const char *value)
{
	const char *s = jv_string(v, key);

	if (s != NULL && strcmp(s, "here") == 0)
		jv_set_string(v, key, value);
}

/* A good session of which a host tells v. */
static void
told(const struct jv *v)
{
	struct session *s = session_create(ID);
	struct jv *good = jv_object();

	jv_set_string(good, "kind", "job");
	jv_set_int(good, "startedAt", 1);
	session_fill(s, good);
	session_merge(s, v);
	check(s);
	session_destroy(s);
	jv_free(good);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct session *s;
	char *cause = NULL;
	struct jv *v;

	v = jv_parse((const char *)p, n, &cause);
	free(cause);
	if (v == NULL)
		return 0;
	be_here(v, "machine", procid_machine());
	be_here(v, "boot", procid_boot());
	be_here(v, "pidns", procid_pidns());
	cause = NULL;
	s = session_from_record(v, ID, &cause);
	if ((s == NULL) != (cause != NULL))
		fuzz_fail("no session and no cause, or both");
	free(cause);
	if (s != NULL)
		check(s);
	session_destroy(s);
	told(v);
	jv_free(v);
	return 0;
}
