#!/bin/sh
# no-answer: while the supervisor does not answer, ls, logs, send, attach and
# stop go to the hosts.
. "$(dirname "$0")/lib.sh"

id=$(start cat 'echo ready; exec cat')
must "no output" logs_have "$id" ready
ended=$(start ended true)
must "no end" has_state "$ended" "done"
pid=$(supervisor_pid)
kill -STOP "$pid"
out=$(bgmux ls 2>"$T/err") || fail "ls: $(cat "$T/err")"
echo "$out" | grep -q "^$id  cat " || fail "ls lacks it: $out"
echo "$out" | grep -q "^$ended" && fail "ls has an ended one: $out"
bgmux ls -a 2>/dev/null | grep -q "^$ended" || fail "ls -a lacks it"
grep -q 'does not answer' "$T/err" || fail "ls does not say so"
bgmux logs cat | grep -q ready || fail "logs"
bgmux send cat --key Enter word >/dev/null || fail "send"
must "what was sent did not arrive" logs_have cat '^word$'
start_outer 80 24
type_line "clear; $BUILD/bgmux attach cat"
wait_for '^ready$'
not_on_screen "bgmux: " || fail "attach: $(screen)"
type_line 'typed'
must "typing" logs_have cat '^typed$'
keys C-b d
wait_for '^\[detached'
bgmux stop cat | grep -q "^stopped $id" || fail "stop"
bgmux --bg --exec true 2>&1 |
    grep -q '^bgmux: the supervisor does not answer' || fail "--bg"
kill -CONT "$pid"
must "the supervisor did not learn of it" has_state "$id" stopped
exit 0
