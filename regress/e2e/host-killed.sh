#!/bin/sh
# host-killed: a host that is killed takes its session along and nothing else:
# the client says so and restores the terminal, the row says why, the worker
# ends, other sessions go on. With and without a supervisor.
. "$(dirname "$0")/lib.sh"

start_outer 80 24
other=$(start other 'exec cat')
for how in with without; do
	id=$(start "victim-$how" 'echo shown; exec cat')
	worker=$(field "$id" pid)
	host=$(field "$id" hostPid)
	attach "$id"
	wait_for '^shown'
	[ $how = with ] || kill -KILL "$(supervisor_pid)"
	kill -KILL "$host"
	wait_for '^status=1'
	on_screen "^bgmux: $id: " || fail "the client does not say why"
	must "$how: $(field "$id" state)" has_state "$id" failed
	field "$id" reason | grep -q 'host' || fail "why: $(field "$id" reason)"
	must "its worker lives" gone "$worker"
	bgmux logs "$id" 2>&1 | grep -q "^bgmux: $id has ended" ||
	    fail "logs: $(bgmux logs "$id" 2>&1)"
	has_state "$other" working || fail "another session: $other"
done
bgmux send other --key Enter still >/dev/null || fail "send to the other"
must "the other one does not answer" logs_have other '^still$'
exit 0
