/* SPDX-License-Identifier: ISC */
/* cron: when a time table of five fields comes next. */

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "agent/cron.h"
#include "base/xmalloc.h"

#define CRON_MAX   256		 /* bytes of a table */
#define CRON_DAYS  (8 * 366 + 2) /* the longest way to a 29th of February */
#define CRON_VALUE 100

enum {
	MINUTE,
	HOUR,
	DAY,
	MONTH,
	WEEKDAY,
	NFIELDS
};

static const struct {
	unsigned min, max;
} limits[NFIELDS] = { { 0, 59 }, { 0, 23 }, { 1, 31 }, { 1, 12 }, { 0, 7 } };

struct cron {
	uint64_t set[NFIELDS]; /* a bit for each value */
	bool any[NFIELDS];     /* it begins with '*' */
};

/* The number at *p, which is left behind it. */
static bool
take_number(const char **p, unsigned *n)
{
	if (!isdigit((unsigned char)**p))
		return false;
	for (*n = 0; isdigit((unsigned char)**p); (*p)++) {
		*n = *n * 10 + (unsigned)(**p - '0');
		if (*n >= CRON_VALUE)
			return false;
	}
	return true;
}

/* One of a list: '*', a number or a range, and a step. */
static bool
take_item(const char **p, unsigned field, struct cron *c)
{
	unsigned from = limits[field].min, to = limits[field].max, step = 1;
	bool one = false;

	if (**p == '*') {
		c->any[field] = true;
		(*p)++;
	} else {
		if (!take_number(p, &from))
			return false;
		if (**p == '-') {
			(*p)++;
			if (!take_number(p, &to))
				return false;
		} else
			one = true;
	}
	if (**p == '/') {
		(*p)++;
		if (!take_number(p, &step) || step == 0)
			return false;
	} else if (one)
		to = from;
	if (from < limits[field].min || to > limits[field].max || from > to)
		return false;
	for (; from <= to; from += step)
		c->set[field] |= UINT64_C(1) << from;
	return true;
}

static bool
parse(const char *p, struct cron *c)
{
	unsigned field;

	memset(c, 0, sizeof *c);
	if (strnlen(p, CRON_MAX + 1) > CRON_MAX)
		return false;
	for (field = 0; field < NFIELDS; field++) {
		p += strspn(p, " \t");
		if (!take_item(&p, field, c))
			return false;
		while (*p == ',') {
			p++;
			if (!take_item(&p, field, c))
				return false;
		}
		if (*p != '\0' && *p != ' ' && *p != '\t')
			return false;
	}
	/* Both are Sunday. */
	c->set[WEEKDAY] |= c->set[WEEKDAY] >> 7 & 1;
	return p[strspn(p, " \t")] == '\0';
}

static bool
has(const struct cron *c, unsigned field, int value)
{
	return (c->set[field] >> value & 1) != 0;
}

static bool
is_day(const struct cron *c, const struct tm *tm)
{
	bool day = has(c, DAY, tm->tm_mday),
	     weekday = has(c, WEEKDAY, tm->tm_wday);

	if (!has(c, MONTH, tm->tm_mon + 1))
		return false;
	if (c->any[DAY] || c->any[WEEKDAY])
		return day && weekday;
	return day || weekday;
}

/* The first time of that day which is later than now; -1: none. An hour that a
 * change of clocks leaves out has none. */
static time_t
in_day(const struct cron *c, const struct tm *day, time_t now)
{
	struct tm tm;
	time_t t;
	int h, m;

	for (h = 0; h < 24; h++)
		for (m = 0; m < 60; m++) {
			if (!has(c, HOUR, h) || !has(c, MINUTE, m))
				continue;
			tm = *day;
			tm.tm_hour = h;
			tm.tm_min = m;
			tm.tm_isdst = -1;
			t = mktime(&tm);
			if (t > now && tm.tm_hour == h)
				return t;
		}
	return -1;
}

time_t
cron_next(const char *table, time_t now)
{
	struct tm today, tm;
	struct cron c;
	time_t t;
	int i;

	if (!parse(table, &c) || localtime_r(&now, &today) == NULL)
		return -1;
	for (i = 0; i < CRON_DAYS; i++) {
		tm = today;
		tm.tm_mday += i;
		tm.tm_hour = 12;
		tm.tm_min = tm.tm_sec = 0;
		tm.tm_isdst = -1;
		if (mktime(&tm) == -1)
			return -1;
		if (is_day(&c, &tm) && (t = in_day(&c, &tm, now)) != -1)
			return t;
	}
	return -1;
}
