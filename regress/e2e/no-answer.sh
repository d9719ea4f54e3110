#!/bin/sh
# no-answer: while the supervisor does not answer, ls, logs, send, attach and
# stop go to the hosts; what is said of those that do not answer either.
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

# Hosts that do not answer either are told of, all at once.
quiet=$(start quiet cat)
others=
for n in 1 2 3 4; do
	others="$others $(start "other-$n" cat)"
done
for each in $quiet $others; do
	host=$(field "$each" hostPid)
	stopped="$stopped $host"
	kill -STOP "$host"
done
bgmux logs quiet 2>&1 | grep -q "^bgmux: the host of $quiet does not answer" ||
    fail "logs of a host that stands still"
stopped="$stopped $pid"
kill -STOP "$pid"
began=$(date +%s)
bgmux ls >"$T/out" 2>"$T/err" || fail "ls: $(cat "$T/err")"
# Two seconds for the supervisor, one for the hosts.
[ $(($(date +%s) - began)) -lt 6 ] || fail "they were asked one by one"
grep -q '; 5 sessions do not answer: ' "$T/err" || fail "$(cat "$T/err")"
for each in $quiet $others; do
	grep -q "$each" "$T/err" || fail "not told of: $each: $(cat "$T/err")"
done
grep -q '^no sessions' "$T/out" && fail "a lie: $(cat "$T/out")"
bgmux send quiet word 2>&1 |
    grep -q "^bgmux: no session matching 'quiet'; 5 sessions do not answer" ||
    fail "send by a name"
bgmux send "$quiet" word 2>&1 |
    grep -q "^bgmux: the host of $quiet does not answer" || fail "send by an id"
# shellcheck disable=SC2086 # several processes
kill -CONT $stopped
stopped=
must "no host goes on" has_state "$quiet" working

# None that stays.
bgmux daemon stop >/dev/null || fail "not stopped"
mkdir "$T/libexec"
fake() {
	printf '#!/bin/sh\n%s\n' "$1" >"$T/libexec/bgmux-supervisor"
	chmod +x "$T/libexec/bgmux-supervisor"
}
fake 'exit 0'
refused 'the supervisor ends whenever it has started; its log is ' \
    env BGMUX_LIBEXEC="$T/libexec" "$BUILD/bgmux" ls
# shellcheck disable=SC2016 # its own pid
fake 'kill -KILL $$'
refused 'the supervisor did not start: signal 9 ended it' \
    env BGMUX_LIBEXEC="$T/libexec" "$BUILD/bgmux" ls
exit 0
