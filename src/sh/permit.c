/* SPDX-License-Identifier: ISC */
/* permit: whether a command may run without being asked about. */

#include "base/path.h"
#include "base/xmalloc.h"
#include "sh/permit.h"

#define RULE "Bash("

static const char *const names[] = {
	[PERMIT_DEFAULT] = "default",
	[PERMIT_EDITS] = "acceptEdits",
	[PERMIT_PLAN] = "plan",
	[PERMIT_AUTO] = "auto",
	[PERMIT_DONT_ASK] = "dontAsk",
	[PERMIT_BYPASS] = "bypassPermissions",
};

/* Commands that change files and do nothing else. */
static const char *const edits[] = { "cp", "ln", "mkdir", "mv", "rm", "rmdir",
	"touch" };

/* Words that no command has by mere habit, and that cannot be undone. */
static const char *const harms[] = { "chmod", "chown", "dd", "doas", "fdisk",
	"halt", "kill", "killall", "mkfs", "mount", "parted", "pkill",
	"poweroff", "reboot", "rm", "shred", "shutdown", "su", "sudo",
	"truncate", "umount", "wipefs", "--force", "--hard" };

void
permit_clear(struct permit *p)
{
	strv_clear(&p->allowed);
	strv_clear(&p->dirs);
}

bool
permit_find(const char *name, enum permit_mode *mode)
{
	size_t i;

	if (strcmp(name, "manual") == 0) {
		*mode = PERMIT_DEFAULT;
		return true;
	}
	for (i = 0; i < nitems(names); i++) {
		if (strcmp(names[i], name) != 0)
			continue;
		*mode = (enum permit_mode)i;
		return true;
	}
	return false;
}

const char *
permit_name(enum permit_mode mode)
{
	return names[mode];
}

enum permit_mode
permit_next(enum permit_mode mode)
{
	switch (mode) {
	case PERMIT_DEFAULT:
		return PERMIT_EDITS;
	case PERMIT_EDITS:
		return PERMIT_PLAN;
	default:
		return PERMIT_DEFAULT;
	}
}

/* Whether a shell does no more with it than split it into words. */
static bool
permit_plain(const char *command)
{
	return command[strcspn(command, "|&;<>()$`\\\"'*?[#~=%!{}\n")] == '\0';
}

static bool
permit_listed(const char *const *list, size_t n, const char *word, size_t len)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (strlen(list[i]) == len && memcmp(list[i], word, len) == 0)
			return true;
	}
	return false;
}

static bool
permit_below(const struct permit *p, const char *path)
{
	char *full = path_absolute(path);
	size_t i, n;
	bool below = false;

	for (i = 0; full != NULL && i < p->dirs.n && !below; i++) {
		n = strlen(p->dirs.v[i]);
		below = strncmp(full, p->dirs.v[i], n) == 0 &&
		    (full[n] == '\0' || full[n] == '/');
	}
	free(full);
	return below;
}

/* Whether a path, as it stands in a command, is in one of the directories: it
 * and what it is in, whose links are resolved. */
static bool
permit_inside(const struct permit *p, const char *word)
{
	char *copy = xstrdup(word), *slash = strrchr(copy, '/');
	bool inside;

	if (slash != NULL)
		slash[slash == copy ? 1 : 0] = '\0';
	inside = permit_below(p, slash != NULL ? copy : ".") &&
	    permit_below(p, word);
	free(copy);
	return inside;
}

/* Whether it changes files, and only where they may be changed. */
static bool
permit_edits(const struct permit *p, const char *command)
{
	size_t n = strcspn(command, " \t");
	char *word;
	bool ok = true;

	if (!permit_plain(command) ||
	    !permit_listed(edits, nitems(edits), command, n))
		return false;
	for (command += n; ok; command += n) {
		command += strspn(command, " \t");
		n = strcspn(command, " \t");
		if (n == 0)
			break;
		word = xstrndup(command, n);
		if (*word == '-')
			ok = strchr(word, '/') == NULL;
		else
			ok = strstr(word, "..") == NULL &&
			    permit_inside(p, word);
		free(word);
	}
	return ok;
}

/* Whether any of its words is known to harm. Quotes and paths hide none. */
static bool
permit_harms(const char *command)
{
	const char *between = " \t\n|&;<>()$`\\\"'/={}";
	size_t n;

	for (; *command != '\0'; command += n) {
		command += strspn(command, between);
		n = strcspn(command, between);
		if (permit_listed(harms, nitems(harms), command, n) ||
		    strncmp(command, "mkfs.", 5) == 0)
			return true;
	}
	return false;
}

static bool
permit_matches(const char *rule, const char *command)
{
	size_t n = strlen(rule), m;

	if (strcmp(rule, "Bash") == 0)
		return true;
	if (strncmp(rule, RULE, sizeof RULE - 1) != 0 || rule[n - 1] != ')')
		return false;
	rule += sizeof RULE - 1;
	n -= sizeof RULE;
	if (n >= 2 && memcmp(rule + n - 2, ":*", 2) == 0) {
		n -= 2;
		m = strlen(command);
		return permit_plain(command) && m >= n &&
		    memcmp(command, rule, n) == 0 &&
		    (command[n] == '\0' || command[n] == ' ');
	}
	return strlen(command) == n && memcmp(command, rule, n) == 0;
}

enum permit_verdict
permit_judge(const struct permit *p, const char *command)
{
	size_t i;

	if (p->mode == PERMIT_PLAN)
		return PERMIT_SAY;
	if (p->mode == PERMIT_BYPASS)
		return PERMIT_RUN;
	for (i = 0; i < p->allowed.n; i++) {
		if (permit_matches(p->allowed.v[i], command))
			return PERMIT_RUN;
	}
	switch (p->mode) {
	case PERMIT_EDITS:
		return permit_edits(p, command) ? PERMIT_RUN : PERMIT_ASK;
	case PERMIT_AUTO:
		return permit_harms(command) ? PERMIT_ASK : PERMIT_RUN;
	case PERMIT_DONT_ASK:
		return PERMIT_REFUSE;
	default:
		return PERMIT_ASK;
	}
}

char *
permit_rule(const char *command)
{
	size_t n = strcspn(command, " ");

	if (permit_plain(command) && n > 0)
		return xasprintf("%s%.*s:*)", RULE, (int)n, command);
	return xasprintf("%s%s)", RULE, command);
}

char *
permit_describe(const char *rule)
{
	size_t n = strlen(rule);

	if (n > sizeof RULE + 2 && strcmp(rule + n - 3, ":*)") == 0)
		return xasprintf("%.*s commands", (int)(n - sizeof RULE - 2),
		    rule + sizeof RULE - 1);
	return xstrdup("this command");
}
