#!/bin/sh
# replies: they are on disk before they are promised, come once and in order over
# the deaths of supervisors and hosts, start a session that has ended, and are
# told of when they cannot come. Neighbours: send.sh, respawn.sh.
. "$(dirname "$0")/lib.sh"

export NOTES="$T/notes"
mkdir -p "$XDG_CONFIG_HOME/bgmux/adapters"
cat >"$XDG_CONFIG_HOME/bgmux/adapters/reader.json" <<JSON
{ "name": "reader", "title": "Reader", "tried": true,
  "binary": ["$SRC/regress/agents/reader"],
  "start": ["{program}", "{options}"],
  "resume": ["{program}", "{id}", "{options}"],
  "presetId": ["--id", "{id}"] }
JSON
reader() {
	bgmux --bg --with reader --name "$1" |
	    sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p'
}
noted() {
	[ "$(grep -cx -- "$1" "$NOTES" 2>/dev/null)" = 1 ]
}
receipt() {
	sed -n 's/^ *"receipt": "\(.*\)",*$/\1/p' "$T/receipt"
}

id=$(reader one)
must "not ready" logs_have "$id" '^reader ready$'
bgmux send one --json --id a --key Enter first >"$T/receipt" || fail "send"
must "not noted" noted first
bgmux send one --json --id a --key Enter first >"$T/receipt" || fail "again"
grep -q '"repeated": true' "$T/receipt" || fail "$(cat "$T/receipt")"
[ "$(receipt)" = delivered ] || fail "receipt: $(cat "$T/receipt")"

# Asked again of another supervisor, which has it from the disk.
kill -KILL "$(supervisor_pid)"
bgmux send one --json --id a --key Enter first >"$T/receipt" || fail "again"
grep -q '"repeated": true' "$T/receipt" || fail "$(cat "$T/receipt")"
noted first || fail "typed twice"

# Its host is stopped: what comes meanwhile waits, through the deaths of two
# supervisors.
"$BUILD/bgmux" watch --json >"$T/watch" 2>/dev/null &
watcher=$!
host=$(field "$id" hostPid)
stopped=$host
kill -STOP "$host"
[ "$(bgmux send one --id b --key Enter second)" = queued ] || fail "queued"
kill -KILL "$(supervisor_pid)"
[ "$(bgmux send one --id c --key Enter third)" = queued ] || fail "queued"
[ "$(field "$id" replies)" = 2 ] || fail "replies: $(field "$id" replies)"
[ "$(stat -c %a "$BGMUX_HOME/jobs/$id/inbox"/0*.json | sort -u)" = 600 ] ||
    fail "modes"
kill -KILL "$(supervisor_pid)"
bgmux ls >/dev/null
kill -CONT "$host"
stopped=
must "second" noted second
must "third" noted third
none_wait() {
	[ -z "$(field "$id" replies)" ]
}
must "they wait" none_wait
[ "$(tail -n 2 "$NOTES" | tr '\n' ' ')" = "second third " ] || fail "order"

# Its host dies with one under way: nobody knows, and it is not typed again.
host=$(field "$id" hostPid)
kill -STOP "$host"
stopped=$host
[ "$(bgmux send one --id d --key Enter fourth)" = queued ] || fail "queued"
[ "$(bgmux send one --id e --key Enter fifth)" = queued ] || fail "queued"
kill -KILL "$host"
stopped=
if grep -q 'environments are kept in the supervisor alone' \
    "$BGMUX_HOME/daemon.log"; then
	# No tmpfs here: it went with the first supervisor, and what waited is
	# refused with that reason. One that comes with an environment is not.
	fifth_refused() {
		bgmux send one --id e --key Enter fifth 2>&1 |
		    grep -q 'its environment was not kept'
	}
	must "fifth is not refused" fifth_refused
	bgmux send one --id e2 --key Enter fifth >/dev/null ||
	    fail "with an environment"
fi
must "fifth, by the next one" noted fifth
told() {
	grep -q "\"event\": *\"reply\".*\"receipt\": *\"$1\"" "$T/watch"
}
must "watch does not tell what is unknown" told unknown
must "watch does not tell what came" told delivered
kill "$watcher" 2>/dev/null
bgmux send one --json --id d --key Enter fourth >"$T/receipt" 2>/dev/null
[ "$(receipt)" = unknown ] || fail "fourth: $(cat "$T/receipt")"
grep -qx fourth "$NOTES" && fail "fourth was typed"
[ "$(field "$id" hostPid)" != "$host" ] || fail "the same host"

# One that has ended is started.
bgmux send one --id f --key Enter leave >/dev/null
must "its end" has_state "$id" "done"
bgmux send one --id g --key Enter sixth >/dev/null || fail "to a done one"
must "sixth" noted sixth
bgmux stop one >/dev/null
out=$(bgmux send one --id h --key Enter 2>&1) && fail "a key to a stopped one"
[ "$out" = "bgmux: refused: it has ended" ] || fail "$out"
bgmux send one --id h --key Enter seventh >/dev/null || fail "to a stopped one"
must "seventh" noted seventh

# A stop is final for what waits; a removal is told.
host=$(field "$id" hostPid)
kill -STOP "$host"
stopped=$host
[ "$(bgmux send one --id i --key Enter eighth)" = queued ] || fail "queued"
[ "$(bgmux send one --id j --key Enter ninth)" = queued ] || fail "queued"
"$BUILD/bgmux" stop one >"$T/stop" 2>&1 &
stopper=$!
stopping() {
	grep -q '"life": "stopping"' "$BGMUX_HOME/jobs/$id/state.json"
}
must "stopping" stopping
kill -CONT "$host"
stopped=
wait "$stopper" || fail "stop: $(cat "$T/stop")"
bgmux send one --json --id j --key Enter ninth >"$T/receipt" 2>/dev/null
[ "$(receipt)" = refused ] || fail "ninth: $(cat "$T/receipt")"
grep -q 'it was stopped' "$T/receipt" || fail "$(cat "$T/receipt")"
has_state "$id" stopped || fail "it was started again"

# The disk refuses: so does the supervisor.
if grep -q '^#define TEST_HOOKS 1' "$BUILD/config.h"; then
	export BGMUX_TEST_FAULTS="$T/faults"
	id=$(reader two)
	must "not ready" logs_have "$id" '^reader ready$'
	kill -KILL "$(supervisor_pid)"
	bgmux ls >/dev/null
	echo "write /inbox/ ENOSPC" >"$T/faults"
	# It is not promised, but typed at once by a host that is there.
	typed() {
		bgmux send two --id t --key Enter tenth >/dev/null 2>&1
	}
	must "on a full disk" typed
	must "tenth" noted tenth
	out=$(bgmux send one --key Enter none 2>&1) && fail "a full disk"
	echo "$out" | grep -q '^bgmux: refused: it cannot be kept: No space' ||
	    fail "$out"
	rm "$T/faults"
	bgmux send two --key Enter eleventh >/dev/null || fail "with room again"
	must "eleventh" noted eleventh
	grep -qx none "$NOTES" && fail "none was typed"
fi
exit 0
