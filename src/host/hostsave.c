/* SPDX-License-Identifier: ISC */
/* hostsave: what a session leaves on disk at its end.
 *
 * The file "screen" is the body of a VIEW_FRAME with all rows, followed by a
 * u32 number of lines of the scrollback, oldest first, each a u32 length and
 * its packed form (rowcode), and a u64, the number of the first of them. A
 * shell job's output is never written.
 */

#include <errno.h>
#include <stdlib.h>

#include "base/atomic.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/path.h"
#include "host/host_internal.h"
#include "host/hostsave.h"
#include "host/report.h"
#include "host/viewframe.h"
#include "term/screen.h"
#include "term/scrollback.h"
#include "term/vt.h"

#define SAVE_LINES_MAX 1000
#define SAVE_BYTES_MAX (1u << 20)

static void
hostsave_put_lines(struct buf *out, const struct scrollback *sb)
{
	const uint8_t *line;
	size_t i, n, count, first, bytes;

	count = scrollback_count(sb);
	first = count;
	bytes = 0;
	while (first > 0 && count - first < SAVE_LINES_MAX) {
		if (scrollback_get(sb, first - 1, &n) == NULL ||
		    bytes + n > SAVE_BYTES_MAX)
			break;
		bytes += n;
		first--;
	}
	buf_put_u32(out, (uint32_t)(count - first));
	for (i = first; i < count; i++) {
		line = scrollback_get(sb, i, &n);
		buf_put_bytes(out, line, line != NULL ? n : 0);
	}
	buf_put_u64(out, scrollback_total(sb) - (count - first));
}

static int
hostsave_screen(const struct host *h)
{
	struct viewframe none = { 0 };
	struct buf out;
	char *path;
	int r;

	buf_init(&out, 0);
	viewframe_build(&none, h->vt, h->title_gen, 1, &out);
	hostsave_put_lines(&out, screen_scrollback(vt_screen(h->vt)));
	path = path_join(h->job_dir, "screen");
	r = atomic_write(path, out.data, out.len, false);
	free(path);
	buf_clear(&out);
	return r;
}

int
hostsave_end(const struct host *h)
{
	struct jv *jv;
	char *path;
	int r, saved;

	r = 0;
	if (!h->boot->exec && hostsave_screen(h) != 0) {
		log_warn("cannot write the screen");
		r = -1;
	}
	saved = errno;
	jv = report_exit(h);
	path = path_join(h->job_dir, "exit.json");
	if (atomic_write_jv(path, jv, true) != 0) {
		saved = errno;
		log_warn("cannot write %s", path);
		r = -1;
	}
	free(path);
	jv_free(jv);
	errno = saved;
	return r;
}
