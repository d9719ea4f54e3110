#!/bin/sh
# waiting-title: the title of a terminal that shows a session begins with how many
# others need input (S-43a). The agent view's own title: agents-screen.
. "$(dirname "$0")/lib.sh"

export PATH="$BUILD:$PATH"
# A program that has a title and reports what is written to its file.
cat >"$T/reports" <<'PROGRAM'
printf '\033]2;%s\033\\I am %s\n' "$2" "$2"
mkfifo "$1"
while :; do
	read -r line <"$1" || continue
	bgmux report "$line"
done
PROGRAM
# job NAME: one that does what is said to it; its id in $id.
job() {
	id=$(start "$1" "exec sh $T/reports $T/fifo-$1 'title of $1'")
	[ -n "$id" ] || fail "cannot start $1"
	must "no program" test -p "$T/fifo-$1"
}
# tell NAME STATE
tell() {
	echo "$2" >"$T/fifo-$1"
}
title() {
	tmux -L "$outer" display-message -p '#{pane_title}'
}
titled() {
	[ "$(title)" = "$1" ]
}
title_is() {
	until_true titled "$1" || fail "the title is '$(title)', not '$1'"
}

job one; one=$id
job two; two=$id
job "main"; main=$id
start_outer 80 24
attach "$main"
wait_for 'I am title of main'
title_is 'title of main'

# Others count, itself does not.
tell one blocked
title_is '← 1 agent · title of main'
tell two blocked
title_is '← 2 agents · title of main'
tell main blocked
tell one working
title_is '← 1 agent · title of main'
has_state "$main" blocked || fail "it does not wait itself"

# Who is put away, or is no more, does not either.
bgmux archive "$two" || fail "cannot archive"
title_is 'title of main'
bgmux unarchive "$two" || fail "cannot take it out again"
title_is '← 1 agent · title of main'
bgmux rm "$two" >/dev/null || fail "cannot remove"
title_is 'title of main'
tell one blocked
title_is '← 1 agent · title of main'

# Without a supervisor nobody knows; another one is asked.
kill -KILL "$(supervisor_pid)" || fail "cannot kill the supervisor"
title_is 'title of main'
bgmux ls >/dev/null || fail "no other supervisor"
title_is '← 1 agent · title of main'
keys C-b d
wait_for '^status=0'

# From the agent view.
type_line "clear; $BUILD/bgmux"
wait_for '^. [^ ] main'
title_is '2 awaiting input · bgmux agents'
keys -l n:main
wait_for '^❯ [^ ] main'
keys Enter
wait_for '^I am'
title_is '← 1 agent · title of main'
tell one working
title_is 'title of main'
tell one blocked
title_is '← 1 agent · title of main'
keys C-b d
wait_for '^bgmux 0'
keys Escape Escape
wait_gone '^bgmux 0'

# Without UTF-8; and where it is not wanted.
type_line "clear; LC_ALL=C $BUILD/bgmux attach $main; echo status=\$?"
wait_for '^I am'
title_is '< 1 agent - title of main'
keys C-b d
wait_for '^status=0'
mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{ "attach.countWaiting": false }' >"$XDG_CONFIG_HOME/bgmux/settings.json"
attach "$main"
wait_for 'I am title of main'
title_is 'title of main'
tell one working
must "not at work" has_state "$one" working
tell one blocked
must "does not wait" has_state "$one" blocked
title_is 'title of main'
keys C-b d
wait_for '^status=0'
exit 0
