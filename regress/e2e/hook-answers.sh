#!/bin/sh
# hook-answers: a permission that is answered from elsewhere is answered by the
# agent's hook, which waits while the dialog is shown, without a key; the dialog
# itself counts as before, and then no hook is left. Neighbours: answers.sh (by
# keys), unit/test_hostproc (which hook may answer what).
. "$(dirname "$0")/lib.sh"
need pgrep

id=$(bgmux --bg --with sh --name asks "echo ran-\$((1 + 1))" |
    sed -n '1s/^[^·]*· \([0-9a-f]*\) ·.*/\1/p')
log=$BGMUX_HOME/jobs/$id/host.log
hook_waits() {
	pgrep -f "^$BUILD/bgmux hook" >/dev/null
}
no_hook() {
	! hook_waits
}
told() {
	grep -c "the agent's hook is told to $1" "$log"
}
blocks() {
	has_state "$id" blocked && logs_have "$id" '1[.] Yes' && hook_waits
}

say "allowed from elsewhere"
must "no dialog" blocks
bgmux send asks --option 1 >/dev/null || fail "send"
must "it did not run" logs_have "$id" '^ *ran-2'
[ "$(told allow)" -eq 1 ] || fail "not by the hook: $(told allow)"
must "the hook stays" no_hook

say "denied from elsewhere"
must "not done" has_state "$id" "done"
bgmux send asks --submit 'echo ran-$((1 + 2))' >/dev/null || fail "send"
must "no second dialog" blocks
bgmux send asks --option 3 >/dev/null || fail "send"
must "not denied" has_state "$id" idle
[ "$(told deny)" -eq 1 ] || fail "not by the hook: $(told deny)"
logs_have "$id" 'ran-3$' && fail "it ran all the same"

say "answered where it is shown"
start_outer 100 30
attach "$id"
bgmux send asks --submit 'echo ran-$((1 + 3))' >/dev/null || fail "send"
must "no third dialog" blocks
keys 1
must "it did not run" logs_have "$id" '^ *ran-4'
must "the hook stays" no_hook
[ "$(told allow)" -eq 1 ] || fail "the hook, too"

say "a command whose row is not the whole of it is answered by keys"
long=$(printf 'x%.0s' 1 2 3 4 5 6 7 8 9 10)
long=$long$long$long$long$long$long$long$long$long$long$long$long
bgmux send asks --submit "echo long-\$((1 + 4)) $long" >/dev/null || fail "send"
must "no fourth dialog" blocks
bgmux send asks --option 1 >/dev/null || fail "send"
must "it did not run" logs_have "$id" '^ *long-5'
[ "$(told allow)" -eq 1 ] || fail "by a hook"

say "a host that is lost"
bgmux send asks --submit 'echo ran-$((1 + 5))' >/dev/null || fail "send"
must "no fifth dialog" blocks
kill -KILL "$(field "$id" hostPid)"
must "the hook outlives the host" no_hook
exit 0
