/* SPDX-License-Identifier: ISC */
/* bench-worker: the program in the sessions that are measured. It does what
 * the bench tells it over a socket, and ends when that closes.
 *
 *	load PATH	read a file			-> 0
 *	write DSR	write it to the terminal, and if DSR is 1 wait until
 *			the terminal has answered	-> the ns that took
 *	paint DSR	fill the screen in colour	-> 0
 *	lines N COLS DSR print lines			-> 0
 *	echo		write back what is typed, until told otherwise
 *	flood		the same, at the screen's top left corner, while the
 *			rest of the screen scrolls as fast as it can
 *	stop		neither				-> 0
 *	state STATE TEXT
 *			say so of itself (OSC 7501)	-> 0
 *	repaint		paint again whenever the size changes -> 0
 */

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define ROWS	 50
#define COLS	 200
#define CHUNK	 32768
#define FLOOD_AT 4096

static volatile sig_atomic_t resized;
static int ctl;
static char *data;
static size_t data_len;
static int echoing, flooding, repaint;

static void
on_winch(int signo)
{
	(void)signo;
	resized = 1;
}

__attribute__((__format__(printf, 3, 4))) static size_t
format(char *to, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(to, size, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= size)
		_exit(3);
	return (size_t)n;
}

static int64_t
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

static void
put(const char *p, size_t n)
{
	ssize_t done;
	size_t part;

	while (n > 0) {
		part = n < CHUNK ? n : CHUNK;
		done = write(STDOUT_FILENO, p, part);
		if (done == -1 && errno != EINTR)
			_exit(0);
		if (done > 0) {
			p += done;
			n -= (size_t)done;
		}
	}
}

static void
answer(int64_t n)
{
	char text[32];
	size_t len;

	len = format(text, sizeof text, "%lld", (long long)n);
	if (send(ctl, text, len, MSG_NOSIGNAL) == -1)
		_exit(0);
}

/* Wait until the terminal has read all so far: it answers where its cursor
 * is. */
static void
await_terminal(void)
{
	char c;

	put("\033[6n", 4);
	while (read(STDIN_FILENO, &c, 1) == 1)
		if (c == 'R')
			return;
}

static void
load(const char *path)
{
	struct stat st;
	int fd;

	free(data);
	data = NULL;
	data_len = 0;
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1 ||
	    fstat(fd, &st) == -1)
		_exit(1);
	data = malloc((size_t)st.st_size);
	while (data != NULL && data_len < (size_t)st.st_size) {
		ssize_t n = read(fd, data + data_len,
		    (size_t)st.st_size - data_len);
		if (n <= 0)
			_exit(1);
		data_len += (size_t)n;
	}
	close(fd);
	answer(0);
}

static void
write_data(int dsr)
{
	int64_t start;

	start = now_ns();
	put(data, data_len);
	if (dsr)
		await_terminal();
	answer(now_ns() - start);
}

/* Small letters in colours; one X in each row, at its end. */
static void
paint(void)
{
	char line[COLS * 24];
	unsigned row, col;
	size_t n;

	put("\033[0m\033[H\033[2J", 11);
	for (row = 0; row < ROWS; row++) {
		n = format(line, sizeof line, "\033[%u;1H", row + 1);
		for (col = 0; col < COLS - 1; col++) {
			if (col % 8 == 0)
				n += format(line + n, sizeof line - n,
				    "\033[38;5;%um", 16 + (row + col) % 216);
			line[n++] = (char)(col == COLS - 2 ?
			    'X' :
			    'a' + (row * 7 + col) % 26);
		}
		put(line, n);
	}
	put("\033[0m", 4);
}

static void
print_lines(int lines, int cols)
{
	char *line;
	int i, k;

	line = malloc((size_t)cols + 2);
	if (line == NULL)
		_exit(1);
	for (i = 0; i < lines; i++) {
		for (k = 0; k < cols; k++)
			line[k] = (char)((i + k) % 7 == 0 ?
			    ' ' :
			    'a' + (i * 31 + k * 7) % 26);
		line[cols] = '\n';
		put(line, (size_t)cols + 1);
	}
	free(line);
}

/* The screen's first row is for the echo, the rest scrolls. */
static void
flood_start(void)
{
	static const char set[] = "\033[2J\033[2;50r\033[50;1H";

	put(set, sizeof set - 1);
	flooding = 1;
}

static void
flood_some(void)
{
	static unsigned line;
	char text[FLOOD_AT + 128];
	size_t n;

	for (n = 0; n < FLOOD_AT; line++)
		n += format(text + n, sizeof text - n,
		    "%08u compiling module %u of the great and small things "
		    "that are in it, step %u\n", line, line % 977, line % 31);
	put(text, n);
}

static void
type_back(void)
{
	char keys[64], text[32];
	ssize_t n, i;

	n = read(STDIN_FILENO, keys, sizeof keys);
	if (n <= 0)
		_exit(0);
	for (i = 0; i < n; i++) {
		if (keys[i] < 'A' || keys[i] > 'Z')
			continue;
		if (flooding)
			put(text, format(text, sizeof text,
			    "\0337\033[1;1H%c\0338", keys[i]));
		else
			put(&keys[i], 1);
	}
}

static void
stop(void)
{
	if (flooding)
		put("\033[r\033[2J\033[H", 10);
	echoing = flooding = 0;
	answer(0);
}

static void
obey(void)
{
	char text[1024];
	char state[32], words[32], said[128];
	int a, b, c;
	ssize_t n;

	n = recv(ctl, text, sizeof text - 1, 0);
	if (n <= 0)
		exit(0);
	text[n] = '\0';
	a = b = c = 0;
	if (strncmp(text, "load ", 5) == 0)
		load(text + 5);
	else if (sscanf(text, "write %d", &a) == 1)
		write_data(a);
	else if (sscanf(text, "paint %d", &a) == 1) {
		paint();
		if (a)
			await_terminal();
		answer(0);
	} else if (sscanf(text, "lines %d %d %d", &a, &b, &c) == 3) {
		print_lines(a, b);
		if (c)
			await_terminal();
		answer(0);
	} else if (sscanf(text, "state %31s %31s", state, words) == 2) {
		put(said, format(said, sizeof said,
		    "\033]7501;state=%s:msg=%s\033\\", state, words));
		answer(0);
	} else if (strcmp(text, "echo") == 0)
		echoing = 1;
	else if (strcmp(text, "flood") == 0)
		flood_start();
	else if (strcmp(text, "repaint") == 0) {
		repaint = 1;
		answer(0);
	} else if (strcmp(text, "stop") == 0)
		stop();
}

static void
set_terminal(void)
{
	struct termios t;

	/* Keys as they come; output as a program's usually is (ONLCR). */
	if (tcgetattr(STDIN_FILENO, &t) == -1)
		return;
	t.c_lflag &= (tcflag_t)~(ICANON | ECHO | ISIG);
	t.c_iflag &= (tcflag_t)~(IXON | ICRNL);
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSANOW, &t);
}

static void
call(const char *path, const char *name)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	char text[128];
	size_t n;

	if (strlcpy(sun.sun_path, path, sizeof sun.sun_path) >=
	    sizeof sun.sun_path)
		exit(2);
	ctl = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (ctl == -1 ||
	    connect(ctl, (struct sockaddr *)&sun, sizeof sun) == -1)
		exit(2);
	n = format(text, sizeof text, "%s %ld %ld", name, (long)getpid(),
	    (long)getppid());
	if (send(ctl, text, n, MSG_NOSIGNAL) == -1)
		exit(2);
}

int
main(int argc, char **argv)
{
	struct sigaction sa = { .sa_handler = on_winch };
	struct pollfd p[2];

	if (argc != 3)
		return 2;
	sigaction(SIGWINCH, &sa, NULL);
	set_terminal();
	call(argv[1], argv[2]);
	for (;;) {
		p[0] = (struct pollfd){ .fd = ctl, .events = POLLIN };
		p[1] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
		if (poll(p, echoing || flooding ? 2 : 1, flooding ? 0 : -1) ==
		    -1)
			p[0].revents = p[1].revents = 0;
		if (resized && repaint)
			paint();
		resized = 0;
		if (p[0].revents)
			obey();
		else if ((echoing || flooding) && p[1].revents)
			type_back();
		else if (flooding)
			flood_some();
	}
}
