#!/bin/sh
# next-boot: sessions that the machine's end has ended have failed, and are not
# started by themselves; who asked something asks on. They go on when a person
# says so. Neighbours: revive.sh (deaths while the machine runs).
. "$(dirname "$0")/lib.sh"

id_of() {
	sed -n '1s/^[^·]*· \([0-9a-f]*\) ·.*/\1/p'
}
works=$(bgmux --bg --with sh --name works 'tail -f /dev/null' -- \
    --permission-mode auto | id_of)
asks=$(bgmux --bg --with sh --name asks 'pwd' | id_of)
idle=$(bgmux --bg --with sh --name idle 'echo idle' -- \
    --permission-mode auto | id_of)
must "it does not work" has_state "$works" working
must "it does not ask" has_state "$asks" blocked
must "it is not done" has_state "$idle" "done"
waits=$(field "$asks" waitingFor)

# All go at once; the records are those of another boot then.
hosts="$(field "$works" hostPid) $(field "$asks" hostPid) $(field "$idle" hostPid)"
workers="$(field "$works" pid) $(field "$asks" pid) $(field "$idle" pid)"
kill -KILL "$(supervisor_pid)"
# shellcheck disable=SC2086 # several processes
kill -KILL $hosts $workers 2>/dev/null
for pid in $hosts $workers; do
	must "$pid is still there" gone "$pid"
done
for id in "$works" "$asks" "$idle"; do
	record="$BGMUX_HOME/jobs/$id/state.json"
	sed 's/"boot": "[^"]*"/"boot": "00000000-0000-0000-0000-000000000000"/' \
	    "$record" >"$record.new" && mv "$record.new" "$record"
	chmod 600 "$record"
	rm -f "$BGMUX_HOME/jobs/$id/exit.json"
done

bgmux ls >/dev/null
has_state "$works" failed || fail "works: $(field "$works" state)"
has_state "$idle" failed || fail "idle: $(field "$idle" state)"
has_state "$asks" blocked || fail "asks: $(field "$asks" state)"
[ "$(field "$asks" waitingFor)" = "$waits" ] ||
    fail "asks for: $(field "$asks" waitingFor)"
for id in "$works" "$asks" "$idle"; do
	[ "$(field "$id" reason)" = "the machine was restarted" ] ||
	    fail "$id: $(field "$id" reason)"
	[ -z "$(field "$id" pid)" ] || fail "$id was started"
done
bgmux respawn works >/dev/null || fail "respawn"
must "it does not go on" logs_have works '❯ tail -f /dev/null$'
[ -z "$(field "$works" reason)" ] || fail "reason: $(field "$works" reason)"
exit 0
