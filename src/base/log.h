/* SPDX-License-Identifier: ISC */
/* log: one log file a process, levels, fatal. Uses the C library only. */

#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

#define LOG_PRINTF(f, a) __attribute__((__format__(printf, f, a)))

#define LOG_DATE_SIZE 32

enum log_level {
	LOG_ERROR,
	LOG_WARN,
	LOG_INFO,
	LOG_DEBUG,
};

/* Log to the file path (appended, 0600, close-on-exec) up to level. A file
 * past 4 MiB is first renamed to path.1. NULL logs nowhere. Before log_open
 * only fatal messages are seen, on stderr. 0, or -1 with errno when the file
 * cannot be opened; messages then go nowhere and nothing else changes. */
int	log_open(const char *path, enum log_level);
/* As log_open, but the file is made only when there is a line to write. */
void	log_open_late(const char *path, enum log_level);
void	log_close(void);
/* Why what is logged does not get into the file that log_open named: errno of
 * the last try, 0 if it does. */
int	log_failure(void);
void	log_set_level(enum log_level);
/* "2026-01-31", the days after 1970-01-01, as lines have it in front. Reads no
 * time zone. */
void	log_date(int64_t days, char to[LOG_DATE_SIZE]);
/* The level called "error", "warn", "info" or "debug"; -1 if there is none. */
int	log_level_find(const char *name);

/* Each line has the wall time, the monotonic time and the level in front, and
 * control bytes escaped. Those without an x end with strerror(errno). errno is
 * kept. A failed write (full disk) loses the line and nothing else. */
void	log_error(const char *fmt, ...) LOG_PRINTF(1, 2);
void	log_errorx(const char *fmt, ...) LOG_PRINTF(1, 2);
void	log_warn(const char *fmt, ...) LOG_PRINTF(1, 2);
void	log_warnx(const char *fmt, ...) LOG_PRINTF(1, 2);
void	log_info(const char *fmt, ...) LOG_PRINTF(1, 2);
void	log_debug(const char *fmt, ...) LOG_PRINTF(1, 2);

/* Call hook before a fatal exit: it restores the tty. NULL for none. */
void	log_set_fatal_hook(void (*hook)(void));
/* What cannot happen, and memory that ran out: log, hook, one line on stderr
 * ("bgmux: ..."), exit 1. */
void	fatal(const char *fmt, ...) LOG_PRINTF(1, 2)
	    __attribute__((__noreturn__));
void	fatalx(const char *fmt, ...) LOG_PRINTF(1, 2)
	    __attribute__((__noreturn__));

#endif
