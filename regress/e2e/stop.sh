#!/bin/sh
# stop: it returns when the whole family has ended, what ignores signals in a
# session of its own included, and names what has left the family.
. "$(dirname "$0")/lib.sh"

id=$(start stubborn "setsid sh -c 'trap \"\" HUP TERM; echo \$\$ >$T/child
    echo up; while :; do sleep 1; done' & echo ready; wait")
must "the child does not run" logs_have "$id" '^up$'
child=$(cat "$T/child")
[ "$(bgmux stop "$id" 2>&1)" = "stopped $id" ] || fail "stop"
gone "$child" || fail "stop returned before a descendant ended"

id=$(start left "(setsid sh -c 'trap \"\" HUP; echo \$\$ >$T/left
    echo up; while :; do sleep 1; done' &); exec cat")
must "the other does not run" logs_have "$id" '^up$'
left=$(cat "$T/left")
bgmux stop "$id" >/dev/null 2>"$T/err" || fail "stop: $(cat "$T/err")"
grep -q "left running, in a session of its own: $left sh\$" "$T/err" ||
    fail "it does not name what was left: $(cat "$T/err")"
gone "$left" && fail "what has left the family was ended"
kill -KILL "$left"
must "the other does not end" gone "$left"
exit 0
