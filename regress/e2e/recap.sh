#!/bin/sh
# recap: who attaches to an agent is told in a line what it has done since the last
# time, until a key is pressed or four seconds are over (S-53).
. "$(dirname "$0")/lib.sh"

id=$(bgmux --bg --with sh --name one |
    sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
turn() {
	bgmux send "$id" --submit '!echo a turn' >/dev/null || fail "send"
}
printed() {
	[ "$(bgmux logs "$id" | grep -c '^a turn$')" -eq "$1" ]
}
must "no prompt" logs_have "$id" 'bgmux sh'
turn
must "no turn" printed 1
start_outer 80 24

# It is told at once, and goes with a key, which the agent gets.
attach "$id"
wait_for '^in the last [0-9]+s: 1 turn · done [0-9]+s ago'
screen -e | grep -q '.\[2min the last' || fail "it is not dim"
keys -l x
wait_gone 'in the last'
wait_for '❯ x'
keys C-u
keys C-b d
wait_for '^status=0'

# Nothing has happened: nothing is said.
attach "$id"
wait_for '❯ '
not_on_screen 'in the last' || fail "there is nothing to tell"
keys C-b d
wait_for '^status=0'

# Two turns more; by itself it goes, too.
turn
must "first" printed 2
turn
must "second" printed 3
attach "$id"
wait_for '^in the last [0-9]+s: 2 turns'
wait_gone 'in the last'
keys C-b d
wait_for '^status=0'

# It waits for an answer; a peek is no visit; in the view the same is said.
bgmux send "$id" --submit 'touch it' >/dev/null || fail "send"
must "no dialog" has_state "$id" blocked
type_line "clear; $BUILD/bgmux"
wait_for '^. [^ ] one'
keys Space
wait_for 'Do you want to proceed'
keys Space
wait_gone 'Do you want to proceed'
keys Enter
wait_for '^in the last [0-9]+s: permission prompt for [0-9]+s · '
keys Escape
wait_for 'Not run'
keys C-b d
wait_for '^bgmux 0'
keys C-c C-c
wait_gone '^bgmux 0'

# A shell job has none, nor who does not want it.
job=$(start job 'echo at work; exec cat')
attach "$job"
wait_for '^at work'
not_on_screen 'in the last' || fail "of a job"
keys C-b d
wait_for '^status=0'
mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{ "attach.recap": false }' >"$XDG_CONFIG_HOME/bgmux/settings.json"
turn
must "third" printed 4
attach "$id"
wait_for '❯ '
not_on_screen 'in the last' || fail "it is not wanted"
keys C-b d
wait_for '^status=0'
exit 0
