#!/bin/sh
# revive-attached: an agent dies at its work under a client and an open peek:
# both show that, then the resumed agent; the same with its host, without a
# supervisor and over a respawn. One that has really ended is told as such.
# Neighbours: revive.sh (which deaths count), respawn-attached.sh (roles).
. "$(dirname "$0")/lib.sh"
need pgrep

work='tail -f /dev/null'
works() {
	has_state "$id" working && pgrep -P "$(field "$id" pid)" >/dev/null
}
# resumed PID: another worker is at its prompt.
resumed() {
	now=$(field "$id" pid)
	[ -n "$now" ] && [ "$now" != "$1" ] && has_state "$id" idle
}
begin() {
	id=$(bgmux --bg --with sh --name "$1" "$work" -- --permission-mode auto |
	    sed -n '1s/^[^·]*· \([0-9a-f]*\) ·.*/\1/p')
	must "$1 does not work" works
	pid=$(field "$id" pid)
}
# both_look NAME: a client and a peek.
both_look() {
	at second
	attach "$id"
	wait_for "❯ $work"
	at first
	type_line "clear; $BUILD/bgmux agents"
	wait_for "❯ .* $1"
	keys Space
	wait_for "│ $1 · working"
	must "two views" viewed "$id" 2
}
# both_go_on NAME: they are with the resumed agent, which answers.
both_go_on() {
	must "$1 was not resumed: $(field "$id" state)" resumed "$pid"
	must "$1: views: $(views "$id")" viewed "$id" 2
	at second
	on_screen status= && fail "$1: the client has ended"
	keys -l "echo typed \$((40 + 2))"
	keys Enter
	wait_for '^ *typed 42'
	at first
	wait_for '│.*typed 42'
}
leave() {
	at second
	keys C-b d
	wait_for '^status=0'
	at first
	keys Escape
	keys Escape
	wait_for '^\$'
}

start_outer 120 30
at second
start_outer 80 24
at first

say "by itself"
begin one
both_look one
kill -KILL "$pid"
at second
wait_for 'it died at its work .SIGKILL. and is resumed'
both_go_on one
at second
wait_gone 'is resumed'
leave

say "with its host"
begin two
both_look two
kill -KILL "$(field "$id" hostPid)"
both_go_on two
leave

say "while no supervisor runs"
begin three
both_look three
kill -KILL "$(supervisor_pid)" "$pid"
both_go_on three

say "and a respawn"
pid=$(field "$id" pid)
bgmux respawn "$id" >/dev/null || fail "respawn"
must "three was not respawned" resumed "$pid"
must "three: views: $(views "$id")" viewed "$id" 2

say "a second death is one"
at second
keys -l "$work"
keys Enter
must "three does not work again" works
kill -KILL "$(field "$id" pid)"
wait_for '^status=137'
on_screen "^\[$id ended by SIGKILL\]" || fail "the client does not say why"
exit 0
