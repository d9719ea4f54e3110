#!/bin/sh
# view-peek: the peek shows what is selected, live and in colour, beside the list
# or under it, and neither resizes nor disturbs it; hostile text stays text; a
# session that ended shows its last screen. Neighbours: view-reply.sh.
. "$(dirname "$0")/lib.sh"

mkdir -p "$XDG_CONFIG_HOME/bgmux/adapters"
cat >"$T/printer" <<'SH'
#!/bin/sh
seq -f 'number %.0f' 1 90
exec cat
SH
chmod +x "$T/printer"
cat >"$XDG_CONFIG_HOME/bgmux/adapters/printer.json" <<JSON
{ "name": "printer", "title": "Printer", "tried": true,
  "binary": ["$T/printer"], "start": ["{program}"],
  "resume": ["{program}", "{id}"], "presetId": ["--id", "{id}"] }
JSON
one=$(start one 'printf "\033[31mred one\033[0m\n"; stty size; cat')
two=$(start two 'seq 1 60; stty size; exec cat')
must "one" logs_have "$one" 'red one'
must "two" logs_have "$two" '^60'
size=$(field "$one" terminal)

start_outer 120 30
type_line "$BUILD/bgmux agents"
wait_for 'type a task'
wait_for '❯ .* two'
keys Space
wait_for '│ two · working'
wait_for '│ 60'
keys Down
wait_for '│ one · working'
wait_for '│ red one'
wait_gone '│ 60'
screen -e | grep -q '.\[31mred one' || fail "no colour"
# It is looked at by one viewer, that of the selected session.
must "views" viewed "$one" 1
must "no view is left" viewed "$two" 0
[ "$(field "$one" terminal)" = "$size" ] || fail "resized"

say "live"
bgmux send one --key Enter 'typed elsewhere' >/dev/null || fail "send"
wait_for '│ typed elsewhere'

say "scrolled, and back to the end"
keys Up
wait_for '│ 60'
keys PgUp
wait_gone '│ 60'
wait_for '│ 3[0-9]'
keys PgUp PgUp
wait_for '│ 1$'
wait_for '│ 15$'
keys PgDn PgDn PgDn
wait_for '│ 60'

say "by the wheel, where it is turned"
keys -l "$(printf '\033[<64;80;10M')"
wait_gone '│ 60'
keys -l "$(printf '\033[<65;80;10M')"
wait_for '│ 60'

say "open and back"
keys Right
wait_gone '│ two'
keys C-b d
wait_for '│ two · working'
size=$(field "$two" terminal)

say "under the list in less room, at any size"
resize 80 24
wait_for '^two · working'
wait_for '^60'
resize 40 10
wait_for '^two · working'
resize 20 4
resize 3 2
resize 120 30
wait_for '│ 60'
[ "$(field "$two" terminal)" = "$size" ] || fail "resized"

say "hostile text"
# shellcheck disable=SC2016 # for sh
bad=$(start hostile 'printf "\033]2;\007title\033[2J\007";
    '"$BUILD"'/bgmux report blocked --message "$(printf "q\033[2J\033]0;x\007\342\200\256end")" \
	--pr "https://x.org/a/pull/7"; printf "\033[5;5Hhere\033[?25h"; exec cat')
must "blocked" has_state "$bad" blocked
keys Home
wait_for '│ hostile · '
wait_for '│ q.*end'
wait_for '│ PR #7 https://x.org/a/pull/7'
wait_for '│     here'
screen | grep -q '^bgmux ' || fail "the head is gone"

say "one that ended"
agent=$(bgmux --bg --with sh --name ender | sed -n '1s/.*· \([0-9a-f]*\) ·.*/\1/p')
must "its prompt" logs_have "$agent" 'bgmux sh'
keys Escape
wait_gone '│'
bgmux stop ender >/dev/null || fail "stop"
must "stopped" has_state "$agent" stopped
keys Space
wait_for '│ hostile · '
keys End
wait_for '│ ender · stopped'
wait_for '│ as it was at its end'
wait_for '│ bgmux sh'
[ "$(field "$agent" state)" = stopped ] || fail "moving there started it"

say "the history of one that ended, from its disk"
printer=$(bgmux --bg --with printer --name printer |
    sed -n '1s/.*· \([0-9a-f]*\) ·.*/\1/p')
must "printed" logs_have "$printer" 'number 90'
bgmux stop printer >/dev/null || fail "stop"
must "stopped" has_state "$printer" stopped
wait_for '∙ printer'
keys Up
wait_for '│ printer · stopped'
wait_for '│ number 89'
keys PgUp
wait_gone '│ number 89'
keys PgUp PgUp PgUp PgUp PgUp PgUp
wait_for '│ number 1$'
keys PgDn PgDn PgDn PgDn PgDn PgDn PgDn
wait_for '│ number 89'
[ "$(field "$printer" state)" = stopped ] || fail "looking started it"

say "and of a job that ended, from its host"
start ended 'seq -f "line %.0f" 1 90' >/dev/null || fail "cannot start"
wait_for '∙ ended'
keys Up
wait_for '│ ended · done'
wait_for '│ line 89'
keys PgUp
wait_gone '│ line 89'
keys PgUp PgUp PgUp PgUp PgUp PgUp
wait_for '│ line 1$'
keys PgDn PgDn PgDn PgDn PgDn PgDn PgDn
wait_for '│ line 89'
keys End
wait_for '│ ender · stopped'

say "opening the peek on it starts it again"
keys Space
wait_gone '│'
keys Space
wait_gone 'as it was at its end'
wait_for '│ ender · '
must "started" has_state "$agent" idle

say "inside itself it shows nothing"
keys Escape
wait_gone '│'
keys Escape
wait_for '^\$'
self=$(start self "$BUILD/bgmux agents --cwd /")
type_line "clear; $BUILD/bgmux attach $self"
wait_for 'type a task'
keys -l n:self
wait_for '❯ .*self'
keys Escape
