#!/bin/sh
# exit-status: how programs end is told exactly: 0, 1, 44 and a signal, by the
# list, by wait and by attach; wait's own 3 and 4.
. "$(dirname "$0")/lib.sh"

check() {
	id=$(start "$1" "$2")
	[ -n "$id" ] || fail "$1 does not start"
	bgmux wait "$id" || fail "$1: wait gives $?"
	has_state "$id" "$3" || fail "$1: $(field "$id" state), not $3"
	[ "$(field "$id" "$4")" = "$5" ] ||
	    fail "$1: $4 is $(field "$id" "$4"), not $5"
	[ -z "$(field "$id" pid)" ] || fail "$1: a dead worker has a pid"
}
check zero 'exit 0' 'done' exitCode 0
check one 'exit 1' failed exitCode 1
check many 'exit 44' failed exitCode 44
check killed 'kill -TERM $$' failed signal SIGTERM
check aborted 'ulimit -c 0; kill -ABRT $$' failed signal SIGABRT
bgmux ls --all | grep -q 'many .*failed (exit 44)' || fail "ls: $(bgmux ls -a)"

id=$(start waits 'exec cat')
bgmux wait "$id" --timeout 0.2
[ $? -eq 3 ] || fail "wait does not time out with 3"
bgmux wait "$id" --until working --timeout 10 || fail "wait for working: $?"
bgmux wait zero --until failed
[ $? -eq 4 ] || fail "wait for what cannot be is not 4"
bgmux wait "$id" --until 'done' --timeout 30 &
waiter=$!
bgmux stop "$id" >/dev/null
wait $waiter
[ $? -eq 4 ] || fail "wait on one that is stopped is not 4"
bgmux wait "$id" --until nonsense 2>/dev/null
[ $? -eq 2 ] || fail "wait for nonsense is no usage error"

# Attach ends as the program does.
start_outer 80 24
for how in 'exit 0:0' 'exit 1:1' 'exit 44:44' 'kill -TERM $$:143'; do
	id=$(start end "read x; ${how%:*}")
	attach "$id"
	keys Enter
	wait_for "^status=${how##*:}\$"
done
exit 0
