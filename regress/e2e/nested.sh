#!/bin/sh
# nested: bgmux in a session of bgmux: its prefix, the session it must not show,
# and what is started from there.
. "$(dirname "$0")/lib.sh"

outerid=$(start outer 'PS1="in> " exec sh -i')
otherid=$(start other 'echo this is the other one; exec cat')
must "no prompt" logs_have outer '^in>'
must "no output" logs_have other 'other one'

start_outer 100 30
type_line "clear; $BUILD/bgmux attach outer"
wait_for '^in>'

# Itself.
type_line "clear; $BUILD/bgmux attach outer"
wait_for "^bgmux: $outerid is the session that this terminal is in"
type_line "clear; $BUILD/bgmux attach --read-only outer; echo status=\$?"
wait_for "^status=1"

# Another one: C-] is its prefix, C-b that of the outer one.
type_line "clear; $BUILD/bgmux attach other"
wait_for '^this is the other one'
must "the other one is not viewed" viewed "$otherid" 1
type_line typed
must "typing does not arrive" logs_have other '^typed$'
keys C-] d
wait_for "^\[detached from $otherid\]"
must "the outer one is not viewed" viewed "$outerid" 1
must "the other one is still viewed" viewed "$otherid" 0

# What is started there has its parent, and none of its values.
type_line "clear; $BUILD/bgmux --bg --name child --exec 'exec cat'"
wait_for '^backgrounded .* child'
child=$(bgmux ls | sed -n 's/^\([0-9a-f]*\)  child .*/\1/p')
[ "$(field "$child" parent)" = "$outerid" ] ||
    fail "its parent: $(field "$child" parent)"
[ -z "$(field "$outerid" parent)" ] || fail "the outer one has a parent"
for pair in "BGMUX_SESSION=$child" "BGMUX_JOB_DIR=$BGMUX_HOME/jobs/$child" \
    "BGMUX_SOCKET=$(field "$child" socket)"; do
	n=$(tr '\0' '\n' <"/proc/$(field "$child" pid)/environ" |
	    grep -c "^${pair%%=*}=")
	[ "$n" = 1 ] || fail "${pair%%=*} is there $n times"
	tr '\0' '\n' <"/proc/$(field "$child" pid)/environ" |
	    grep -qxF "$pair" || fail "not $pair"
done
token() {
	tr '\0' '\n' <"/proc/$(field "$1" pid)/environ" |
	    sed -n 's/^BGMUX_TOKEN=//p'
}
[ "$(token "$child")" != "$(token "$outerid")" ] || fail "the same token"

# One whose parent has gone says so still; a made-up parent is none.
keys C-b d
wait_for "^\[detached from $outerid\]"
bgmux rm outer >/dev/null || fail "rm"
[ "$(field "$child" parent)" = "$outerid" ] || fail "the parent is forgotten"
out=$(BGMUX_SESSION=0badc0de "$BUILD/bgmux" --bg --exec 'exec cat')
id=$(echo "$out" | sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
[ -z "$(field "$id" parent)" ] || fail "a made-up parent"
exit 0
