#!/bin/sh
# answers: dialogs are answered by what stands on the screen, and not at all where
# that is something else; permissions not from inside a session; texts wait for
# the prompt. Neighbours: replies.sh, leave.sh.
. "$(dirname "$0")/lib.sh"

id_of() {
	sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p'
}
asks() {
	[ "$(field "$id" waitingFor)" = "permission prompt" ]
}
ask() {
	bgmux send one --key Enter "$1" >/dev/null || fail "send: $1"
	must "$1: no dialog" asks
}

id=$(bgmux --bg --with sh --name one | id_of)
must "no prompt" logs_have "$id" '^❯'
"$BUILD/bgmux" watch >"$T/watch" 2>/dev/null &
watcher=$!

refused 'refused: no dialog is shown' "$BUILD/bgmux" send one --option 1
ask 'touch $T/by-number'
bgmux wait one --until blocked --timeout 20 || fail "wait --until blocked"
refused 'no such option' "$BUILD/bgmux" send one --option 9
refused 'no such option' "$BUILD/bgmux" send one --option Maybe
refused 'choose one of its options' \
    "$BUILD/bgmux" send one --submit 'what is this'
refused 'not answered from inside a session' \
    env BGMUX_SESSION="$id" "$BUILD/bgmux" send one --option 1
refused 'not answered from inside a session' \
    env BGMUX_SESSION="$id" "$BUILD/bgmux" send one --key 1
[ ! -e "$T/by-number" ] || fail "one was answered"
[ "$(bgmux send one --option 1)" = delivered ] || fail "option 1"
must "option 1" [ -e "$T/by-number" ]
bgmux wait one --until idle,done --timeout 20 || fail "wait --until idle"

ask 'touch $T/by-label'
[ "$(bgmux send one --option yes)" = delivered ] || fail "option yes"
must "option yes" [ -e "$T/by-label" ]

ask 'touch $T/denied'
[ "$(bgmux send one --submit 'No, and say what to do instead')" = delivered ] ||
    fail "a label as a text"
must "not denied" logs_have "$id" '❯'
[ ! -e "$T/denied" ] || fail "No is yes"

# From inside, where it is allowed.
mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{ "send.fromSessions": true }' >"$XDG_CONFIG_HOME/bgmux/settings.json"
ask 'touch $T/inside'
allowed() {
	BGMUX_SESSION="$id" bgmux send one --option 1 >/dev/null 2>&1
}
must "from inside" allowed
must "inside" [ -e "$T/inside" ]

# Why, for who watches.
told() {
	grep -qE "$1" "$T/watch"
}
must "watch tells no reason" told 'one - permission prompt: .* .Yes / Yes, and .* / No,'
kill "$watcher"
exit 0
