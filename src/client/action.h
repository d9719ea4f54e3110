/* SPDX-License-Identifier: ISC */
/* action: the named things that a key can do. */

#ifndef CLIENT_ACTION_H
#define CLIENT_ACTION_H

#define ACTION_LIST(X)						\
	X(NONE, "none")						\
	X(DETACH, "detach")					\
	X(SEND_PREFIX, "send-prefix")				\
	X(REDRAW, "redraw") \
	X(HISTORY, "history") \
	X(HISTORY_PAGE, "history-page") \
	X(HISTORY_WHEEL, "history-wheel") \
	X(HELP, "help") \
	X(HISTORY_LEFT, "history-left") \
	X(HISTORY_RIGHT, "history-right") \
	X(HISTORY_UP, "history-up") \
	X(HISTORY_DOWN, "history-down") \
	X(HISTORY_WORD, "history-word") \
	X(HISTORY_WORD_END, "history-word-end") \
	X(HISTORY_WORD_BACK, "history-word-back") \
	X(HISTORY_LINE_START, "history-line-start") \
	X(HISTORY_LINE_TEXT, "history-line-text") \
	X(HISTORY_LINE_END, "history-line-end") \
	X(HISTORY_PARAGRAPH_UP, "history-paragraph-up") \
	X(HISTORY_PARAGRAPH_DOWN, "history-paragraph-down") \
	X(HISTORY_TOP, "history-top") \
	X(HISTORY_BOTTOM, "history-bottom") \
	X(HISTORY_PAGE_UP, "history-page-up") \
	X(HISTORY_PAGE_DOWN, "history-page-down") \
	X(HISTORY_HALF_UP, "history-half-up") \
	X(HISTORY_HALF_DOWN, "history-half-down") \
	X(HISTORY_SCROLL_UP, "history-scroll-up") \
	X(HISTORY_SCROLL_DOWN, "history-scroll-down") \
	X(HISTORY_VIEW_TOP, "history-view-top") \
	X(HISTORY_VIEW_MIDDLE, "history-view-middle") \
	X(HISTORY_VIEW_BOTTOM, "history-view-bottom") \
	X(HISTORY_SELECT, "history-select") \
	X(HISTORY_SELECT_LINE, "history-select-line") \
	X(HISTORY_SELECT_RECT, "history-select-rect") \
	X(HISTORY_SELECT_NONE, "history-select-none") \
	X(HISTORY_OTHER_END, "history-other-end") \
	X(HISTORY_COPY, "history-copy") \
	X(HISTORY_CANCEL, "history-cancel") \
	X(HISTORY_SEARCH, "history-search") \
	X(HISTORY_SEARCH_BACK, "history-search-back") \
	X(HISTORY_AGAIN, "history-again") \
	X(HISTORY_AGAIN_BACK, "history-again-back") \
	X(INPUT_LEFT, "input-left") \
	X(INPUT_RIGHT, "input-right") \
	X(INPUT_WORD_BACK, "input-word-back") \
	X(INPUT_WORD, "input-word") \
	X(INPUT_START, "input-start") \
	X(INPUT_END, "input-end") \
	X(INPUT_TEXT_START, "input-text-start") \
	X(INPUT_TEXT_END, "input-text-end") \
	X(INPUT_UP, "input-up") \
	X(INPUT_DOWN, "input-down") \
	X(INPUT_RUB_OUT, "input-rub-out") \
	X(INPUT_DELETE, "input-delete") \
	X(INPUT_KILL_SPACES_BACK, "input-kill-spaces-back") \
	X(INPUT_KILL_WORD_BACK, "input-kill-word-back") \
	X(INPUT_KILL_WORD, "input-kill-word") \
	X(INPUT_KILL_END, "input-kill-end") \
	X(INPUT_KILL_START, "input-kill-start") \
	X(INPUT_NEWLINE, "input-newline") \
	X(INPUT_YANK, "input-yank") \
	X(INPUT_YANK_NEXT, "input-yank-next") \
	X(INPUT_UNDO, "input-undo") \
	X(INPUT_REDO, "input-redo") \
	X(INPUT_OLDER, "input-older") \
	X(INPUT_NEWER, "input-newer") \
	X(PEEK_PAGE_UP, "peek-page-up") \
	X(PEEK_PAGE_DOWN, "peek-page-down") \
	X(PEEK_UP, "peek-up") \
	X(PEEK_DOWN, "peek-down") \
	X(AGENTS_OPEN, "agents-open") \
	X(AGENTS_START_OPEN, "agents-start-open") \
	X(AGENTS_ATTACH, "agents-attach") \
	X(AGENTS_UP, "agents-up") \
	X(AGENTS_DOWN, "agents-down") \
	X(AGENTS_PAGE_UP, "agents-page-up") \
	X(AGENTS_PAGE_DOWN, "agents-page-down") \
	X(AGENTS_FIRST, "agents-first") \
	X(AGENTS_LAST, "agents-last") \
	X(AGENTS_GROUP_UP, "agents-group-up") \
	X(AGENTS_GROUP_DOWN, "agents-group-down") \
	X(AGENTS_GROUP_OPEN, "agents-group-open") \
	X(AGENTS_GROUP_CLOSE, "agents-group-close") \
	X(AGENTS_GROUP_PEEK, "agents-group-peek") \
	X(AGENTS_MOVE_UP, "agents-move-up") \
	X(AGENTS_MOVE_DOWN, "agents-move-down") \
	X(AGENTS_PEEK, "agents-peek") \
	X(AGENTS_GROUPING, "agents-grouping") \
	X(AGENTS_PIN, "agents-pin") \
	X(AGENTS_RENAME, "agents-rename") \
	X(AGENTS_TAGS, "agents-tags") \
	X(AGENTS_ARCHIVE, "agents-archive") \
	X(AGENTS_FIND, "agents-find") \
	X(AGENTS_EDITOR, "agents-editor") \
	X(AGENTS_STOP, "agents-stop") \
	X(AGENTS_LEAVE, "agents-leave") \
	X(AGENTS_INTERRUPT, "agents-interrupt") \
	X(AGENTS_SUSPEND, "agents-suspend") \
	X(AGENTS_NTH_1, "agents-nth-1") \
	X(AGENTS_NTH_2, "agents-nth-2") \
	X(AGENTS_NTH_3, "agents-nth-3") \
	X(AGENTS_NTH_4, "agents-nth-4") \
	X(AGENTS_NTH_5, "agents-nth-5") \
	X(AGENTS_NTH_6, "agents-nth-6") \
	X(AGENTS_NTH_7, "agents-nth-7") \
	X(AGENTS_NTH_8, "agents-nth-8") \
	X(AGENTS_NTH_9, "agents-nth-9")

enum action {
#define X(id, name) ACTION_##id,
	ACTION_LIST(X)
#undef X
	ACTION_COUNT
};

/* Never NULL. */
const char *action_name(enum action);
/* ACTION_COUNT if there is none of that name. */
enum action action_find(const char *name);

#endif
