#!/bin/sh
# view-reply: sessions are answered from the list: the receipt is shown, nothing
# that was typed is lost, a session that ended is started for it, and drafts stay
# with their sessions. Neighbours: view-peek.sh, replies.sh.
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
# With commands at its prompt; the others are the shipped ones.
sed 's|"presetId"|"commands": [{ "name": "/compact", "text": "shorter",\
  "first": false }, { "name": "/review" }], &|' \
    "$XDG_CONFIG_HOME/bgmux/adapters/reader.json" >"$T/json" &&
    mv "$T/json" "$XDG_CONFIG_HOME/bgmux/adapters/reader.json"
reader() {
	bgmux --bg --with reader --name "$1" |
	    sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p'
}
noted() {
	[ "$(grep -cx -- "$1" "$NOTES" 2>/dev/null)" = 1 ]
}
one=$(reader one)
two=$(reader two)
must "one" logs_have "$one" '^reader ready$'
must "two" logs_have "$two" '^reader ready$'

start_outer 120 30
type_line "$BUILD/bgmux agents"
wait_for '❯ .* two'
keys Space
wait_for '│ ❯ reply'

say "delivered"
type_line 'first answer'
wait_for '│ delivered'
must "first" noted 'first answer'
wait_for '│ took first answer'
wait_for '│ ❯ reply'

say "two lines of one reply"
keys -l 'a'
keys C-j
keys -l 'b'
keys Enter
must "a" noted a
must "b" noted b

say "drafts"
keys -l 'draft of two'
keys Up C-c
wait_for '│ ❯ reply'
keys -l 'kept'
keys Escape
wait_gone '│'
keys Down
keys Space
wait_for '│ one · '
keys -l 'for one'
keys C-a C-k
keys Up
wait_for '│ ❯ kept'
keys C-u
keys Down
wait_for '│ one · '

say "its history"
keys C-p
wait_for '│ ❯ a$'
keys C-n C-u

say "a command of its agent"
keys -l '/'
wait_for '│ ❯ /compact  *shorter'
wait_for '│   /review'
keys Down Up
keys -l 'c'
wait_gone '/review'
keys Tab
wait_for '│ ❯ /compact$'
keys Enter
must "/compact" noted '/compact '
wait_for '│ ❯ reply'

say "queued while its host is stopped, and then delivered"
host=$(field "$one" hostPid)
stopped=$host
kill -STOP "$host"
type_line 'waits a while'
wait_for '│ queued'
kill -KILL "$(supervisor_pid)"
kill -CONT "$host"
stopped=
must "queued" noted 'waits a while'
wait_for '│ delivered'

say "a supervisor that dies while one types"
keys -l 'over a '
kill -KILL "$(supervisor_pid)"
type_line 'kill'
must "over a kill" noted 'over a kill'
wait_for '│ delivered'

say "refused: it is typed text again"
job=$(start job 'exec sleep 600')
keys Home
wait_for '│ job · '
keys -l 'to nobody'
bgmux stop job >/dev/null || fail "stop"
must "stopped" has_state "$job" stopped
keys Enter
wait_for '│ refused'
wait_for '│ ❯ to nobody'
keys C-u

say "one that has ended is started for it"
keys Down
wait_for '│ two · '
type_line 'leave'
must "it left" has_state "$two" "done"
type_line 'come back'
must "started for it" noted 'come back'
wait_for '│ delivered'
[ "$(grep -c . "$NOTES")" = 8 ] || fail "notes: $(cat "$NOTES")"

say "sent, and left at once"
keys -l 'last words'
keys Enter C-c C-c
wait_for '^\$'
must "last words" noted 'last words'
