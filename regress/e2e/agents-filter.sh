#!/bin/sh
# agents-filter: the agent view shows what a line of filters means as it is typed,
# marks what it has found, and opens it.
. "$(dirname "$0")/lib.sh"

export PATH="$BUILD:$PATH"
start power-up 'echo zebra; exec cat' >/dev/null || fail "cannot start"
start build 'echo lion; exit 3' >/dev/null || fail "cannot start"
start asks 'bgmux report blocked --message "red or blue?"; exec cat' \
    >/dev/null || fail "cannot start"
start review \
    'bgmux report done --pr https://github.com/o/r/pull/12; exec cat' \
    >/dev/null || fail "cannot start"
bgmux tag power-up +ui >/dev/null || fail "no tag"
start_outer 90 24
type_line "$BUILD/bgmux"
wait_for '^  ∙ build|^❯ ∙ build'
wait_for 'asks .*red or blue'
wait_for 'PR #12'

# only NAME: it is the only session shown.
only() {
	for name in power-up build asks review; do
		if [ "$name" = "$1" ]; then
			on_screen "^❯ [^ ] $name" || return 1
		else
			not_on_screen "^. [^ ] $name" || return 1
		fi
	done
}

# find LINE NAME
find() {
	keys -l "$1"
	must "$1 does not find $2" only "$2"
	on_screen "^⌕ $1" || fail "$1 is not seen as a filter"
	keys Escape
	wait_for '^❯ type a task'
}

find n:POW power-up
find s:bl asks
find s:failed build
find s:ready review
find o:zeb power-up
find t:ui power-up
find '#12' review
find 'https://github.com/o/r/pull/12' review
find 's:completed n:rev' review

# What was found is marked: bold and underlined.
keys -l n:wer
must "n:wer does not find" only power-up
screen -e | grep -q '4m.*wer' || fail "the match is not marked"
keys Escape
wait_for '^❯ type a task'

# Nothing is found; another word makes it a task.
keys -l n:nothing
wait_for 'no session matches'
keys -l ' more words'
wait_gone 'no session matches'
wait_for '^❯ n:nothing more words'
keys Escape
wait_for '^❯ type a task'

# Control-F, the arrow keys and Enter: it is open; back, all is shown again.
keys C-f
wait_for '^⌕ n:'
keys -l a
wait_gone '^. [^ ] build'
keys Down Enter
wait_gone '^bgmux 0'
keys C-b d
wait_for '^. [^ ] build'
wait_for '^❯ type a task'
exit 0
