/* SPDX-License-Identifier: ISC */
/* boot: what a host is told at its start, checked. */

#include <string.h>

#include "base/envlist.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/monotime.h"
#include "base/termname.h"
#include "base/xmalloc.h"
#include "host/boot.h"
#include "host/hosttell.h"
#include "host/drive.h"
#include "host/stop.h"
#include "term/cell.h"
#include "term/scrollback.h"

#define BOOT_ID_LEN	    8
#define BOOT_STRINGS_MAX    65536
#define BOOT_ENV_MAX	    (4u << 20) /* bytes */
#define BOOT_LINGER_MAX	    (24 * 3600 * (int64_t)1000)
#define BOOT_SILENT_MAX	    (24 * 3600 * (int64_t)1000)
#define BOOT_SCROLLBACK_MAX (1024 * (int64_t)(1u << 20))

static int
boot_id_ok(const char *id)
{
	return id != NULL && strlen(id) == BOOT_ID_LEN &&
	    strspn(id, "0123456789abcdef") == BOOT_ID_LEN;
}

static unsigned
boot_clamp(int64_t n, unsigned min, unsigned max)
{
	if (n < (int64_t)min)
		return min;
	return n > (int64_t)max ? max : (unsigned)n;
}

static int64_t
boot_range(int64_t n, int64_t max)
{
	if (n < 0)
		return 0;
	return n > max ? max : n;
}

static int
boot_strings(const struct jv *boot, const char *key, struct strv *out)
{
	struct jv *list;
	size_t i, n;

	if ((list = jv_get_array(boot, key)) == NULL)
		return -1;
	if ((n = jv_count(list)) > BOOT_STRINGS_MAX)
		return -1;
	for (i = 0; i < n; i++) {
		if (jv_string_at(list, i) == NULL)
			return -1;
		strv_add(out, jv_string_at(list, i));
	}
	return 0;
}

/* A string that must be there; a path must be absolute. */
static int
boot_string(const struct jv *boot, const char *key, bool path, char **out)
{
	const char *s;

	s = jv_string(boot, key);
	if (s == NULL || (path && s[0] != '/'))
		return -1;
	*out = xstrdup(s);
	return 0;
}

static const char *
boot_fill(struct boot *b, const struct jv *jv)
{
	const char *s;

	if (!boot_id_ok(jv_string(jv, "id")))
		return "id";
	b->id = xstrdup(jv_string(jv, "id"));
	if (boot_string(jv, "name", false, &b->name) != 0 ||
	    strlen(b->name) > BOOT_NAME_MAX)
		return "name";
	if (boot_string(jv, "kind", false, &b->kind) != 0 ||
	    strlen(b->kind) > BOOT_NAME_MAX)
		return "kind";
	if (boot_string(jv, "cwd", true, &b->cwd) != 0)
		return "cwd";
	if (boot_string(jv, "stateDir", true, &b->state_dir) != 0)
		return "stateDir";
	if (boot_string(jv, "runtimeDir", true, &b->runtime_dir) != 0)
		return "runtimeDir";
	if (boot_strings(jv, "argv", &b->argv) != 0 || b->argv.n == 0 ||
	    b->argv.v[0][0] == '\0')
		return "argv";
	if (envlist_strv(jv_get(jv, "env"), BOOT_ENV_MAX, &b->env) != 0)
		return "env";
	s = jv_string(jv, "token");
	b->token = xstrdup(s != NULL ? s : "");
	if ((s = jv_string(jv, "adapter")) != NULL) {
		if (strlen(s) > BOOT_NAME_MAX)
			return "adapter";
		b->adapter = xstrdup(s);
	}
	if (termname_valid(s = jv_string(jv, "term")))
		b->term = xstrdup(s);
	return NULL;
}

void
boot_change(struct boot *b, const struct jv *jv)
{
	const char *level = jv_string(jv, "logLevel");

	if (level != NULL && log_level_find(level) != -1)
		b->log_level = log_level_find(level);
	if (hosttell_clipboard(jv_string(jv, "clipboard")) != -1)
		b->clipboard = hosttell_clipboard(jv_string(jv, "clipboard"));
	if (jv_string(jv, "summaryCommand") != NULL) {
		free(b->summary_command);
		b->summary_command = xstrdup(jv_string(jv, "summaryCommand"));
	}
	b->from_sessions = jv_bool(jv, "sendFromSessions", b->from_sessions);
	b->silent_ms =
	    boot_range(jv_int(jv, "silentMs", b->silent_ms), BOOT_SILENT_MAX);
	b->grace_ms =
	    boot_range(jv_int(jv, "graceMs", b->grace_ms), STOP_GRACE_MAX_MS);
}

struct boot *
boot_parse(const struct jv *jv, char **cause)
{
	const char *bad, *task = jv_string(jv, "task");
	struct boot *b;

	b = xcalloc(1, sizeof(*b));
	if ((bad = boot_fill(b, jv)) != NULL) {
		*cause = xasprintf("the boot message has no good '%s'", bad);
		boot_free(b);
		return NULL;
	}
	b->exec = jv_bool(jv, "exec", false);
	b->unprompted = jv_bool(jv, "unprompted", false);
	b->tasked = task != NULL && *task != '/';
	b->hooks_at = (int)boot_range(jv_int(jv, "hooksAt", -1) + 1,
			  (int64_t)b->argv.n + 1) -
	    1;
	if (jv_get_array(jv, "options") != NULL)
		b->options = jv_copy(jv_get_array(jv, "options"));
	if (jv_string(jv, "sessionId") != NULL)
		b->conversation = xstrdup(jv_string(jv, "sessionId"));
	b->cols =
	    boot_clamp(jv_int(jv, "cols", 120), TERM_MIN_COLS, TERM_MAX_COLS);
	b->rows =
	    boot_clamp(jv_int(jv, "rows", 40), TERM_MIN_ROWS, TERM_MAX_ROWS);
	b->umask = (mode_t)(jv_int(jv, "umask", 022) & 0777);
	b->started_at = jv_int(jv, "startedAt", wall_ms());
	b->linger_ms =
	    boot_range(jv_int(jv, "lingerMs", BOOT_LINGER_MS), BOOT_LINGER_MAX);
	b->scrollback =
	    (size_t)boot_range(jv_int(jv, "scrollback", SCROLLBACK_DEFAULT),
		BOOT_SCROLLBACK_MAX);
	b->log_level = -1;
	b->clipboard = CLIPBOARD_FOCUSED;
	b->silent_ms = DRIVE_SILENT_MS;
	b->grace_ms = STOP_GRACE_MS;
	boot_change(b, jv);
	return b;
}

void
boot_free(struct boot *b)
{
	if (b == NULL)
		return;
	free(b->id);
	free(b->name);
	free(b->kind);
	free(b->adapter);
	free(b->conversation);
	jv_free(b->options);
	free(b->cwd);
	free(b->state_dir);
	free(b->runtime_dir);
	free(b->token);
	free(b->summary_command);
	free(b->term);
	strv_clear(&b->argv);
	strv_clear(&b->env);
	free(b);
}

char *
boot_job_dir(const struct boot *b)
{
	return xasprintf("%s/jobs/%s", b->state_dir, b->id);
}

char *
boot_socket(const struct boot *b)
{
	return xasprintf("%s/h/%s", b->runtime_dir, b->id);
}
