#!/bin/sh
# report: what a program in a session says of it is shown and held until it is
# replaced, cleared or the program ends; only this launch's token counts.
# Neighbours: watch.sh (how changes are told).
. "$(dirname "$0")/lib.sh"

B="$BUILD/bgmux"

# Outside of a session it is one clear line.
out=$(bgmux report working 2>&1) && fail "a report outside of a session"
[ "$out" = "bgmux: report: not in a session (BGMUX_SOCKET is not set)" ] ||
    fail "outside: $out"
bgmux report busy >/dev/null 2>&1
[ $? -eq 2 ] || fail "an unknown state is no wrong usage"
bgmux report working --waiting-for x >/dev/null 2>&1
[ $? -eq 2 ] || fail "--waiting-for with working"
bgmux report working --progress 101 >/dev/null 2>&1
[ $? -eq 2 ] || fail "--progress 101"
bgmux report working --next never >/dev/null 2>&1
[ $? -eq 2 ] || fail "--next never"

id=$(start rep "while read -r line; do eval \"\$line\"; echo \"rc \$?\"; done")
say_in() {
	bgmux send "$id" --key Enter "$1" >/dev/null || fail "send: $1"
}
is() {
	[ "$(field "$id" "$1")" = "$2" ]
}

say_in "$B report blocked --waiting-for trust --message 'look at me' \
--progress 40 --summary 'half done' --pr https://example.com/pr/1"
must "blocked" has_state "$id" blocked
is status waiting || fail "status $(field "$id" status)"
is waitingFor trust || fail "waitingFor $(field "$id" waitingFor)"
is message 'look at me' || fail "message $(field "$id" message)"
is progress 40 || fail "progress $(field "$id" progress)"
is summary 'half done' || fail "summary $(field "$id" summary)"
bgmux ls --json | grep -qF '"https://example.com/pr/1"' || fail "no PR"
bgmux ls | grep -q "^$id  rep  *blocked (40%).*look at me" || fail "the row"
bgmux wait "$id" --until blocked --timeout 10 || fail "wait --until blocked"

# It holds over a kill of the supervisor, and against what the host sees.
kill -KILL "$(supervisor_pid)"
must "held over a kill" has_state "$id" blocked
say_in "echo much output"
must "output" logs_have "$id" 'much output'
has_state "$id" blocked || fail "output has changed it"

# The next report replaces what is about now; results stay.
say_in "$B report working"
must "working" has_state "$id" working
[ -z "$(field "$id" waitingFor)$(field "$id" message)" ] || fail "old texts"
[ -z "$(field "$id" progress)" ] || fail "old progress"
is summary 'half done' || fail "the summary has gone"

# Texts are cleaned, addresses checked.
say_in "$B report idle --message \"\$(printf 'a\\033[31mb\\342\\200\\256c')\""
must "idle" has_state "$id" idle
is message 'a[31mbc' || fail "message $(field "$id" message)"
say_in "$B report done --pr javascript:alert"
must "a bad address" logs_have "$id" "is no http or https address"
has_state "$id" idle || fail "a refused report was taken"

# An old launch's or nobody's token is refused.
sock=$(field "$id" socket)
BGMUX_SOCKET=$sock bgmux report failed 2>&1 | grep -q "token" ||
    fail "no token is needed"
BGMUX_SOCKET=$sock BGMUX_TOKEN=00112233445566778899aabbccddeeff \
    bgmux report failed 2>&1 | grep -q "token" || fail "any token will do"
has_state "$id" idle || fail "a stranger's report was taken"

# Clear: what the host sees is back.
say_in "$B report clear; echo cleared"
cleared() {
	[ -z "$(field "$id" message)" ] && is summary 'rc 0'
}
must "cleared" cleared
bgmux ls --json | grep -qF example.com && fail "the PR was not cleared"

# OSC 9;4.
say_in "printf '\\033]9;4;1;66\\033\\\\'"
must "progress of the output" is progress 66
say_in "printf '\\033]9;4;0\\033\\\\'"
must "no progress" is progress ''

# The end ranks above all that was said.
say_in "$B report blocked --message last --summary 'the result'; exit 5"
must "failed" has_state "$id" failed
[ "$(field "$id" exitCode)" = 5 ] || fail "exit $(field "$id" exitCode)"
is summary 'the result' || fail "summary $(field "$id" summary)"
[ -z "$(field "$id" message)$(field "$id" waitingFor)" ] || fail "texts left"
exit 0
