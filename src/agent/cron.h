/* SPDX-License-Identifier: ISC */
/* cron: when a time table of five fields comes next. */

#ifndef AGENT_CRON_H
#define AGENT_CRON_H

#include <time.h>

/* The first time later than now, to the minute in this machine's time zone, at
 * which a table as in crontab(5) has its turn: minute, hour, day of month, month
 * and day of week, each of them '*', numbers, ranges and lists of these, with
 * steps; names and '@daily' are not known. If both days are given, either does.
 * -1 if it is none such, or none comes within 8 years. */
time_t	cron_next(const char *table, time_t now);

#endif
