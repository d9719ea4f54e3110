/* SPDX-License-Identifier: ISC */
/* conf_fuzz: a settings file. Whatever it holds, every option has a value that
 * will do, and what is said of it is clean. */

#include <sys/mman.h>
#include <sys/stat.h>

#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "conf/conf.h"
#include "conf/options.h"

#include "fuzz.h"

static void
clean(const char *s)
{
	char *copy = utf8_clean(s, strlen(s), strlen(s));

	fuzz_same("not clean", s, copy);
	free(copy);
}

static void
check(const struct conf *c)
{
	const struct option *o;
	char *why, *text;
	size_t i;

	for (i = 0; (o = options_at(i)) != NULL; i++) {
		why = options_check(o, conf_value(c, o->name), NULL);
		if (why != NULL)
			fuzz_fail("%s %s", o->name, why);
		text = options_show(conf_value(c, o->name));
		clean(text);
		free(text);
	}
	for (i = 0; i < conf_errors(c); i++)
		clean(conf_error(c, i));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static int fd = -1;
	struct conf_place place = { 0 };
	struct conf *c;

	if (fd == -1 &&
	    ((fd = memfd_create("conf", MFD_CLOEXEC)) == -1 ||
		fchmod(fd, 0600) != 0))
		fuzz_fail("no file in memory");
	if (ftruncate(fd, 0) != 0 ||
	    (n > 0 && pwrite(fd, p, n, 0) != (ssize_t)n))
		fuzz_fail("the file cannot be written");
	place.user = xasprintf("/proc/self/fd/%d", fd);
	place.managed = xstrdup(place.user);
	c = conf_load(&place, NULL);
	check(c);
	conf_free(c);
	conf_place_clear(&place);
	return 0;
}
