#!/bin/sh
# refuse-disk: on a full disk nothing new starts, and says so; what runs goes
# on, and is written down when there is room again.
. "$(dirname "$0")/lib.sh"

own_mounts
mkdir -p "$BGMUX_HOME"
mount -t tmpfs -o size=256k,mode=700 none "$BGMUX_HOME" ||
    skip "no mounts of our own here"

fill() {
	cat /dev/zero >"$BGMUX_HOME/fill" 2>/dev/null
}

has_problem() {
	bgmux daemon status | grep -q '^problem: .*could not be written'
}

no_problem() {
	! has_problem
}

lives=$(start lives 'while read x; do echo "got $x"; done')
ends=$(start ends 'read x; exit 7')
[ -n "$lives" ] || fail "cannot start"
[ -n "$ends" ] || fail "cannot start"
fill
refused 'No space left on device' "$BUILD/bgmux" --bg --exec 'exec cat'
# shellcheck disable=SC2012 # names of our own
[ "$(ls "$BGMUX_HOME/jobs" | wc -l)" -eq 2 ] || fail "a folder was left"
[ "$(bgmux ls --all | grep -cE 'working|idle')" -eq 2 ] || fail "$(bgmux ls --all)"

[ "$(bgmux send "$lives" --key Enter one)" = delivered ] || fail "send"
must "the session stands still" logs_have "$lives" '^got one$'
bgmux send "$ends" --key Enter >/dev/null || fail "send"
must "its end is not told" has_state "$ends" failed
[ "$(field "$ends" exitCode)" = 7 ] || fail "exit $(field "$ends" exitCode)"
[ ! -e "$BGMUX_HOME/jobs/$ends/exit.json" ] || fatal "the disk is not full"
must "the problem is not told" has_problem

# Also over the loss of the supervisor.
kill -KILL "$(supervisor_pid)"
bgmux ls >/dev/null || fail "ls: $(bgmux ls 2>&1)"
must "its end was forgotten" has_state "$ends" failed
bgmux logs "$lives" | grep -q '^got one$' || fail "lives is lost"

rm "$BGMUX_HOME/fill"
must "exit.json is not written" test -s "$BGMUX_HOME/jobs/$ends/exit.json"
written() {
	grep -q '"life": "down"' "$BGMUX_HOME/jobs/$ends/state.json"
}
must "its record is not written" written
must "the problem is still told" no_problem
start again 'exec cat' >/dev/null || fail "nothing starts"
exit 0
