/* SPDX-License-Identifier: ISC */
/* viewfile: what people have chosen of how the list looks. It means nothing to
 * the supervisor, which is only its one writer. */

#include <errno.h>

#include "base/atomic.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "supervisor/viewfile.h"

struct viewfile {
	char *path;	   /* owned */
	struct jv *chosen; /* owned: the file */
};

static const struct {
	const char *key;
	const char *words[2];
} members[] = {
	{ "grouping", { "need", "directory" } },
};

static bool
is_word(size_t i, const char *s)
{
	size_t k;

	for (k = 0; s != NULL && k < nitems(members[i].words); k++)
		if (strcmp(members[i].words[k], s) == 0)
			return true;
	return false;
}

struct viewfile *
viewfile_create(const char *state)
{
	struct viewfile *f = xcalloc(1, sizeof *f);
	char *cause = NULL;

	f->path = path_join(state, "daemon/view.json");
	f->chosen = jv_load(f->path, &cause);
	if (f->chosen == NULL && errno != ENOENT)
		log_warnx("%s", cause);
	free(cause);
	if (jv_type(f->chosen) != JV_OBJECT) {
		jv_free(f->chosen);
		f->chosen = jv_object();
	}
	return f;
}

void
viewfile_destroy(struct viewfile *f)
{
	if (f == NULL)
		return;
	jv_free(f->chosen);
	free(f->path);
	free(f);
}

const struct jv *
viewfile_get(const struct viewfile *f)
{
	return f->chosen;
}

int
viewfile_set(struct viewfile *f, const struct jv *set, char **cause)
{
	struct jv *old = jv_copy(f->chosen);
	const char *word;
	size_t i;

	for (i = 0; i < nitems(members); i++) {
		word = jv_string(set, members[i].key);
		if (is_word(i, word))
			jv_set_string(f->chosen, members[i].key, word);
	}
	if (atomic_write_jv(f->path, f->chosen, false) == 0) {
		jv_free(old);
		return 0;
	}
	*cause = xasprintf("cannot write %s: %s", f->path, strerror(errno));
	jv_free(f->chosen);
	f->chosen = old;
	return -1;
}
