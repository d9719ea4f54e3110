/* SPDX-License-Identifier: ISC */
/* peers: how the programs that are compared are started, attached to, listed
 * and ended, each with files and sockets of its own. */

#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/path.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "bench.h"

static const char *const names[NPEERS] = { "bgmux", "tmux", "screen",
	"dtach" };

/* Nothing that another would not do as well: no status line, the history of
 * 10,000 lines, UTF-8. */
static const char tmux_conf[] = "set -g status off\n"
				"set -g history-limit 10000\n"
				"set -g default-terminal screen-256color\n"
				"set -s escape-time 0\n";
static const char screen_conf[] = "startup_message off\n"
				  "defscrollback 10000\n"
				  "defutf8 on\n"
				  "vbell off\n"
				  "term screen-256color\n"
				  "defnonblock on\n";

const char *
peer_name(unsigned peer)
{
	return names[peer];
}

bool
peer_emulates(unsigned peer)
{
	return peer != PEER_DTACH;
}

static int
pipe_to(struct spawn *sp, struct buf *out, int *fd)
{
	int p[2];

	*fd = -1;
	if (out == NULL)
		return -1;
	if (pipe(p) == -1)
		die("pipe: %s", strerror(errno));
	sp->fds[1] = p[1];
	sp->fds[2] = p[1];
	*fd = p[0];
	return p[1];
}

int
run_command(const struct strv *argv, const struct strv *env, struct buf *out)
{
	struct spawn sp;
	char *cause = NULL;
	int status, fd, other;
	ssize_t n;
	pid_t pid;

	spawn_init(&sp);
	sp.file = argv->v[0];
	sp.argv = argv->v;
	sp.envp = env->v;
	other = pipe_to(&sp, out, &fd);
	pid = spawn_start(&sp, &cause);
	free(cause);
	if (other != -1)
		close(other);
	while (fd != -1 && pid != -1 &&
	    (n = read(fd, buf_reserve(out, 65536), 65536)) > 0)
		buf_add(out, (size_t)n);
	if (fd != -1)
		close(fd);
	if (pid == -1)
		return -1;
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
inherit(struct strv *env, const char *name)
{
	if (getenv(name) != NULL)
		strv_setenv(env, name, getenv(name));
}

static void
make_env(struct strv *env, const char *dir)
{
	inherit(env, "PATH");
	inherit(env, "ASAN_OPTIONS");
	inherit(env, "UBSAN_OPTIONS");
	strv_setenv(env, "HOME", dir);
	strv_setenv(env, "LC_ALL", "C.UTF-8");
	strv_setenv(env, "TERM", "xterm-256color");
	strv_setenv(env, "COLORTERM", "truecolor");
	strv_setenv(env, "SHELL", "/bin/sh");
	strv_setenv(env, "BGMUX_HOME", dir);
	strv_setenv(env, "BGMUX_RUNTIME_DIR", dir);
	strv_setenv(env, "XDG_CONFIG_HOME", dir);
	strv_setenv(env, "TMUX_TMPDIR", dir);
	strv_setenv(env, "SCREENDIR", dir);
}

/* The beginning of every command of that peer. */
static void
put_program(const struct bench *b, const struct place *p, struct strv *argv)
{
	switch (p->peer) {
	case PEER_BGMUX:
		strv_add(argv, b->bgmux);
		break;
	case PEER_TMUX:
		strv_add(argv, "tmux");
		strv_add(argv, "-L");
		strv_add(argv, "bench");
		strv_add(argv, "-f");
		strv_add(argv, p->conf);
		break;
	case PEER_SCREEN:
		strv_add(argv, "screen");
		strv_add(argv, "-c");
		strv_add(argv, p->conf);
		break;
	default:
		strv_add(argv, "dtach");
		break;
	}
}

char *
peer_version(const struct bench *b, unsigned peer)
{
	static const char *const flag[NPEERS] = { "--version", "-V", "-v",
		"--help" };
	struct strv argv = { 0 }, env = { 0 };
	struct buf out = { 0 };
	char *text;

	strv_add(&argv, peer == PEER_BGMUX ? b->bgmux : names[peer]);
	strv_add(&argv, flag[peer]);
	make_env(&env, b->dir);
	text = NULL;
	if (run_command(&argv, &env, &out) != -1 && out.len > 0) {
		text = buf_steal(&out, NULL);
		text[strcspn(text, "\n")] = '\0';
	}
	buf_clear(&out);
	strv_clear(&argv);
	strv_clear(&env);
	return text;
}

bool
place_open(struct bench *b, struct place *p, unsigned peer, const char *name)
{
	struct strv argv = { 0 };
	bool ok = true;

	memset(p, 0, sizeof *p);
	p->peer = peer;
	/* Another one each time: what is ended may still write in its own. */
	p->dir = xasprintf("%s/%s-%s%u", b->dir, name, names[peer],
	    ++b->places);
	if (mkdir(p->dir, 0700) == -1)
		die("cannot make %s: %s", p->dir, strerror(errno));
	p->conf = xasprintf("%s/conf", p->dir);
	if (peer == PEER_TMUX)
		put_file(p->conf, tmux_conf, sizeof tmux_conf - 1);
	else
		put_file(p->conf, screen_conf, sizeof screen_conf - 1);
	make_env(&p->env, p->dir);
	p->holder.fd = -1;
	/* The server's own start is no part of what a session costs. */
	if (peer == PEER_TMUX)
		ok = session_launch(b, p, "holder") &&
		    ctl_accept(b, "holder", &p->holder);
	else if (peer == PEER_BGMUX) {
		put_program(b, p, &argv);
		strv_add(&argv, "ls");
		ok = run_command(&argv, &p->env, NULL) == 0;
	}
	strv_clear(&argv);
	return ok;
}

static int64_t
daemon_number(const struct buf *out, unsigned peer)
{
	struct jv *status;
	char *cause = NULL;
	int64_t pid;

	if (peer == PEER_TMUX)
		return strtoll((char *)out->data, NULL, 10);
	status = jv_parse((char *)out->data, strlen((char *)out->data), &cause);
	free(cause);
	pid = jv_int(status, "pid", 0);
	jv_free(status);
	return pid;
}

pid_t
place_daemon(struct bench *b, struct place *p)
{
	struct strv argv = { 0 };
	struct buf out = { 0 };
	int64_t pid = 0;

	put_program(b, p, &argv);
	if (p->peer == PEER_TMUX) {
		strv_add(&argv, "display-message");
		strv_add(&argv, "-p");
		strv_add(&argv, "#{pid}");
	} else if (p->peer == PEER_BGMUX) {
		strv_add(&argv, "daemon");
		strv_add(&argv, "status");
		strv_add(&argv, "--json");
	} else {
		strv_clear(&argv);
		return 0;
	}
	if (run_command(&argv, &p->env, &out) == 0) {
		buf_put_u8(&out, '\0');
		pid = daemon_number(&out, p->peer);
	}
	buf_clear(&out);
	strv_clear(&argv);
	return (pid_t)pid;
}

/* Screens and dtaches end with their workers. */
void
place_close(struct bench *b, struct place *p)
{
	struct strv argv = { 0 };
	pid_t daemon = p->peer == PEER_BGMUX ? place_daemon(b, p) : 0;

	ctl_quit(&p->holder);
	put_program(b, p, &argv);
	if (p->peer == PEER_TMUX)
		strv_add(&argv, "kill-server");
	else if (p->peer == PEER_BGMUX) {
		strv_add(&argv, "daemon");
		strv_add(&argv, "stop");
	}
	if (p->peer == PEER_TMUX || p->peer == PEER_BGMUX)
		(void)run_command(&argv, &p->env, NULL);
	/* Of so many sessions a stop may take longer than it is waited for. */
	if (daemon > 0)
		(void)kill(daemon, SIGTERM);
	strv_clear(&argv);
	path_remove_tree(p->dir);
	free(p->dir);
	free(p->conf);
	strv_clear(&p->env);
}

static void
put_all(struct strv *argv, const char *const *word, size_t n)
{
	while (n-- > 0)
		strv_add(argv, *word++);
}

static void
put_start(const struct bench *b, const struct place *p, const char *name,
    struct strv *argv)
{
	put_program(b, p, argv);
	switch (p->peer) {
	case PEER_BGMUX:
		put_all(argv, (const char *[]){ "--bg", "--name", name }, 3);
		strv_addf(argv, "--size=%dx%d", BENCH_COLS, BENCH_ROWS);
		put_all(argv, (const char *[]){ "--exec", "--" }, 2);
		break;
	case PEER_TMUX:
		put_all(argv,
		    (const char *[]){ "new-session", "-d", "-s", name }, 4);
		strv_addf(argv, "-x%d", BENCH_COLS);
		strv_addf(argv, "-y%d", BENCH_ROWS);
		break;
	case PEER_SCREEN:
		put_all(argv, (const char *[]){ "-U", "-dmS", name }, 3);
		break;
	default:
		strv_add(argv, "-n");
		strv_addf(argv, "%s/%s", p->dir, name);
		strv_add(argv, "-Ez");
		break;
	}
	put_all(argv,
	    (const char *[]){ b->worker, b->listen_path, name }, 3);
}

void
place_attach_argv(const struct bench *b, const struct place *p,
    const char *name, struct strv *argv)
{
	put_program(b, p, argv);
	switch (p->peer) {
	case PEER_BGMUX:
		put_all(argv, (const char *[]){ "attach", name }, 2);
		break;
	case PEER_TMUX:
		put_all(argv, (const char *[]){ "attach-session", "-t" }, 2);
		strv_addf(argv, "=%s", name);
		break;
	case PEER_SCREEN:
		put_all(argv, (const char *[]){ "-U", "-r", name }, 3);
		break;
	default:
		strv_add(argv, "-a");
		strv_addf(argv, "%s/%s", p->dir, name);
		put_all(argv, (const char *[]){ "-Ez", "-r", "winch" }, 3);
		break;
	}
}

void
place_list_argv(const struct bench *b, const struct place *p,
    struct strv *argv)
{
	put_program(b, p, argv);
	strv_add(argv,
	    p->peer == PEER_SCREEN	? "-ls" :
		p->peer == PEER_TMUX	? "list-sessions" :
					  "ls");
}

bool
session_launch(struct bench *b, struct place *p, const char *name)
{
	struct strv argv = { 0 };
	int status;

	put_start(b, p, name, &argv);
	status = run_command(&argv, &p->env, NULL);
	strv_clear(&argv);
	return status == 0;
}

/* screen and dtach know no size before a terminal has been there. */
static bool
give_size(struct bench *b, struct session *s)
{
	struct outer o;

	if (s->place->peer != PEER_SCREEN && s->place->peer != PEER_DTACH)
		return true;
	if (!session_attach(b, s, &o))
		return false;
	outer_stop(&o);
	return true;
}

bool
session_start(struct bench *b, struct place *p, const char *name,
    struct session *s)
{
	memset(s, 0, sizeof *s);
	s->place = p;
	s->worker.fd = -1;
	return session_launch(b, p, name) &&
	    ctl_accept(b, name, &s->worker) && give_size(b, s);
}

/* It is there once what is typed comes back. */
bool
session_attach(struct bench *b, struct session *s, struct outer *o)
{
	struct strv argv = { 0 };
	bool ok;

	place_attach_argv(b, s->place, s->worker.name, &argv);
	ok = outer_start(o, &argv, &s->place->env);
	strv_clear(&argv);
	if (!ok)
		return false;
	ctl_tell(&s->worker, "echo");
	outer_drain(o, 20);
	outer_key(o, 'A');
	ok = outer_await(o, &o->seen['A'], 1,
	    now_ns() + 10 * INT64_C(1000000000));
	ctl_tell(&s->worker, "stop");
	ok = ok && ctl_answer(&s->worker, o) == 0;
	if (!ok)
		outer_stop(o);
	return ok;
}

void
session_end(struct bench *b, struct session *s)
{
	struct strv argv = { 0 };

	ctl_quit(&s->worker);
	if (s->place == NULL || s->place->peer != PEER_BGMUX ||
	    s->worker.name[0] == '\0')
		return;
	/* Its row would stay a while. */
	put_program(b, s->place, &argv);
	put_all(&argv, (const char *[]){ "rm", s->worker.name }, 2);
	(void)run_command(&argv, &s->place->env, NULL);
	strv_clear(&argv);
}
