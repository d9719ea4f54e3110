#!/bin/sh
# rest: the supervisor, a host whose program waits, and a client that watches,
# do not wake up while nothing happens.
. "$(dirname "$0")/lib.sh"

id=$(start waits 'echo ready; exec cat')
shell=$(start prompt 'exec sh')
[ -n "$id" ] || fail "cannot start"
[ -n "$shell" ] || fail "cannot start"
must "no output" logs_have "$id" '^ready$'
must "the shell is not at its prompt" has_state "$shell" idle
"$BUILD/bgmux" watch >"$T/watch" 2>&1 &
watch=$!

# wakes: how often each has gone to sleep, in one line.
wakes() {
	for pid in $pids; do
		sed -n 's/^voluntary_ctxt_switches:[[:space:]]*//p' \
		    "/proc/$pid/status"
	done | tr '\n' ' '
}

pids="$(supervisor_pid) $(field "$id" hostPid) $(field "$shell" hostPid)"
pids="$pids $watch"
# What was asked for a moment ago may still be put away.
still() {
	before=$(wakes)
	sleep 1
	after=$(wakes)
	[ "$before" = "$after" ]
}
must "something wakes: $pids" still
say "at rest: $after"
still || fail "something wakes again: $before, $after"
kill "$watch"
exit 0
