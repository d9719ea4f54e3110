/* SPDX-License-Identifier: ISC */
/* bgmux-sh: the built-in agent, a conversation whose tasks are shell
 * commands. It knows nothing of the terminal that shows it. */

#include <sys/random.h>
#include <sys/wait.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <termios.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/opts.h"
#include "base/spawn.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/transcript.h"

#define LINE_MAX_BYTES (64u << 10)
#define SHOWN_MAX      4096 /* bytes of an old task that are shown */

struct agent {
	struct transcript *transcript; /* owned */
	bool tty;		       /* standard input is our terminal */
	bool fancy;		       /* the terminal shows UTF-8 */
	struct termios saved;
	struct buf line; /* typed and not yet ended */
};

static const struct opt options[] = {
	{ 0, "session-id", "ID", "call the conversation ID" },
	{ 0, "resume", "ID", "go on with the conversation ID" },
	{ 0, "version", NULL, "print the version" },
};

static void on_interrupt(int);
static bool take_interrupt(void);
static void die(const char *) __attribute__((__noreturn__));
static void say(const char *, ...) __attribute__((__format__(printf, 1, 2)));
static void setup_signals(void);
static void setup_tty(struct agent *);
static void make_id(char[9]);
static void note(struct agent *, struct jv *);
static void show_prompt(const struct agent *);
static void show_result(const struct agent *, int, int);
static void show_old(const struct jv *, void *);
static void foreground(const struct agent *, pid_t);
static int wait_for(const struct agent *, pid_t);
static void run(struct agent *, const char *);
static char *take_line(struct agent *);
static bool wait_input(void);
static char *read_line(struct agent *);
static bool obey(struct agent *, const char *);
static void begin(struct agent *, const struct opts *);
static void converse(struct agent *, const struct opts *);

/* Being called is enough: it ends ppoll(). */
static void
on_interrupt(int signo)
{
	(void)signo;
}

/* Whether Ctrl+C came while nothing was read. */
static bool
take_interrupt(void)
{
	struct timespec now = { 0, 0 };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	return sigtimedwait(&set, NULL, &now) == SIGINT;
}

static void
die(const char *cause)
{
	fprintf(stderr, "bgmux-sh: %s\n", cause);
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

/* The terminal's keys are for the command that runs, not for us. SIGINT is
 * blocked but in wait_input(), so that none falls between two steps. */
static void
setup_signals(void)
{
	struct sigaction sa;
	sigset_t set;

	memset(&sa, 0, sizeof sa);
	sigemptyset(&sa.sa_mask);
	sa.sa_handler = on_interrupt;
	sigaction(SIGINT, &sa, NULL);
	sa.sa_handler = SIG_IGN;
	sigaction(SIGQUIT, &sa, NULL);
	sigaction(SIGTSTP, &sa, NULL);
	sigaction(SIGTTOU, &sa, NULL);
	sigaction(SIGPIPE, &sa, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
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

/* An id of our own, for a conversation that was given none. */
static void
make_id(char id[9])
{
	uint8_t r[4];

	if (getrandom(r, sizeof r, 0) != sizeof r)
		fatal("getrandom");
	xsnprintf(id, 9, "%02x%02x%02x%02x", r[0], r[1], r[2], r[3]);
}

/* Append to the transcript an entry, which is taken. */
static void
note(struct agent *a, struct jv *v)
{
	char *cause = NULL;

	if (transcript_add(a->transcript, v, &cause) != 0)
		say("cannot write the transcript: %s\n", cause);
	free(cause);
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

/* An entry of a conversation that goes on, as it was on the screen. */
static void
show_old(const struct jv *v, void *arg)
{
	const struct agent *a = arg;
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
	if (take_interrupt()) /* before the terminal was its own */
		kill(-pid, SIGINT);
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
	int status, code = 127, signo = 0;
	pid_t pid;

	v = transcript_entry("task");
	jv_set_string(v, "text", task);
	note(a, v);
	spawn_init(&s);
	s.file = "sh";
	s.argv = argv;
	s.fds[0] = STDIN_FILENO;
	s.fds[1] = STDOUT_FILENO;
	s.fds[2] = STDERR_FILENO;
	s.setpgid = a->tty;
	take_interrupt();
	pid = spawn_start(&s, &cause);
	if (pid != -1) {
		status = wait_for(a, pid);
		code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
		signo = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	} else
		say("%s\n", cause);
	free(cause);
	v = transcript_entry("result");
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

/* Wait for input: false if Ctrl+C came instead. */
static bool
wait_input(void)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	sigset_t set;

	sigprocmask(SIG_BLOCK, NULL, &set);
	sigdelset(&set, SIGINT);
	return ppoll(&p, 1, NULL, &set) != -1 || errno != EINTR;
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
		if (!wait_input()) {
			buf_reset(&a->line);
			say("\n");
			show_prompt(a);
			continue;
		}
		n = read(STDIN_FILENO, chunk, sizeof chunk);
		if (n == 0 && a->line.len > 0) {
			/* Ctrl+D, twice within a line: that ends it. */
			chunk[0] = '\n';
			n = 1;
		}
		if (n <= 0)
			return NULL;
		if (a->line.len + (size_t)n > LINE_MAX_BYTES)
			buf_reset(&a->line);
		buf_put(&a->line, chunk, (size_t)n);
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

/* Open the conversation, and show it if it is to go on. */
static void
begin(struct agent *a, const struct opts *o)
{
	const char *old = opts_get(o, "resume"), *id;
	char made[9], *cause = NULL;

	id = old != NULL ? old : opts_get(o, "session-id");
	if (id == NULL) {
		make_id(made);
		id = made;
	}
	a->transcript = transcript_create(id, &cause);
	if (a->transcript == NULL)
		die(cause);
	say("bgmux sh: tasks are shell commands, /exit ends\n\n");
	if (old != NULL && !transcript_read(a->transcript, show_old, a))
		die("there is no such conversation");
	if (transcript_begin(a->transcript, old != NULL, &cause) != 0)
		die(cause);
}

/* The task of the command line, then one a line. */
static void
converse(struct agent *a, const struct opts *o)
{
	struct strv words = { 0 };
	char *line;
	bool more = true;
	int i;

	for (i = 0; i < opts_argc(o); i++)
		strv_add(&words, opts_argv(o)[i]);
	if (words.n > 0) {
		line = strv_join(&words, " ");
		show_prompt(a);
		say("%s\n", line);
		more = obey(a, line);
		free(line);
	}
	strv_clear(&words);
	while (more && (line = read_line(a)) != NULL) {
		more = obey(a, line);
		free(line);
	}
	if (more)
		say("\n");
}

int
main(int argc, char **argv)
{
	struct agent a = { 0 };
	struct opts *o;
	char *cause = NULL;

	o = opts_parse(options, nitems(options), argc, argv, false, &cause);
	if (o == NULL) {
		fprintf(stderr, "bgmux-sh: %s\n", cause);
		free(cause);
		return 2;
	}
	if (opts_has(o, "version")) {
		say("bgmux-sh %s\n", PACKAGE_VERSION);
		opts_free(o);
		return 0;
	}
	setup_signals();
	setup_tty(&a);
	begin(&a, o);
	converse(&a, o);
	opts_free(o);
	transcript_destroy(a.transcript);
	buf_clear(&a.line);
	return 0;
}
