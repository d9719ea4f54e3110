/* SPDX-License-Identifier: ISC */
/* hostenv: the environment of a worker. */

#include <string.h>

#include "base/log.h"
#include "base/termname.h"
#include "host/boot.h"
#include "host/hostenv.h"

#define HOSTENV_PATH                                                           \
	"/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"

/* Never passed on, in three groups: what tells of another terminal, or of a
 * session of ours around this one; what agents set for the programs that they
 * start, and would take for being nested; and the systemd of another unit. A
 * name that ends in '*' stands for all that begin so. */
static const char *const hostenv_dropped[] = {
	"ALACRITTY_*",
	"AMP_CURRENT_THREAD_ID",
	"BGMUX_JOB_DIR",
	"BGMUX_SESSION",
	"BGMUX_SOCKET",
	"BGMUX_TOKEN",
	"CLAUDECODE",
	"CLAUDE_CODE_CHILD_SESSION",
	"CLAUDE_CODE_ENTRYPOINT",
	"CLAUDE_CODE_EXECPATH",
	"CLAUDE_CODE_PARENT_SESSION_ID",
	"CLAUDE_CODE_REMOTE_SESSION_ID",
	"CLAUDE_CODE_SESSION*",
	"CLAUDE_CODE_SSE_PORT",
	"CLAUDE_CODE_TASK_ID",
	"CLAUDE_ENV_FILE",
	"CLAUDE_JOB_DIR",
	"CLAUDE_PROJECT_DIR",
	"CODEX_CI",
	"CODEX_SANDBOX*",
	"CODEX_THREAD_ID",
	"COLORFGBG",
	"COLORTERM",
	"COLUMNS",
	"CURSOR_AGENT",
	"ConEmu*",
	"GEMINI_CLI",
	"GHOSTTY_*",
	"GNOME_TERMINAL_*",
	"GPG_TTY",
	"INSIDE_EMACS",
	"ITERM*",
	"KITTY_*",
	"KONSOLE_*",
	"LC_TERMINAL*",
	"LINES",
	"MLTERM",
	"NOTIFY_SOCKET",
	"OPENCODE",
	"QWEN_CODE",
	"SSH_TTY",
	"STY",
	"TERM",
	"TERMCAP",
	"TERMINATOR_UUID",
	"TERMINFO",
	"TERM_FEATURES",
	"TERM_PROGRAM*",
	"TERM_SESSION_ID",
	"TILIX_ID",
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
	"XTERM_*",
	"ZELLIJ*",
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

/* TERM: what was asked for, if the session's programs can find it. */
static const char *
hostenv_term(const struct strv *env, const char *asked)
{
	const char *home = strv_getenv(env, "HOME");

	if (asked != NULL && termname_installed(asked, home))
		return asked;
	if (asked != NULL)
		log_warnx("no description of terminal %s is installed", asked);
	return termname_installed("xterm-256color", home) ? "xterm-256color" :
							    "xterm";
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
	strv_setenv(out, "TERM", hostenv_term(out, b->term));
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
