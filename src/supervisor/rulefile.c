/* SPDX-License-Identifier: ISC */
/* rulefile: sends changed adapter files to hosts; what is in them is the
 * hosts' business. */

#include <sys/stat.h>

#include <errno.h>

#include "agent/adapter.h"
#include "base/atomic.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "conf/confwatch.h"
#include "supervisor/hostlink.h"
#include "supervisor/rulefile.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"

#define RULEFILE_MAX (256u << 10)

static const char *
adapter_of(const struct session *s)
{
	const char *name = jv_string(s->fields, "adapter");

	return name != NULL && adapter_valid_name(name) ? name : NULL;
}

void
rulefile_watch(struct confwatch *w, const struct session *s)
{
	const char *name = adapter_of(s);
	char *dir, *path;

	if (name == NULL)
		return;
	if ((dir = path_config()) != NULL) {
		path = xasprintf("%s/adapters/%s.json", dir, name);
		confwatch_add(w, path);
		free(path);
	}
	free(dir);
	if ((path = adapter_file(name, NULL)) != NULL)
		confwatch_add(w, path);
	free(path);
}

static void
check(const char *text, size_t n, const char *path)
{
	struct adapter *a;
	char *cause = NULL;

	a = adapter_parse(text, n, path, &cause);
	if (a == NULL)
		log_warnx("adapter: %s", cause);
	free(cause);
	adapter_destroy(a);
}

/* The hosts of a session's start have read what was there then. */
static bool
is_news(const struct session *s, const char *path)
{
	struct stat sb;

	return stat(path, &sb) == 0 &&
	    (int64_t)sb.st_mtime * 1000 + 999 > session_int(s, "startedAt");
}

void
rulefile_tell(struct session *s)
{
	const char *name = adapter_of(s);
	char *path, *text;
	struct jv *v;
	size_t n;

	if (name == NULL || (path = adapter_file(name, NULL)) == NULL)
		return;
	text = atomic_read(path, RULEFILE_MAX, &n);
	if (text == NULL)
		log_warn("%s", path);
	else {
		v = jv_object();
		jv_set_string(v, "path", path);
		jv_set_string(v, "text", text);
		if (hostlink_adapter(s->link, v, is_news(s, path)))
			check(text, n, path);
		jv_free(v);
	}
	free(text);
	free(path);
}
