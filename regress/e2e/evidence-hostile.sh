#!/bin/sh
# evidence-hostile: adapters that are broken, hooks that come from anywhere, floods of
# reports and replies that nobody takes: each is named or dropped, in bounded
# time and memory, and what works goes on. Neighbours: evidence.sh, replies.sh.
. "$(dirname "$0")/lib.sh"
need timeout mkfifo awk

dir="$XDG_CONFIG_HOME/bgmux/adapters"
mkdir -p "$dir"
export NOTES="$T/notes"

# Adapters: a file of each kind of nonsense.
good='"title": "t", "tried": true, "binary": ["/bin/sh"], "start": ["{program}"]'
rule() {
	printf '{ "name": "%s", %s, "rules": [{ "name": "r", "state": "idle",
	    "all": [{ "re": "%s" }] }] }' "$1" "$good" "$2" >"$dir/$1.json"
}
printf '{ "name": "cut", %s, "rules": [' "$good" >"$dir/cut.json"
awk 'BEGIN { printf "{ \"name\": \"long\", \"title\": \"";
    for (i = 0; i < 30000; i++) printf "0123456789"; print "\" }" }' \
    >"$dir/long.json"
awk 'BEGIN { for (i = 0; i < 5000; i++) printf "["; }' >"$dir/deep.json"
printf '{ "name": "\377\376", %s }' "$good" >"$dir/bytes.json"
printf '{ "name": "zero\\u0000", %s }' "$good" >"$dir/zero.json"
: >"$dir/empty.json"
rule nested '((((((a*)*)*)*)*)*)*b'
rule counts '((a{1,200}){1,200}){1,200}'
rule back '(a+)\\\\1+$'
rule open '(a'
mkdir "$dir/folder.json"
mkfifo "$dir/fifo.json" || fatal "no fifo"
ln -s loop.json "$dir/loop.json"
ln -s /dev/zero "$dir/zeros.json"
printf '{ "version": 2, "width": 40, "height": 5 }\n[0.5, "o", "%s"]\n' \
    "$(awk 'BEGIN { for (i = 0; i < 2000; i++) printf "a" }')" >"$T/a.cast"
timeout 20 "$BUILD/bgmux" adapters >"$T/list" 2>"$T/problems"
[ $? -lt 124 ] || fail "adapters does not end"
for name in cut long deep bytes zero empty counts open folder fifo loop zeros; do
	grep -q "^$name  *broken: " "$T/list" "$T/problems" ||
	    fail "$name is not named: $(cat "$T/list" "$T/problems")"
	timeout 20 "$BUILD/bgmux" adapters test "$dir/$name.json" "$T/a.cast" \
	    >"$T/out" 2>&1
	r=$?
	[ $r -eq 1 ] || fail "$name: $r: $(cat "$T/out")"
	timeout 20 "$BUILD/bgmux" --bg --with "$name" >"$T/out" 2>&1
	r=$?
	[ $r -eq 1 ] || fail "--with $name: $r: $(cat "$T/out")"
	grep -q '^bgmux: ' "$T/out" || fail "--with $name: $(cat "$T/out")"
done
for name in nested back; do
	timeout 20 "$BUILD/bgmux" adapters test "$dir/$name.json" "$T/a.cast" \
	    >"$T/out" 2>&1
	[ $? -lt 124 ] || fail "$name takes for ever"
done
rm -rf "$dir"/*.json

# Hooks: silent, with success, in bounded time, whatever comes.
id=$(start pit 'env >"$T/env"; echo up; stty -echo
    while read -r line; do eval "$line"; done')
must "the session" logs_have "$id" up
BGMUX_SESSION=$(sed -n 's/^BGMUX_SESSION=//p' "$T/env")
BGMUX_SOCKET=$(sed -n 's/^BGMUX_SOCKET=//p' "$T/env")
BGMUX_TOKEN=$(sed -n 's/^BGMUX_TOKEN=//p' "$T/env")
[ -n "$BGMUX_TOKEN" ] || fail "no token"
hook() { # its variables, then its arguments, over the session's
	env BGMUX_SESSION="$BGMUX_SESSION" BGMUX_SOCKET="$BGMUX_SOCKET" \
	    BGMUX_TOKEN="$BGMUX_TOKEN" timeout 20 "$@" >"$T/hook" 2>&1
}
quiet_hook() {
	what=$1
	shift
	hook "$@"
	r=$?
	[ $r -eq 0 ] || fail "a hook with $what: $r"
	[ ! -s "$T/hook" ] || fail "a hook with $what: $(cat "$T/hook")"
}
awk 'BEGIN { printf "{\"hook_event_name\":\"Stop\",\"text\":\"";
    for (i = 0; i < 1000000; i++) printf "0123456789"; print "\"}" }' >"$T/10m"
quiet_hook "ten megabytes" "$BUILD/bgmux" hook <"$T/10m"
quiet_hook "no input" "$BUILD/bgmux" hook </dev/null
quiet_hook "closed input" "$BUILD/bgmux" hook <&-
quiet_hook "endless input" "$BUILD/bgmux" hook </dev/zero
mkfifo "$T/never" || fatal "no fifo"
quiet_hook "silent input" "$BUILD/bgmux" hook 0<>"$T/never"
printf '[[[[' | quiet_hook "nonsense" "$BUILD/bgmux" hook
event='{"hook_event_name":"Stop"}'
echo "$event" | quiet_hook "another token" env BGMUX_TOKEN=other \
    "$BUILD/bgmux" hook
echo "$event" | quiet_hook "no socket" env BGMUX_SOCKET=/nonexistent/s \
    "$BUILD/bgmux" hook
host=$(field "$id" hostPid)
stopped=$host
kill -STOP "$host"
echo "$event" | quiet_hook "a stopped host" "$BUILD/bgmux" hook
kill -CONT "$host"
stopped=
# A report with the token of another launch says that it was refused.
hook env BGMUX_TOKEN=other "$BUILD/bgmux" report idle && fail "a stale token"
grep -q token "$T/hook" || fail "a stale token: $(cat "$T/hook")"

# A flood of reports from the terminal: what is kept is bounded, and the last
# one counts.
cat >"$T/flood" <<'EOF'
awk 'BEGIN { for (i = 0; i < 100000; i++)
    printf "\033]7501;id=r%d:state=%s:msg=%d\007", i % 1000,
	i % 2 ? "working" : "blocked", i }'
awk 'BEGIN { printf "\033]7501;id=";
    for (i = 0; i < 100000; i++) printf "x"; printf ":state=idle\007" }'
printf '\033]7501;state=idle:msg=over\007\nflooded\n'
EOF
bgmux send "$id" --key Enter ". '$T/flood'" >/dev/null || fail "send"
must "the flood" logs_have "$id" '^flooded$'
calm() {
	timeout 20 "$BUILD/bgmux" explain "$id" >"$T/explain" 2>&1
}
must "explain" calm
[ "$(wc -l <"$T/explain")" -lt 300 ] || fail "$(wc -l <"$T/explain") lines"
host_kb=$(awk '$1 == "VmRSS:" { print $2 }' "/proc/$host/status")
say "the host has $host_kb KiB"

# Replies: ids, bytes, and more than anybody takes.
cat >"$dir/reader.json" <<JSON
{ "name": "reader", "title": "Reader", "tried": true,
  "binary": ["$SRC/regress/agents/reader"],
  "start": ["{program}", "{options}"],
  "resume": ["{program}", "{id}", "{options}"],
  "presetId": ["--id", "{id}"] }
JSON
id=$(bgmux --bg --with reader --name one |
    sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
must "the reader" logs_have "$id" '^reader ready$'
long=$(awk 'BEGIN { for (i = 0; i < 65; i++) printf "x" }')
bgmux send one --id "$long" text >"$T/out" 2>&1 && fail "an id of 65 bytes"
grep -q '1 to 64 letters' "$T/out" || fail "an id of 65 bytes: $(cat "$T/out")"
bgmux send one --id '' text >/dev/null 2>&1 && fail "an empty id"
bgmux send one --id "$(printf 'a\033b')" text >/dev/null 2>&1 &&
    fail "an id with a control byte"
host=$(field "$id" hostPid)
stopped=$host
kill -STOP "$host"
# Each waits a moment for its receipt: many at once.
mkdir "$T/sent"
n=0
while [ $n -lt 100 ]; do
	pids=
	while n=$((n + 1)); do
		bgmux send one --id "n$n" "text $n" >"$T/sent/$n" 2>&1 &
		pids="$pids $!"
		[ $((n % 50)) -ne 0 ] || break
	done
	# shellcheck disable=SC2086
	wait $pids
done
[ "$(cat "$T/sent"/* | grep -cE '^(queued$|bgmux: )')" -eq 100 ] ||
    fail "sent: $(cat "$T/sent"/* | sort | uniq -c)"
say "$(cat "$T/sent"/* | sort | uniq -c)"
[ "$(find "$BGMUX_HOME/jobs/$id/inbox" -name '0*.json' | wc -l)" -le 300 ] ||
    fail "too many on disk"
# The row goes while they wait: who waits for a receipt is told.
bgmux send one --id last text >"$T/out" 2>&1 &
waits=$!
bgmux rm one >/dev/null 2>&1 &
removes=$!
kill -CONT "$host"
stopped=
wait "$waits"
wait "$removes" || fail "rm"
[ ! -e "$BGMUX_HOME/jobs/$id" ] || fail "its directory has stayed"
[ -s "$T/out" ] || fail "nobody was told"
exit 0
