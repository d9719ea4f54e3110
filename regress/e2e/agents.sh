#!/bin/sh
# agents: the agent view from an empty list on: it explains itself, sessions are
# started from it, are in their groups, are opened and left, and the terminal is as
# it was when the view ends. agents-keys has each key, agents-filter the filters.
. "$(dirname "$0")/lib.sh"

title() {
	tmux -L "$outer" display-message -p '#{pane_title}'
}

title_is() {
	[ "$(title)" = "$1" ]
}

start_outer 100 30
tmux -L "$outer" select-pane -T before
type_line "$BUILD/bgmux agents; echo status=\$?"
wait_for '^bgmux 0'
wait_for 'nothing running'
wait_for '^Needs input$'
wait_for '^Completed$'
wait_for 'A session is an agent or a command in a terminal of its own\.$'
wait_for 'Type a task and Enter'
must "no title" title_is "bgmux agents"

# A shell command by the input; its row is selected, and gets its last line.
keys -l '! echo first line; exec cat'
wait_for '^❯ ! echo first'
keys Enter
wait_for '^Working$|^Completed$'
wait_for '^❯ [^ ] echo first line; .*first line +[0-9]+s'
wait_for '^❯ type a task'

# One that asks is in its group, and counted; the selection stays where it is.
ask='bgmux report blocked --message "red or blue?" --waiting-for "input needed"'
PATH="$BUILD:$PATH" start asks "$ask; exec cat" >/dev/null ||
    fail "cannot start"
wait_for '^Needs input$'
wait_for '^  ✻ asks .*red or blue\?'
wait_for '1 need input'
must "the title does not tell" title_is "1 awaiting input · bgmux agents"
on_screen '^❯ [^ ] echo first' || fail "the selection has moved"

# Open it and come back: its row is selected, nothing else has changed.
keys Home Down
wait_for '^❯ ✻ asks'
keys Enter
wait_gone '^bgmux 0'
keys -l 'hello'
wait_for '^hello$'
keys C-b d
wait_for '^❯ ✻ asks'
keys Right
wait_gone '^bgmux 0'
wait_for '^hello'
keys C-b d
wait_for '^❯ ✻ asks'

# A failed one says so, in words too.
start fails 'echo oh no; exit 3' >/dev/null || fail "cannot start"
wait_for '^  ∙ fails +Failed · oh no'

# The same from the shell: what the view has started is a session like others.
bgmux ls | grep -q 'echo first' || fail "ls lacks it"

# Escape clears what is typed, then leaves; all goes on.
keys -l 'some text'
wait_for '^❯ some text'
keys Escape
wait_for '^❯ type a task'
keys Escape
wait_for '^status=0'
must "the title is not back" title_is before
on_screen '^\$' || fail "the shell's screen is not back"
bgmux ls | grep -q asks || fail "a session went with the view"

# Bare bgmux does the same, and Control-C twice leaves it.
type_line "clear; $BUILD/bgmux; echo again=\$?"
wait_for '✻ asks'
keys C-c
wait_for 'ctrl\+c again leaves'
keys C-c
wait_for '^again=0'

# Only one directory's.
mkdir "$T/home/sub"
(cd "$T/home/sub" && start below 'exec cat' >/dev/null) || fail "cannot start"
type_line "clear; $BUILD/bgmux agents --cwd $T/home/sub"
wait_for 'below'
on_screen asks && fail "one of another directory"
keys C-c C-c
wait_gone '^bgmux 0'

# No terminal, and where the view is turned off.
bgmux agents | grep -q '^ID ' || fail "no table without a terminal"
type_line "clear; BGMUX_DISABLE_AGENT_VIEW=1 $BUILD/bgmux agents"
wait_for '^3 sessions; the agent view is turned off'
exit 0
