#!/bin/sh
# refuse-records: broken records are set aside and told, and take nothing else
# with them; what a newer version wrote is kept.
. "$(dirname "$0")/lib.sh"

id=$(start lives 'while read x; do echo "got $x"; done')
newer=$(start newer 'exec cat')
for name in cut list folder pipe link; do
	eval "$name=\$(start $name true)"
	eval "bgmux wait \$$name >/dev/null" || fail "wait"
done
bgmux daemon stop --keep-sessions >/dev/null || fail "daemon stop"

jobs=$BGMUX_HOME/jobs
head -c 40 "$jobs/$cut/state.json" >"$T/cut" && cat "$T/cut" >"$jobs/$cut/state.json"
echo '[1, 2]' >"$jobs/$list/state.json"
rm "$jobs/$folder/state.json" "$jobs/$pipe/state.json" "$jobs/$link/state.json"
mkdir "$jobs/$folder/state.json"
mkfifo "$jobs/$pipe/state.json"
ln -s state.json "$jobs/$link/state.json"
# One of a session that runs: its host knows.
head -c 40 "$jobs/$id/state.json" >"$T/cut" && cat "$T/cut" >"$jobs/$id/state.json"
sed -i 's/^{/{ "future": { "a": [1, "b"] },/' "$jobs/$newer/state.json"
: >"$jobs/notajob"
ln -s / "$jobs/0123abcd"

timeout 20 "$BUILD/bgmux" ls >/dev/null || fail "ls"
is_there() {
	[ -n "$(field "$id" pid)" ]
}
must "the running one is lost" is_there
[ "$(field "$id" name)" = lives ] || fail "name $(field "$id" name)"
[ -n "$(field "$newer" pid)" ] || fail "newer: $(field "$newer" state)"
for broken in "$cut" "$list" "$folder" "$pipe" "$link" "$id"; do
	ls -d "$jobs/$broken"/state.json.broken >/dev/null ||
	    fail "$broken is not kept"
done
bgmux daemon status | grep -q '^problem: .*6 records were broken' ||
    fail "$(bgmux daemon status)"

bgmux send "$id" --key Enter one >/dev/null || fail "send"
must "the session stands still" logs_have "$id" '^got one$'
bgmux stop "$newer" >/dev/null || fail "stop"
grep -q '"future"' "$jobs/$newer/state.json" || fail "the future is lost"

# It is told once; broken again, it is kept beside the first.
bgmux daemon stop >/dev/null || fail "daemon stop"
bgmux ls >/dev/null || fail "ls"
if bgmux daemon status | grep -q '^problem'; then
	fail "told twice: $(bgmux daemon status)"
fi
bgmux daemon stop >/dev/null || fail "daemon stop"
rm "$jobs/$id/state.json"
mkdir "$jobs/$id/state.json"
bgmux ls >/dev/null || fail "ls"
[ -d "$jobs/$id/state.json.broken.1" ] || fail "not kept: $(ls "$jobs/$id")"
exit 0
