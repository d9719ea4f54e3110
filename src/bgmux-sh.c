/* SPDX-License-Identifier: ISC */
/* bgmux-sh: the built-in agent, a conversation whose tasks are shell
 * commands. It knows nothing of the terminal that shows it. */

#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <termios.h>

#include "base/atomic.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/monotime.h"
#include "base/opts.h"
#include "base/path.h"
#include "base/spawn.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#define LINE_MAX_BYTES (64u << 10)
#define TRANSCRIPT_MAX (64u << 20)
#define SHOWN_MAX      4096 /* bytes of an old task that are shown */

struct agent {
	char *id;	/* owned, of the conversation */
	char *path;	/* owned, of the transcript */
	int transcript; /* appended to; -1 after it failed */
	bool tty;	/* standard input is our terminal */
	bool fancy;	/* the terminal shows UTF-8 */
	struct termios saved;
	struct buf line; /* typed and not yet ended */
};

static const struct opt options[] = {
	{ 0, "session-id", "ID", "call the conversation ID" },
	{ 0, "resume", "ID", "go on with the conversation ID" },
	{ 0, "version", NULL, "print the version" },
};

static volatile sig_atomic_t interrupted;

static void on_interrupt(int);
static void die(const char *, char *) __attribute__((__noreturn__));
static void say(const char *, ...) __attribute__((__format__(printf, 1, 2)));
static void setup_signals(void);
static void setup_tty(struct agent *);
static void set_id(struct agent *, const char *);
static void set_path(struct agent *);
static void open_transcript(struct agent *);
static void note(struct agent *, struct jv *);
static struct jv *entry(const char *);
static void show_prompt(const struct agent *);
static void show_result(const struct agent *, int, int);
static void show_old(const struct agent *, const struct jv *);
static bool resume(struct agent *);
static void foreground(const struct agent *, pid_t);
static int wait_for(const struct agent *, pid_t);
static void run(struct agent *, const char *);
static char *take_line(struct agent *);
static char *read_line(struct agent *);
static bool obey(struct agent *, const char *);

static void
on_interrupt(int signo)
{
	(void)signo;
	interrupted = 1;
}

static void
die(const char *what, char *cause)
{
	fprintf(stderr, "bgmux-sh: %s%s\n", what, cause);
	exit(1);
}

static void
say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	fflush(stdout);
}

/* The terminal's keys are for the command that runs, not for us. */
static void
setup_signals(void)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof sa);
	sigemptyset(&sa.sa_mask);
	sa.sa_handler = on_interrupt;
	sigaction(SIGINT, &sa, NULL); /* ends a read: the line is dropped */
	sa.sa_handler = SIG_IGN;
	sigaction(SIGQUIT, &sa, NULL);
	sigaction(SIGTSTP, &sa, NULL);
	sigaction(SIGTTOU, &sa, NULL);
	sigaction(SIGPIPE, &sa, NULL);
}

static void
setup_tty(struct agent *a)
{
	const char *term = getenv("TERM_PROGRAM");

	a->fancy =
	    utf8_locale() || (term != NULL && strcmp(term, "bgmux") == 0);
	a->tty = tcgetattr(STDIN_FILENO, &a->saved) == 0 &&
	    tcgetpgrp(STDIN_FILENO) == getpgrp();
#ifdef IUTF8
	if (a->tty && a->fancy) {
		a->saved.c_iflag |= IUTF8;
		tcsetattr(STDIN_FILENO, TCSANOW, &a->saved);
	}
#endif
}

/* The id becomes part of a path. */
static void
set_id(struct agent *a, const char *id)
{
	uint8_t r[4];
	size_t n;

	if (id == NULL) {
		if (getrandom(r, sizeof r, 0) != sizeof r)
			fatal("getrandom");
		a->id = xasprintf("%02x%02x%02x%02x", r[0], r[1], r[2], r[3]);
		return;
	}
	n = strspn(id,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789-");
	if (n == 0 || n > 64 || id[n] != '\0')
		die("an id has 1 to 64 letters, digits and '-'", (char *)"");
	a->id = xstrdup(id);
}

/* In the job's directory, else in one of its own. */
static void
set_path(struct agent *a)
{
	const char *job = getenv("BGMUX_JOB_DIR");
	char *state, *dir, *cause = NULL;

	if (job != NULL && *job == '/')
		dir = xstrdup(job);
	else {
		state = path_state(&cause);
		if (state == NULL)
			die("", cause);
		dir = xasprintf("%s/sh/%s", state, a->id);
		free(state);
	}
	if (path_mkdirs(dir) != 0)
		die("cannot make its directory: ", strerror(errno));
	a->path = path_join(dir, "transcript.jsonl");
	free(dir);
}

static struct jv *
entry(const char *type)
{
	struct jv *v = jv_object();

	jv_set_string(v, "type", type);
	jv_set_int(v, "at", wall_ms());
	return v;
}

/* Append an entry, which is taken, in one write. */
static void
note(struct agent *a, struct jv *v)
{
	struct buf b = { 0 };
	char *text = jv_text(v, false);

	buf_printf(&b, "%s\n", text);
	if (a->transcript != -1 &&
	    write(a->transcript, b.data, b.len) != (ssize_t)b.len) {
		say("cannot write %s: %s\n", a->path, strerror(errno));
		close(a->transcript);
		a->transcript = -1;
	}
	buf_clear(&b);
	free(text);
	jv_free(v);
}

static void
open_transcript(struct agent *a)
{
	struct jv *v;
	struct stat sb;

	a->transcript = open(a->path,
	    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (a->transcript == -1)
		die("cannot open its transcript: ", strerror(errno));
	if (fstat(a->transcript, &sb) != 0 || sb.st_size > 0)
		return;
	v = entry("session");
	jv_set_string(v, "id", a->id);
	note(a, v);
}

static void
show_prompt(const struct agent *a)
{
	say("%s", a->fancy ? "\342\235\257 " : "> ");
}

/* How a task ended: a signal, or an exit code. */
static void
show_result(const struct agent *a, int code, int signo)
{
	const char *good = a->fancy ? "\342\234\223" : "ok:";
	const char *bad = a->fancy ? "\342\234\227" : "failed:";

	if (signo != 0)
		say("%s exit %d (%s)\n", bad, 128 + signo, strsignal(signo));
	else if (code != 0)
		say("%s exit %d\n", bad, code);
	else
		say("%s done\n", good);
}

static void
show_old(const struct agent *a, const struct jv *v)
{
	const char *type = jv_string(v, "type"), *text = jv_string(v, "text");
	char *clean;

	if (type == NULL)
		return;
	if (strcmp(type, "task") == 0 && text != NULL) {
		clean = utf8_clean(text, strlen(text), SHOWN_MAX);
		show_prompt(a);
		say("%s\n", clean);
		free(clean);
	} else if (strcmp(type, "result") == 0)
		show_result(a, (int)jv_int(v, "exitCode", 0),
		    (int)jv_int(v, "signal", 0));
}

/* Show the conversation so far: false if there is none of this id. A line
 * that was cut short when the machine went down is passed over. */
static bool
resume(struct agent *a)
{
	struct jv *v;
	char *text, *line, *next, *cause;
	const char *id;
	size_t n;
	bool found = false;

	text = atomic_read(a->path, TRANSCRIPT_MAX, &n);
	for (line = text; line != NULL && *line != '\0'; line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		v = jv_parse(line, strlen(line), &cause);
		if (v == NULL) {
			free(cause);
			continue;
		}
		id = jv_string(v, "id");
		if (id != NULL && strcmp(id, a->id) == 0)
			found = true;
		if (found)
			show_old(a, v);
		jv_free(v);
	}
	free(text);
	return found;
}

/* Give the terminal to a process group. */
static void
foreground(const struct agent *a, pid_t pgrp)
{
	if (a->tty)
		tcsetpgrp(STDIN_FILENO, pgrp);
}

/* The wait status of a command. There is no job control: what stops is woken,
 * also when it read before the terminal was its own. */
static int
wait_for(const struct agent *a, pid_t pid)
{
	int status;

	foreground(a, pid);
	kill(-pid, SIGCONT);
	for (;;) {
		if (waitpid(pid, &status, WUNTRACED) == -1) {
			if (errno == EINTR)
				continue;
			fatal("waitpid");
		}
		if (!WIFSTOPPED(status))
			break;
		kill(-pid, SIGCONT);
	}
	foreground(a, getpgrp());
	if (a->tty)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &a->saved);
	return status;
}

static void
run(struct agent *a, const char *task)
{
	char *argv[] = { (char *)"sh", (char *)"-c", (char *)task, NULL };
	struct spawn s;
	struct jv *v;
	char *cause = NULL;
	int status, code, signo;
	pid_t pid;

	v = entry("task");
	jv_set_string(v, "text", task);
	note(a, v);
	spawn_init(&s);
	s.file = "sh";
	s.argv = argv;
	s.fds[0] = STDIN_FILENO;
	s.fds[1] = STDOUT_FILENO;
	s.fds[2] = STDERR_FILENO;
	s.setpgid = a->tty;
	pid = spawn_start(&s, &cause);
	if (pid == -1) {
		say("%s\n", cause);
		free(cause);
		status = W_EXITCODE(127, 0);
	} else
		status = wait_for(a, pid);
	code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
	signo = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	v = entry("result");
	jv_set_int(v, signo != 0 ? "signal" : "exitCode",
	    signo != 0 ? signo : code);
	note(a, v);
	say("\n");
	show_result(a, code, signo);
}

/* A whole line of those typed (caller frees); NULL if there is none yet. */
static char *
take_line(struct agent *a)
{
	uint8_t *end;
	char *line;
	size_t n;

	if (a->line.len == 0)
		return NULL;
	end = memchr(a->line.data, '\n', a->line.len);
	if (end == NULL)
		return NULL;
	n = (size_t)(end - a->line.data);
	line = xstrndup((const char *)a->line.data, n);
	buf_drain(&a->line, n + 1);
	return line;
}

/* The next line (caller frees), NULL at the end of input. */
static char *
read_line(struct agent *a)
{
	uint8_t chunk[4096];
	char *line;
	ssize_t n;

	show_prompt(a);
	while ((line = take_line(a)) == NULL) {
		n = read(STDIN_FILENO, chunk, sizeof chunk);
		if (n == 0 && a->line.len > 0) {
			/* Ctrl+D in a line: the terminal hands over what is
			 * there; it goes on. */
			if (a->tty)
				continue;
			chunk[0] = '\n';
			n = 1;
		}
		if (n > 0) {
			if (a->line.len + (size_t)n > LINE_MAX_BYTES)
				buf_reset(&a->line);
			buf_put(&a->line, chunk, (size_t)n);
		} else if (n == -1 && errno == EINTR) {
			if (!interrupted)
				continue;
			interrupted = 0;
			buf_reset(&a->line);
			say("\n");
			show_prompt(a);
		} else
			return NULL;
	}
	return line;
}

/* Do what a line says; false if it ends the conversation. */
static bool
obey(struct agent *a, const char *line)
{
	size_t n;

	line += strspn(line, " \t");
	n = strlen(line);
	while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\t'))
		n--;
	if (n == 0)
		return true;
	if (n == 5 && strncmp(line, "/exit", n) == 0)
		return false;
	run(a, line);
	return true;
}

int
main(int argc, char **argv)
{
	struct agent a = { .transcript = -1 };
	struct opts *o;
	struct strv words = { 0 };
	char *cause = NULL, *line, *task = NULL;
	int i;

	o = opts_parse(options, nitems(options), argc, argv, false, &cause);
	if (o == NULL) {
		fprintf(stderr, "bgmux-sh: %s\n", cause);
		return 2;
	}
	if (opts_has(o, "version")) {
		say("bgmux-sh %s\n", PACKAGE_VERSION);
		return 0;
	}
	for (i = 0; i < opts_argc(o); i++)
		strv_add(&words, opts_argv(o)[i]);
	if (words.n > 0)
		task = strv_join(&words, " ");
	strv_clear(&words);
	setup_signals();
	setup_tty(&a);
	set_id(&a,
	    opts_has(o, "resume") ? opts_get(o, "resume") :
				    opts_get(o, "session-id"));
	set_path(&a);
	say("bgmux sh: tasks are shell commands, /exit ends\n\n");
	if (opts_has(o, "resume") && !resume(&a))
		die("no conversation ", a.id);
	opts_free(o);
	open_transcript(&a);
	if (task != NULL) {
		show_prompt(&a);
		say("%s\n", task);
		if (!obey(&a, task))
			return 0;
		free(task);
	}
	while ((line = read_line(&a)) != NULL && obey(&a, line))
		free(line);
	say(line == NULL ? "\n" : "");
	free(line);
	free(a.id);
	free(a.path);
	buf_clear(&a.line);
	return 0;
}
