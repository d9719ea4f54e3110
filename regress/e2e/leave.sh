#!/bin/sh
# leave: the ways out of an agent's session that are typed at its prompt; what is
# no way out reaches the agent; an agent that has ended is attached to again.
# Neighbours: prefix.sh, run.sh, answers.sh.
. "$(dirname "$0")/lib.sh"

unset BGMUX_TEST_FAULTS
id_of() {
	sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p'
}
alive() {
	[ -n "$(field "$id" pid)" ]
}
empty_prompt() {
	screen | grep -q '^❯ type a shell command'
}
enter() {
	attach "$id"
	must "no empty prompt" empty_prompt
}
# left WORD: nobody looks any more, and it goes on.
left() {
	must "$1: it is still viewed" viewed "$id" 0
	alive || fail "$1: the session has ended"
}
at_agents() {
	left "$1"
	wait_for '\? keys'
	keys Escape
	wait_for 'status=0'
}
at_shell() {
	left "$1"
	wait_for '^.detached from'
	wait_for 'status=0'
}

id=$(bgmux --bg --with sh --name one | id_of)
start_outer 100 30

enter
keys C-z
at_shell Ctrl+Z

enter
keys Left
at_agents Left

# As fast as can be: before the echo.
enter
type_line /exit
at_agents /exit
for word in /bg /background; do
	enter
	type_line "$word"
	at_shell "$word"
done
enter
type_line "/bg echo 'two  words'"
at_shell "/bg TEXT"
must "the text is not there" logs_have "$id" "❯ echo 'two  words'"
must "no dialog" logs_have "$id" '1\. Yes'
bgmux send one --option 1 >/dev/null || fail "option"
must "not done" logs_have "$id" '^two  words$'

# Twice, since the first would end some agents.
for key in c d; do
	enter
	keys "C-$key"
	wait_for "again to leave"
	alive || fail "Ctrl+$key ends it"
	viewed "$id" 1 || fail "one Ctrl+$key leaves"
	# The second has two seconds, which may be over here.
	wait_gone "again to leave"
	keys "C-$key" "C-$key"
	at_agents "Ctrl+$key"
done

# What was deleted just now is a reason to ask.
enter
keys -l abc
wait_for '^❯ abc'
keys BSpace BSpace BSpace
must "not deleted" empty_prompt
keys Left
wait_for 'press . again to leave'
keys Left
at_agents "Left after text"

# In a text it moves; pasted it is nothing.
enter
keys -l ac
wait_for '^❯ ac'
keys Left b
wait_for '^❯ abc'
keys C-e C-u
must "not deleted" empty_prompt
printf '\033[D' >"$T/left"
paste "$T/left"
keys -l x
wait_for '^❯ .*x'
keys C-e C-u
must "not deleted" empty_prompt
viewed "$id" 1 || fail "a pasted arrow leaves"
keys C-z
at_shell "Ctrl+Z"

# A setting.
mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{ "leftArrowOpensAgents": false }' >"$XDG_CONFIG_HOME/bgmux/settings.json"
enter
keys Left
keys -l x
wait_for '^❯ x'
viewed "$id" 1 || fail "left although it is set otherwise"
keys BSpace
keys C-z
at_shell "Ctrl+Z"
rm "$XDG_CONFIG_HOME/bgmux/settings.json"

# In a shell job all is the program's, and all of it comes, in order.
job=$(start job "stty raw -echo; echo ready; exec cat -v")
must "not ready" logs_have "$job" ready
attach "$job"
keys Left C-c C-c C-d C-d C-z
keys -l '/exit'
keys Enter
keys -l '/bg x'
keys Enter
must "not all of it" logs_have "$job" \
    '\^\[\[D\^C\^C\^D\^D\^Z/exit\^M/bg x\^M'
viewed "$job" 1 || fail "a job was left"
keys C-b d
must "the job is viewed" viewed "$job" 0

# /stop, and back.
enter
type_line /stop
must "/stop" has_state "$id" stopped
wait_for 'status=129'
type_line "clear; $BUILD/bgmux attach $id; echo status=\$?"
must "attach does not start it" alive
must "no prompt again" empty_prompt
wait_for "❯ echo 'two  words'"
keys C-z
at_shell "after its start"
bgmux stop "$id" >/dev/null
mv "$BGMUX_HOME/jobs/$id/state.json" "$T/record"
sed 's/"adapter": "sh"/"adapter": "nosuch"/' "$T/record" \
    >"$BGMUX_HOME/jobs/$id/state.json"
kill -KILL "$(supervisor_pid)"
type_line "clear; $BUILD/bgmux attach $id; echo status=\$?"
wait_for 'cannot be started again'
wait_for 'status=1'
exit 0
