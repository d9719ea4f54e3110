/* SPDX-License-Identifier: ISC */
/* log: one log file a process, levels, fatal. Uses the C library only, so that
 * everything else may log. */

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/log.h"

#define LOG_MAX_SIZE (4L << 20) /* bytes of a file before it is renamed */
#define LOG_MAX_TEXT 2048	/* bytes of a message */

static void log_format(char *, int, const char *, va_list) LOG_PRINTF(3, 0);
static void log_line(enum log_level, bool, const char *, va_list)
    LOG_PRINTF(3, 0);
static void log_die(int, const char *, va_list) LOG_PRINTF(2, 0)
    __attribute__((__noreturn__));

static struct {
	int fd;	    /* -1: nowhere */
	char *path; /* owned; NULL while closed */
	long size;  /* bytes in the file */
	enum log_level level;
	bool late;   /* the file is still to be opened */
	int failure; /* errno of the last open or write; 0 */
	void (*hook)(void);
} log_state = { .fd = -1, .level = LOG_INFO };

static const char *const log_names[] = {
	[LOG_ERROR] = "error",
	[LOG_WARN] = "warn",
	[LOG_INFO] = "info",
	[LOG_DEBUG] = "debug",
};

/* Open path for appending, after moving it away if it has grown. */
static int
log_reopen(const char *path)
{
	char old[4096];
	struct stat st;
	int fd, n;

	n = snprintf(old, sizeof old, "%s.1", path);
	if (n > 0 && (size_t)n < sizeof old && stat(path, &st) == 0 &&
	    S_ISREG(st.st_mode) && st.st_size > LOG_MAX_SIZE)
		(void)rename(path, old);
	/* A pipe put in the file's place must not block us. */
	fd = open(path,
	    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
	    0600);
	log_state.failure = fd == -1 ? errno : 0;
	if (fd == -1)
		return -1;
	log_state.fd = fd;
	log_state.size = fstat(fd, &st) == 0 ? (long)st.st_size : 0;
	return 0;
}

int
log_open(const char *path, enum log_level level)
{
	log_close();
	log_state.level = level;
	if (path == NULL)
		return 0;
	if (log_reopen(path) == -1)
		return -1;
	/* Without the memory for the name the file just keeps growing. */
	log_state.path = strdup(path);
	return 0;
}

void
log_open_late(const char *path, enum log_level level)
{
	log_close();
	log_state.level = level;
	log_state.path = strdup(path);
	log_state.late = log_state.path != NULL;
}

void
log_close(void)
{
	int saved = errno;

	if (log_state.fd != -1)
		close(log_state.fd);
	log_state.fd = -1;
	log_state.late = false;
	free(log_state.path);
	log_state.path = NULL;
	errno = saved;
}

int
log_failure(void)
{
	return log_state.failure;
}

void
log_set_level(enum log_level level)
{
	log_state.level = level;
}

int
log_level_find(const char *name)
{
	size_t i;

	for (i = 0; i < nitems(log_names); i++) {
		if (strcmp(name, log_names[i]) == 0)
			return (int)i;
	}
	return -1;
}

void
log_set_fatal_hook(void (*hook)(void))
{
	log_state.hook = hook;
}

/* text with control bytes and backslashes written out. The number of bytes. */
static size_t
log_escape(const char *text, char *to, size_t size)
{
	static const char hex[] = "0123456789abcdef";
	size_t n = 0;
	unsigned char c, last = 0;

	for (; *text != '\0' && n + 5 < size; last = c, text++) {
		c = (unsigned char)*text;
		/* After 0xc2 these are the C1 controls. */
		if (c >= 0x20 && c != 0x7f && c != '\\' &&
		    (last != 0xc2 || c < 0x80 || c > 0x9f)) {
			to[n++] = (char)c;
			continue;
		}
		to[n++] = '\\';
		if (c == '\\') {
			to[n++] = '\\';
		} else if (c == '\n') {
			to[n++] = 'n';
		} else {
			to[n++] = 'x';
			to[n++] = hex[c >> 4];
			to[n++] = hex[c & 15];
		}
	}
	return n;
}

static bool
log_is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* gmtime_r would read the time zone from a file. */
void
log_date(int64_t days, char to[LOG_DATE_SIZE])
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	int year = 1970, month = 0, n;

	if (days < 0)
		days = 0;
	for (; days >= (n = 365 + log_is_leap(year)); year++)
		days -= n;
	for (;; month++) {
		n = lengths[month] + (month == 1 && log_is_leap(year));
		if (days < n)
			break;
		days -= n;
	}
	snprintf(to, LOG_DATE_SIZE, "%04d-%02d-%02d", year, month + 1,
	    (int)days + 1);
}

/* "2026-01-31T12:00:00.123Z 4711.123 warn " */
static size_t
log_prefix(enum log_level level, char *to, size_t size)
{
	struct timespec wall, mono;
	char date[LOG_DATE_SIZE];
	long s;
	int n;

	clock_gettime(CLOCK_REALTIME, &wall);
	clock_gettime(CLOCK_MONOTONIC, &mono);
	log_date(wall.tv_sec / 86400, date);
	s = wall.tv_sec % 86400;
	n = snprintf(to, size, "%sT%02ld:%02ld:%02ld.%03ldZ %lld.%03ld %s ",
	    date, s / 3600, s / 60 % 60, s % 60, wall.tv_nsec / 1000000,
	    (long long)mono.tv_sec, mono.tv_nsec / 1000000, log_names[level]);
	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

static void
log_put(enum log_level level, const char *text)
{
	char line[128 + 4 * LOG_MAX_TEXT];
	ssize_t wrote;
	size_t n;

	if (log_state.late) {
		log_state.late = false;
		(void)log_reopen(log_state.path);
	}
	if (log_state.fd == -1)
		return;
	if (log_state.size > LOG_MAX_SIZE && log_state.path != NULL) {
		close(log_state.fd);
		log_state.fd = -1;
		if (log_reopen(log_state.path) == -1)
			return;
	}
	n = log_prefix(level, line, sizeof line);
	n += log_escape(text, line + n, sizeof line - n - 1);
	line[n++] = '\n';
	/* A full disk loses the line; there is nobody to tell. */
	wrote = write(log_state.fd, line, n);
	log_state.failure = wrote == -1 ? errno : 0;
	if (wrote > 0)
		log_state.size += wrote;
}

static void
log_format(char *text, int error, const char *fmt, va_list ap)
{
	int n;

	n = vsnprintf(text, LOG_MAX_TEXT, fmt, ap);
	if (n < 0)
		n = 0;
	if (error == 0 || n >= LOG_MAX_TEXT - 2)
		return;
	snprintf(text + n, (size_t)(LOG_MAX_TEXT - n), ": %s", strerror(error));
}

static void
log_line(enum log_level level, bool with_errno, const char *fmt, va_list ap)
{
	char text[LOG_MAX_TEXT];
	int saved = errno;

	if (level > log_state.level || (log_state.fd == -1 && !log_state.late))
		return;
	log_format(text, with_errno ? saved : 0, fmt, ap);
	log_put(level, text);
	errno = saved;
}

void
log_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_ERROR, true, fmt, ap);
	va_end(ap);
}

void
log_errorx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_ERROR, false, fmt, ap);
	va_end(ap);
}

void
log_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_WARN, true, fmt, ap);
	va_end(ap);
}

void
log_warnx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_WARN, false, fmt, ap);
	va_end(ap);
}

void
log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_INFO, false, fmt, ap);
	va_end(ap);
}

void
log_debug(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_DEBUG, false, fmt, ap);
	va_end(ap);
}

static void
log_die(int error, const char *fmt, va_list ap)
{
	char text[LOG_MAX_TEXT], line[4 * LOG_MAX_TEXT + 1];
	void (*hook)(void) = log_state.hook;
	size_t n;

	log_format(text, error, fmt, ap);
	log_put(LOG_ERROR, text);
	/* A hook that fails must not come back here. */
	log_state.hook = NULL;
	if (hook != NULL)
		hook();
	n = log_escape(text, line, sizeof line);
	fprintf(stderr, "bgmux: %.*s\n", (int)n, line);
	exit(1);
}

void
fatal(const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	va_start(ap, fmt);
	log_die(saved, fmt, ap);
}

void
fatalx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_die(0, fmt, ap);
}
