#!/bin/sh
# refuse-shared: a home that another machine or container uses too: its
# sessions are shown, and neither judged, changed nor cleaned; each has its own
# supervisor at the same time.
. "$(dirname "$0")/lib.sh"

unshare -rpf --mount-proc true 2>/dev/null || skip "no pid namespaces here"
id=$(start ours 'exec cat')
far=$(start far 'exec cat')
[ -n "$id" ] || fail "cannot start"
[ -n "$far" ] || fail "cannot start"

# The container: its own processes, sockets and supervisor.
mkdir -m 700 "$T/run2"
cat >"$T/inside" <<EOT
set -u
bgmux() { "$BUILD/bgmux" "\$@"; }
export BGMUX_RUNTIME_DIR=$T/run2
bgmux ls --all >"$T/list"
bgmux stop $id >"$T/stop" 2>&1
bgmux rm $id >"$T/rm" 2>&1
bgmux send $id x >"$T/send" 2>&1
bgmux logs $id >"$T/logs" 2>&1
bgmux --bg --name inside --exec 'exec cat' >"$T/bg" 2>&1
ls "$BGMUX_HOME/daemon" >"$T/locks"
bgmux ls >"$T/list2"
bgmux daemon stop >"$T/end" 2>&1
EOT
timeout 60 unshare -rpf --mount-proc --kill-child sh "$T/inside" ||
    fail "inside: $?"
grep -q "^$id  ours  *working" "$T/list" || fail "list: $(cat "$T/list")"
for f in stop rm; do
	grep -q "^bgmux: session $id belongs to another machine (a container" \
	    "$T/$f" || fail "$f: $(cat "$T/$f")"
done
for f in send logs; do
	grep -q "^bgmux: .*$id runs on another machine (a container" "$T/$f" ||
	    fail "$f: $(cat "$T/$f")"
done
grep -q '^backgrounded' "$T/bg" || fail "bg: $(cat "$T/bg")"
[ "$(grep -c '^lock\.' "$T/locks")" -eq 2 ] || fail "locks: $(cat "$T/locks")"
grep -q '^stopped (ended 1 session)' "$T/end" || fail "end: $(cat "$T/end")"
has_state "$id" working || fail "ours: $(field "$id" state)"

# Another machine: as if it had written the record.
pid=$(field "$far" hostPid)
bgmux stop "$far" >/dev/null || fail "stop"
kill -KILL "$pid"
must "the host is not gone" gone "$pid"
bgmux daemon stop --keep-sessions >/dev/null || fail "daemon stop"
record=$BGMUX_HOME/jobs/$far/state.json
sed -e 's/"machine": "[^"]*"/"machine": "abcdef"/' \
    -e 's/"machineName": "[^"]*"/"machineName": "the-laptop"/' \
    -e 's/"life": "down"/"life": "up"/' \
    -e 's/"state": "stopped"/"state": "working"/' \
    -e '/"endedAt"/d' "$record" >"$T/record"
cat "$T/record" >"$record"
has_state "$far" working || fail "judged: $(field "$far" state)"
[ -z "$(field "$far" pid)" ] || fail "a pid that is not ours"
refused 'belongs to another machine (the-laptop)' "$BUILD/bgmux" rm "$far"
refused 'runs on another machine (the-laptop)' "$BUILD/bgmux" send "$far" x
refused 'runs on another machine (the-laptop)' "$BUILD/bgmux" logs "$far"
[ "$(bgmux daemon stop)" = 'stopped (ended 1 session)' ] || fail "daemon stop"
cmp "$T/record" "$record" || fail "the record was changed"
has_state "$id" stopped || fail "ours: $(field "$id" state)"
exit 0
