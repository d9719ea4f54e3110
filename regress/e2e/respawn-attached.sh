#!/bin/sh
# respawn-attached: an agent is respawned under two clients: both go on with the
# new one, in their roles (unit/test_attach: a session that does not come back).
. "$(dirname "$0")/lib.sh"

start_outer 80 24
at second
start_outer 60 15
at first
type_line "clear; $BUILD/bgmux run --with sh --name lives; echo status=\$?"
only_session() {
	id=$(bgmux agents --json | sed -n 's/^ *"id": "\(.*\)",*$/\1/p')
	[ ${#id} -eq 8 ] && viewed "$id" 1
}
must "no session" only_session
at second
attach "$id"

# another_than PID: the session has another worker.
another_than() {
	now=$(field "$id" pid)
	[ -n "$now" ] && [ "$now" != "$1" ]
}
for round in 1 2; do
	pid=$(field "$id" pid)
	bgmux respawn "$id" >"$T/out" 2>&1 || fail "respawn: $(cat "$T/out")"
	must "round $round: no new program" another_than "$pid"
	must "round $round: the clients are not back: $(views "$id")" \
	    viewed "$id" 2
	has_kind "$id" interactive || fail "kind: $(field "$id" kind)"
	must "round $round: the second drives" has_size "$id" 80x24
	at first
	keys -l "typed$round"
	wait_for "typed$round"
	at second
	wait_for "typed$round"
done
on_screen status= && fail "the second has ended"
at first
keys C-b d
wait_for "^backgrounded · $id · lives\$"
must "kind: $(field "$id" kind)" has_kind "$id" background
exit 0
