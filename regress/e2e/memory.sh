#!/bin/sh
# memory: where the machine is short of it, agents that nobody uses are ended, the
# longest unused first and one after another, and no more when it is enough; what
# is pinned, attached, at work or cannot be resumed stays. Neighbours: idle.sh
# (after an hour), unit/test_pressure (when it is short), unit/test_rest.
. "$(dirname "$0")/lib.sh"
need_hooks

export BGMUX_TEST_MEMORY="$T/memory"
mkdir -p "$T/memory/proc"
memory() {
	printf 'MemTotal: 1000 kB\nMemAvailable: %s kB\n' "$1" >"$T/meminfo.new"
	mv "$T/meminfo.new" "$T/memory/proc/meminfo"
}
id_of() {
	sed -n '1s/^[^·]*· \([0-9a-f]*\) ·.*/\1/p'
}
begin() {
	bgmux --bg --with sh --name "$@" -- --permission-mode auto | id_of
}
rests() {
	[ -n "$(field "$1" endedAt)" ] && [ -z "$(field "$1" pid)" ]
}
runs() {
	[ -n "$(field "$1" pid)" ]
}
memory 500

start_outer 80 24
old=$(begin old 'echo old')
must "old is not done" has_state "$old" "done"
pinned=$(begin pinned 'echo pinned')
must "pinned is not done" has_state "$pinned" "done"
bgmux pin pinned >/dev/null || fail "pin"
works=$(begin works 'tail -f /dev/null')
must "it does not work" has_state "$works" working
seen=$(begin seen 'echo seen')
must "seen is not done" has_state "$seen" "done"
attach "$seen"
young=$(begin young 'echo young')
must "young is not done" has_state "$young" "done"

say "the longest unused one first"
memory 40
must "old runs on" rests "$old"
must "young runs on" rests "$young"
[ "$(field "$old" endedAt)" -lt "$(field "$young" endedAt)" ] ||
    fail "young was ended before old"
has_state "$old" "done" || fail "old: $(field "$old" state)"
[ "$(field "$old" reason)" = "stopped, since memory was short" ] ||
    fail "why: $(field "$old" reason)"
grep -q "$old: memory is short, and it is unused" "$BGMUX_HOME/daemon.log" ||
    fail "not logged"
for id in "$pinned" "$works" "$seen"; do
	runs "$id" || fail "$id was ended: $(field "$id" reason)"
done

say "it goes on when it is needed, and stays while memory is enough"
memory 500
must "not noticed" grep -q 'memory is enough again' "$BGMUX_HOME/daemon.log"
bgmux send old --submit 'echo a''gain' >/dev/null || fail "send"
must "old does not go on" logs_have old '^again'
must "old is not done" has_state "$old" "done"
memory 80
must "the supervisor is gone" runs "$old"

say "not where the person does not want it"
mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{ "idle.stopOnPressure": false }' >"$XDG_CONFIG_HOME/bgmux/settings.json"
kill -KILL "$(supervisor_pid)"
bgmux ls >/dev/null
memory 10
bgmux wait old --until failed --timeout 1 >/dev/null 2>&1
runs "$old" || fail "it was ended all the same"
exit 0
