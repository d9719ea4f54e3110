/* SPDX-License-Identifier: ISC */
/* pressure: watches for a shortage of memory; what is done about it is rest's
 * business. */

#include <sys/epoll.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/atomic.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "supervisor/pressure.h"

/* Some task stalled for 300 ms of 2 s: a window that the kernel gives to
 * everybody. */
#define TRIGGER "some 300000 2000000"
/* What is looked at: percent of the time stalled, of the memory available. */
#define STALLED_HIGH 20.0
#define STALLED_LOW  10.0
#define FREE_LOW     5.0
#define FREE_ENOUGH  10.0
#define LOOK_MS	     30000
#define LOOK_HIGH_MS 10000
#define FILE_MAX     (64u << 10)

struct pressure {
	struct loop *loop; /* borrowed */
	void (*cb)(void *);
	void *arg;
	int trigger;	       /* -1: none is open */
	int events;	       /* an epoll descriptor, readable when it fires */
	struct loop_fd *watch; /* owned, NULL without trigger */
	struct loop_timer *look; /* owned */
	bool wanted;
	bool looks; /* there is no trigger to be had */
	bool high;
};

/* The root of the files: another one for tests. */
static const char *
root(void)
{
#ifdef TEST_HOOKS
	const char *dir = getenv("BGMUX_TEST_MEMORY");

	if (dir != NULL)
		return dir;
#endif
	return "";
}

bool
pressure_is_test(void)
{
	return *root() != '\0';
}

static int64_t
look_ms(const struct pressure *p)
{
	if (pressure_is_test())
		return 50;
	return p->high ? LOOK_HIGH_MS : LOOK_MS;
}

static char *
read_file(const char *name)
{
	char *path = xasprintf("%s/proc/%s", root(), name), *text;
	size_t n;

	text = atomic_read(path, FILE_MAX, &n);
	free(path);
	return text;
}

/* The number behind a word; -1 if there is none. */
static double
number(const char *text, const char *word)
{
	const char *p = text != NULL ? strstr(text, word) : NULL;
	char *end;
	double d;

	if (p == NULL)
		return -1;
	d = strtod(p + strlen(word), &end);
	return end == p + strlen(word) || !(d >= 0) ? -1 : d;
}

bool
pressure_judge(bool was, const char *psi, const char *meminfo)
{
	double stalled = number(psi, "some avg10=");
	double total = number(meminfo, "MemTotal:");
	double available = number(meminfo, "MemAvailable:");

	if (stalled >= 0)
		return stalled >= (was ? STALLED_LOW : STALLED_HIGH);
	return total > 0 && available >= 0 &&
	    available * 100 < total * (was ? FREE_ENOUGH : FREE_LOW);
}

static void
on_look(void *arg)
{
	struct pressure *p = arg;
	char *psi = read_file("pressure/memory");
	char *meminfo = read_file("meminfo");
	bool was = p->high;

	p->high = pressure_judge(was, psi, meminfo);
	if (p->high != was)
		log_info("memory is %s", p->high ? "short" : "enough again");
	free(psi);
	free(meminfo);
	if (p->wanted)
		loop_timer_start(p->look, look_ms(p));
	if (p->high)
		p->cb(p->arg);
}

static void
close_trigger(struct pressure *p)
{
	loop_fd_remove(p->watch);
	p->watch = NULL;
	if (p->events != -1)
		close(p->events);
	if (p->trigger != -1)
		close(p->trigger);
	p->events = p->trigger = -1;
}

static void
on_trigger(int fd, unsigned events, void *arg)
{
	struct pressure *p = arg;
	struct epoll_event e = { 0 };

	(void)events;
	/* The loop's own look at it may have taken the event already. */
	if (epoll_wait(fd, &e, 1, 0) == 1 && (e.events & EPOLLERR)) {
		log_warnx("the kernel's word on memory is gone");
		close_trigger(p);
		p->looks = true;
		pressure_want(p, p->wanted);
	} else
		p->cb(p->arg);
}

/* The loop knows no urgent data, but a descriptor of epoll does. */
static int
open_trigger(struct pressure *p)
{
	struct epoll_event e = { .events = EPOLLPRI };
	char *path = xasprintf("%s/proc/pressure/memory", root());
	ssize_t n = -1;

	p->trigger = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	free(path);
	p->events = epoll_create1(EPOLL_CLOEXEC);
	if (p->trigger != -1 && p->events != -1 &&
	    epoll_ctl(p->events, EPOLL_CTL_ADD, p->trigger, &e) == 0)
		n = write(p->trigger, TRIGGER, sizeof TRIGGER);
	if (n == -1) {
		close_trigger(p);
		return -1;
	}
	p->watch = loop_fd_add(p->loop, p->events, LOOP_READ, on_trigger, p);
	return 0;
}

/* Descriptors are taken only while they are of use. */
void
pressure_want(struct pressure *p, bool want)
{
	p->wanted = want;
	if (!want) {
		close_trigger(p);
		loop_timer_stop(p->look);
		return;
	}
	if (p->watch == NULL && !p->looks && open_trigger(p) != 0) {
		p->looks = true;
		log_info("shortage of memory is looked for now and then");
	}
	if (p->looks && !loop_timer_running(p->look))
		loop_timer_start(p->look, look_ms(p));
}

struct pressure *
pressure_create(struct loop *loop, void (*cb)(void *), void *arg)
{
	struct pressure *p = xcalloc(1, sizeof *p);

	p->loop = loop;
	p->cb = cb;
	p->arg = arg;
	p->trigger = p->events = -1;
	p->look = loop_timer_create(loop, on_look, p);
	return p;
}

void
pressure_destroy(struct pressure *p)
{
	if (p == NULL)
		return;
	close_trigger(p);
	loop_timer_destroy(p->look);
	free(p);
}
