#!/bin/sh
# idle: an agent that nobody uses is ended, its row stays and goes on when it is
# needed; what works, is attached or pinned, has something typed, or could not be
# started again stays up, and explain says why. What never got a prompt goes.
# Neighbours: revive.sh (deaths), unit/test_rest (when it is time).
. "$(dirname "$0")/lib.sh"

id_of() {
	sed -n '1s/^[^·]*· \([0-9a-f]*\) ·.*/\1/p'
}
begin() {
	bgmux --bg --with sh --name "$@" -- --permission-mode auto | id_of
}
set_idle() {
	printf '{ "idle.stopAfter": %s, "idle.removeEmptyAfter": %s }\n' \
	    "$1" "$2" >"$T/settings.new"
	mv "$T/settings.new" "$XDG_CONFIG_HOME/bgmux/settings.json"
}
rests() {
	[ -n "$(field "$1" endedAt)" ] && [ -z "$(field "$1" pid)" ]
}
runs() {
	[ -n "$(field "$1" pid)" ]
}
waits_first() {
	[ "$(field "$1" waitingFor)" = "first prompt" ]
}
stays() {
	bgmux explain "$1" | grep -qE "^stays up +$2\$"
}
mkdir -p "$XDG_CONFIG_HOME/bgmux/adapters"
set_idle 0 0

# A person looks at one of them meanwhile.
start_outer 80 24
seen=$(begin seen 'echo seen')
must "seen is not done" has_state "$seen" "done"
type_line "clear; $BUILD/bgmux attach seen; echo status=\$?"
must "seen is not attached" viewed "$seen" 1
one=$(begin one 'echo one')
pinned=$(begin pinned 'echo pinned')
bgmux pin pinned >/dev/null || fail "pin"
works=$(begin works 'tail -f /dev/null')
typed=$(begin typed 'echo typed')
empty=$(begin empty)
# agent NAME TITLE COMMAND: a prompt, then the command.
agent() {
	printf '#!/bin/sh\nprintf "> "\n%s\n' "$3" >"$T/$1"
	chmod +x "$T/$1"
	cat >"$XDG_CONFIG_HOME/bgmux/adapters/$1.json" <<-END
	{ "name": "$1", "title": "$2", "tried": false, "binary": ["$T/$1"],
	  "start": ["{program}", "{options}"],
	  "prompt": [{ "line": "^> ?(.*)\$" }],
	  "rules": [{ "name": "prompt", "state": "idle", "prompt": "seen" }] }
	END
}
agent mortal Mortal 'while read -r x; do printf "> "; done'
# It takes seconds, and SIGKILL, to end.
agent slow Slow "trap '' HUP TERM; exec tail -f /dev/null"
slow=$(bgmux --bg --with slow --name slow | id_of)
mortal=$(bgmux --bg --with mortal --name mortal | id_of)
bgmux send mortal --key Enter go >/dev/null
for id in "$one" "$pinned" "$typed"; do
	must "$id is not done" has_state "$id" "done"
done
must "it does not work" has_state "$works" working
must "mortal is not idle" has_state "$mortal" idle
bgmux send typed half >/dev/null
must "nothing is typed" logs_have typed '❯ half'

set_idle 1 0
must "one stays up" rests "$one"
has_state "$one" "done" || fail "one: $(field "$one" state)"
[ "$(field "$one" reason)" = "stopped, since nobody used it" ] ||
    fail "why: $(field "$one" reason)"
logs_have one '^one$' || fail "one has lost its screen"
must "pinned" stays pinned 'it is pinned'
must "typed" stays typed "something is typed at its prompt"
must "mortal" stays mortal 'Mortal cannot resume a conversation'
for id in "$seen" "$pinned" "$works" "$typed" "$mortal"; do
	runs "$id" || fail "$id does not run: $(field "$id" reason)"
done

# It goes on when it is needed, and rests again; also under another supervisor.
bgmux send one --key Enter 'echo again | tr a A' >/dev/null || fail "send"
must "one does not go on" logs_have one '^AgAin'
kill -KILL "$(supervisor_pid)"
bgmux ls >/dev/null
must "one stays up" rests "$one"
runs "$seen" || fail "seen was ended"
at first
keys C-b d
wait_for '^status=0'
must "seen stays up" rests "$seen"

# Without a prompt.
runs "$empty" || fail "empty was ended"
must "slow is not at its prompt" waits_first "$slow"
set_idle 0 1
gone_row() {
	! bgmux agents --json --all | grep -q "\"$1\""
}
must "empty is still there" gone_row "$empty"
must "slow is still there" gone_row "$slow"
runs "$typed" || fail "typed does not run"
exit 0
