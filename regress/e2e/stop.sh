#!/bin/sh
# stop: programs that ignore signals, fork away from their parents, make
# terminals' sessions of their own, or hold the terminal open, are ended within
# bounds; what made a session of its own and has left its parents is named and
# left.
. "$(dirname "$0")/lib.sh"

need setsid
export T

# pid_in FILE: the number that a program has written there, once it has.
pid_in() {
	must "$1: no pid" test -s "$T/$1"
	cat "$T/$1"
}

# begin NAME SCRIPT: start it, and wait until it says that it is ready.
begin() {
	rm -f "$T"/pid*
	id=$(start "$1" "$2")
	[ -n "$id" ] || fail "$1: cannot start"
	must "$1: not ready" logs_have "$id" '^ready$'
}

# stopped NAME: at most so long, and nothing of it is there.
stopped() {
	before=$(date +%s)
	out=$(bgmux stop "$id" 2>"$T/err") || fail "$1: $out $(cat "$T/err")"
	[ "$out" = "stopped $id" ] || fail "$1: $out"
	[ $(($(date +%s) - before)) -le 20 ] || fail "$1: it took too long"
	has_state "$id" stopped || fail "$1: $(field "$id" state)"
	for f in "$T"/pid*; do
		[ -f "$f" ] || continue
		must "$1: ${f##*/} is there" gone "$(cat "$f")"
	done
}

begin ignores 'trap "" HUP TERM INT QUIT; echo $$ >$T/pid1
    (trap "" HUP TERM; echo ready; while :; do sleep 1; done) & 
    echo $! >$T/pid2; while :; do sleep 1; done'
stopped ignores

# Stopped by a signal, they still hear SIGTERM.
begin sleeps 'echo $$ >$T/pid1; sleep 1000 & echo $! >$T/pid2; kill -STOP $!
    echo ready; kill -STOP $$'
stopped sleeps

# Children of children whose parents have ended, in the same session.
begin forks '(sleep 1000 & echo $! >$T/pid1; (sleep 1000 & echo $! >$T/pid2) &)
    (set -m; sleep 1000 & echo $! >$T/pid3); echo ready; exec sleep 1000'
stopped forks

# A session of its own, but still a child.
begin setsid 'setsid -w sh -c "echo \$\$ >$T/pid1; trap \"\" TERM HUP
    echo ready; while :; do sleep 1; done" & wait'
stopped setsid

# One that begets another for each that is ended.
begin begets 'f() { trap "(f) &" TERM HUP; echo ready; while :; do sleep 1
    done; }; f'
stopped begets

# It has left: a session of its own, its parents gone. It holds the terminal.
begin leaves 'setsid sh -c "echo \$\$ >$T/left; trap \"\" HUP TERM
    exec sleep 1000" & while [ ! -s $T/left ]; do sleep 0.1; done
    echo ready; exec cat'
left=$(pid_in left)
stopped leaves
# It was still a child of the worker, so it was ended too.
must "its child is there" gone "$left"
rm "$T/left"
begin leaves2 '(setsid sh -c "echo \$\$ >$T/left; trap \"\" HUP TERM
    exec sleep 1000" &); while [ ! -s $T/left ]; do sleep 0.1; done
    echo ready; exec cat'
left=$(pid_in left)
stopped leaves2
grep -q "left running, in a session of its own: $left sleep" "$T/err" ||
    fail "what was left is not named: $(cat "$T/err")"
gone "$left" && fail "what left was ended"
kill -KILL "$left"

# The worker's own end, with children left that hold the terminal: its status
# is told within the bound, and they hear the hangup.
begin ends '(trap "" HUP; exec sleep 1000) & echo $! >$T/pid1
    sleep 1000 & echo $! >$T/pid2; echo ready; read x; exit 5'
bgmux send "$id" --key Enter >/dev/null || fail "send"
must "ends: not told" has_state "$id" failed
[ "$(field "$id" exitCode)" = 5 ] || fail "ends: $(field "$id" exitCode)"
must "ends: a child did not hear of it" gone "$(pid_in pid2)"
kill -KILL "$(pid_in pid1)" 2>/dev/null
exit 0
