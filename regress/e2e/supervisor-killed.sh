#!/bin/sh
# supervisor-killed: 20,000 numbered lines are complete after ten SIGKILLs of the
# supervisor; a person who types meanwhile notices nothing; sessions that ended
# while none ran have their exit codes.
. "$(dirname "$0")/lib.sh"

id=$(start count 'i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); echo "n $i"
    [ $((i % 1000)) -ne 0 ] || read x; done; echo all; exec cat')
other=$(start ends 'read x; exit 7')
[ -n "$id$other" ] || fail "cannot start"

start_outer 60 10
attach "$id"

n=0
while [ $n -lt 10 ]; do
	n=$((n + 1))
	pid=$(supervisor_pid)
	if [ -z "$pid" ]; then
		bgmux ls >/dev/null
		pid=$(supervisor_pid)
	fi
	[ -n "$pid" ] || fail "no supervisor at round $n"
	wait_for "^n $((n * 2000 - 1000))\$"
	keys Enter
	kill -KILL "$pid"
	wait_for "^n $((n * 2000))\$"
	keys Enter
	must "the killed one is gone" gone "$pid"
done
wait_for '^all$'
keys C-b d
wait_for "^\[detached"

bgmux logs "$id" >"$T/got"
i=0
while [ $i -lt 20000 ]; do
	i=$((i + 1))
	echo "n $i"
done >"$T/want"
grep '^n ' "$T/got" >"$T/lines"
cmp "$T/want" "$T/lines" || fail "lines are missing or doubled"

# One that ends while there is no supervisor.
kill -KILL "$(supervisor_pid)"
type_line "clear; $BUILD/bgmux ls --all"
wait_for "$id +count"
pid=$(supervisor_pid)
kill -STOP "$pid"
bgmux send "$other" --key Enter >/dev/null || fail "send without a supervisor"
kill -KILL "$pid"
must "its exit code is lost" has_state "$other" failed
[ "$(field "$other" exitCode)" = 7 ] || fail "exit $(field "$other" exitCode)"
exit 0
