#!/bin/sh
# agents-plain: the agent view as lines: the list, a line for each change, and what
# is typed; without a terminal, and in one.
. "$(dirname "$0")/lib.sh"

export PATH="$BUILD:$PATH"
id=$(start one 'bgmux report blocked --message "red or blue?"; read -r a; echo "got $a"
    bgmux report done --summary "painted $a"; exec cat') ||
    fail "cannot start"
must "it does not ask" has_state "$id" blocked
mkfifo "$T/in"
"$BUILD/bgmux" agents --plain <"$T/in" >"$T/out" 2>&1 &
exec 3>"$T/in"

said() {
	grep -qE -- "$1" "$T/out"
}
say_it() {
	echo "$1" >&3
}
must "no counts" said '^1 need input, 0 to review, 0 working'
must "no row" said '^1\. one, needs input: red or blue\?'
say_it 'reply 1 blue'
must "no receipt" said '^one: delivered'
must "no change" said '^one, done: painted blue'
say_it '! echo two; exit 3'
must "no new one" said '^New: echo two'
must "not failed" said '^echo two; exit 3, failed'
say_it help
must "no help" said '^reply SESSION TEXT'
say_it 'stop nobody'
must "who?" said '^There is no session nobody\.'
say_it 'delete one'
must "not deleted" said '^one is deleted'

# Its supervisor is killed: it says so, and goes on.
kill -KILL "$(supervisor_pid)"
must "not away" said '^The supervisor is away'
must "not there again" said '^The supervisor is there again'
say_it '! sleep 1000'
must "no new one" said '^New: sleep 1000, '
say_it quit
wait || fail "it failed"
exec 3>&-
[ "$(tr -d '\n\040-\176' <"$T/out" | wc -c)" -eq 0 ] ||
    fail "more than text: $(cat -v "$T/out")"

# On a terminal a session is opened and left.
start_outer 80 24
type_line "$BUILD/bgmux agents --plain"
wait_for 'sleep 1000, working'
type_line 'open sleep 1000'
wait_gone 'need input'
keys C-b d
wait_for 'need input'
type_line quit
wait_for '^\$ *$'
exit 0
