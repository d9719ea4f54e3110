/* SPDX-License-Identifier: ISC */
/* tellchange: the person is told of a session's change on the terminal. Whether
 * it is news, and which client tells it, is the supervisor's business. */

#include <stdlib.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "client/model.h"
#include "client/tellchange.h"
#include "tty/tty.h"
#include "tty/ttytell.h"

void
tellchange_session(struct tty *tty, const struct jv *session)
{
	struct told told = { TOLD_NOTIFY, "bgmux", NULL };
	struct model *m = model_create(NULL, NULL);
	const struct entry *e;
	char *text;

	/* As a list of one, which cleans it. */
	(void)model_event(m, "added", session);
	e = model_at(m, 0);
	if (e != NULL) {
		text =
		    xasprintf("%s: %s%s%s", e->name, model_state_name(e->state),
			*model_text(e) != '\0' ? ": " : "", model_text(e));
		told.text = text;
		tty_tell(tty, &told);
		free(text);
	}
	model_destroy(m);
}
