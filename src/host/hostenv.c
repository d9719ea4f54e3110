/* SPDX-License-Identifier: ISC */
/* hostenv: the environment of a worker. */

#include <string.h>
#include <unistd.h>

#include "base/xmalloc.h"
#include "host/boot.h"
#include "host/hostenv.h"

#define HOSTENV_PATH                                                           \
	"/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"

/* Never passed on. A name that ends in '*' stands for all that begin so. */
static const char *const hostenv_dropped[] = {
	"ALACRITTY_*",
	"BGMUX_JOB_DIR",
	"BGMUX_SESSION",
	"BGMUX_SOCKET",
	"BGMUX_TOKEN",
	"CLAUDECODE",
	"CLAUDE_CODE_ENTRYPOINT",
	"CLAUDE_CODE_SSE_PORT",
	"CLAUDE_JOB_DIR",
	"COLORTERM",
	"COLUMNS",
	"GHOSTTY_*",
	"GNOME_TERMINAL_*",
	"INSIDE_EMACS",
	"ITERM_*",
	"KITTY_*",
	"KONSOLE_*",
	"LC_TERMINAL*",
	"LINES",
	"NOTIFY_SOCKET",
	"STY",
	"TERM",
	"TERMCAP",
	"TERMINFO",
	"TERM_FEATURES",
	"TERM_PROGRAM*",
	"TERM_SESSION_ID",
	"TMUX*",
	"VSCODE_INJECTION",
	"VSCODE_NONCE",
	"VSCODE_SHELL_*",
	"VTE_VERSION",
	"WEZTERM_*",
	"WINDOW",
	"WINDOWID",
	"WT_PROFILE_ID",
	"WT_SESSION",
	"ZELLIJ*",
};

/* Where compiled terminal descriptions are kept. */
static const char *const hostenv_terminfo[] = {
	"/etc/terminfo",
	"/lib/terminfo",
	"/usr/lib/terminfo",
	"/usr/share/terminfo",
	"/usr/local/share/terminfo",
	"/usr/share/lib/terminfo",
};

bool
hostenv_passes(const char *name, size_t n)
{
	size_t i, len;

	for (i = 0; i < nitems(hostenv_dropped); i++) {
		len = strlen(hostenv_dropped[i]);
		if (hostenv_dropped[i][len - 1] == '*') {
			len--;
			if (n >= len &&
			    strncmp(name, hostenv_dropped[i], len) == 0)
				return false;
		} else if (n == len &&
		    strncmp(name, hostenv_dropped[i], len) == 0)
			return false;
	}
	return true;
}

static bool
hostenv_has_terminal(const char *name)
{
	char *path;
	size_t i;
	bool found;

	found = false;
	for (i = 0; i < nitems(hostenv_terminfo) && !found; i++) {
		path =
		    xasprintf("%s/%c/%s", hostenv_terminfo[i], name[0], name);
		found = access(path, R_OK) == 0;
		free(path);
		if (found)
			break;
		/* Where file names do not tell case, letters are in hex. */
		path = xasprintf("%s/%x/%s", hostenv_terminfo[i],
		    (unsigned)name[0], name);
		found = access(path, R_OK) == 0;
		free(path);
	}
	return found;
}

static void
hostenv_copy(struct strv *out, const struct strv *env)
{
	const char *eq;
	size_t i;

	for (i = 0; i < env->n; i++) {
		eq = strchr(env->v[i], '=');
		if (eq == NULL || eq == env->v[i])
			continue;
		if (hostenv_passes(env->v[i], (size_t)(eq - env->v[i])))
			strv_add(out, env->v[i]);
	}
}

void
hostenv_build(struct strv *out, const struct boot *b, const char *job_dir,
    const char *socket)
{
	hostenv_copy(out, &b->env);
	if (strv_getenv(out, "PATH") == NULL)
		strv_setenv(out, "PATH", HOSTENV_PATH);
	strv_setenv(out, "PWD", b->cwd);
	strv_setenv(out, "TERM",
	    hostenv_has_terminal("xterm-256color") ? "xterm-256color" :
						     "xterm");
	strv_setenv(out, "COLORTERM", "truecolor");
	strv_setenv(out, "TERM_PROGRAM", "bgmux");
	strv_setenv(out, "TERM_PROGRAM_VERSION", PACKAGE_VERSION);
	strv_setenv(out, "BGMUX_HOME", b->state_dir);
	strv_setenv(out, "BGMUX_JOB_DIR", job_dir);
	strv_setenv(out, "BGMUX_SESSION", b->id);
	strv_setenv(out, "BGMUX_SOCKET", socket);
	strv_setenv(out, "BGMUX_TOKEN", b->token);
	strv_setenv(out, "CLAUDE_JOB_DIR", job_dir);
}
