#!/bin/sh
# terminal-closed: what is attached or run in a terminal outlives it: closed,
# hung up, and with its client killed without a word.
. "$(dirname "$0")/lib.sh"

id=$(start closed 'echo here; exec cat')
pid=$(field "$id" pid)
start_outer 80 24
attach "$id"
wait_for '^here$'
close_outer
must "the view is still there" viewed "$id" 0
[ "$(field "$id" pid)" = "$pid" ] || fail "the session ended"
start_outer 80 24
attach "$id"
wait_for '^here$'
kill -KILL "$(client_pid)"
must "the view of a killed client is still there" viewed "$id" 0
bgmux stop "$id" >/dev/null || fail "stop"
close_outer

only_session() {
	id=$(bgmux agents --json | sed -n 's/^ *"id": "\(.*\)",*$/\1/p')
	[ ${#id} -eq 8 ] && viewed "$id" 1
}

# run_in_terminal: a session of its own, in the foreground.
run_in_terminal() {
	start_outer 80 24
	type_line "clear; $BUILD/bgmux run --exec 'echo here; exec cat'; echo status=\$?"
	wait_for '^here$'
	must "no session" only_session
	has_kind "$id" interactive || fail "kind: $(field "$id" kind)"
	pid=$(field "$id" pid)
}

# in_background HOW: it goes on.
in_background() {
	must "$1: kind: $(field "$id" kind)" has_kind "$id" job
	[ "$(field "$id" pid)" = "$pid" ] || fail "$1: it was started again"
	kill -0 "$pid" || fail "$1: it has ended"
	bgmux ls | grep -q "^$id" || fail "$1: not listed"
	bgmux stop "$id" >/dev/null || fail "$1: stop"
	[ "$1" = "terminal closed" ] || close_outer
}

run_in_terminal
close_outer
in_background "terminal closed"
run_in_terminal
kill -HUP "$(client_pid)"
wait_for '^status=129$'
in_background SIGHUP
run_in_terminal
kill -TERM "$(client_pid)"
wait_for '^status=143$'
in_background SIGTERM
run_in_terminal
kill -KILL "$(client_pid)"
wait_for 'status=137'
in_background SIGKILL

# While no supervisor runs: the next one learns it.
run_in_terminal
super=$(supervisor_pid)
kill -KILL "$super"
must "the supervisor lives" gone "$super"
kill -KILL "$(client_pid)"
in_background "without a supervisor"
exit 0
