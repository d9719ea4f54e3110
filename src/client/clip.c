/* SPDX-License-Identifier: ISC */
/* clip: runs the command that takes copied text. What is copied, and the
 * terminal's own clipboard, are others' business. */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/reaper.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "client/clip.h"

struct clip {
	struct loop *loop;     /* borrowed */
	struct reaper *reaper; /* owned; NULL until a command was run */
	char *command;	       /* owned; may be NULL */
};

struct clip *
clip_create(struct loop *loop, const char *command)
{
	struct clip *c;

	c = xcalloc(1, sizeof *c);
	c->loop = loop;
	if (command != NULL && *command != '\0')
		c->command = xstrdup(command);
	return c;
}

void
clip_destroy(struct clip *c)
{
	if (c == NULL)
		return;
	reaper_destroy(c->reaper);
	free(c->command);
	free(c);
}

/* The text comes from a file without a name: a command that does not read it
 * blocks nobody. */
void
clip_run(struct clip *c, const void *p, size_t n)
{
	char sh[] = "sh", minus_c[] = "-c";
	char *argv[] = { sh, minus_c, c->command, NULL };
	struct spawn spawn;
	char *cause = NULL;
	FILE *f;

	if (c->command == NULL)
		return;
	f = tmpfile();
	if (f == NULL || fwrite(p, 1, n, f) != n || fflush(f) != 0 ||
	    lseek(fileno(f), 0, SEEK_SET) == -1) {
		log_warn("copied text has no place for its command");
		goto out;
	}
	if (c->reaper == NULL)
		c->reaper = reaper_create(c->loop);
	spawn_init(&spawn);
	spawn.file = "/bin/sh";
	spawn.argv = argv;
	spawn.setsid = true;
	spawn.fds[0] = fileno(f);
	spawn.fds[1] = SPAWN_NULL;
	spawn.fds[2] = SPAWN_NULL;
	if (spawn_start(&spawn, &cause) == -1)
		log_warnx("the copy command: %s", cause);
	free(cause);
out:
	if (f != NULL)
		fclose(f);
}
