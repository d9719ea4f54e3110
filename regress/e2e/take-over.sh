#!/bin/sh
# take-over: another terminal takes the driving over at once; resizing one that
# does not drive changes nothing.
. "$(dirname "$0")/lib.sh"

start_outer 80 24
at second
start_outer 100 30
id=$(start taken "stty raw -echo; exec cat")
at first
attach "$id"
must "the first drives" has_size "$id" 80x24
at second
attach "$id"
wait_for '·'
resize 90 25
must "the terminal is not 90 wide" on_screen '^.{80}·{10}$'
has_size "$id" 80x24 || fail "one that does not drive changed the size"
keys C-b d
wait_for '^status=0$'
attach "$id" --take-over
must "not taken over: $(field "$id" terminal)" has_size "$id" 90x25
wait_gone '·'
at first
resize 70 20
keys -l from-first
at second
wait_for '^from-first'
has_size "$id" 90x25 || fail "the first still drives"
keys C-b d
wait_for '^status=0$'
must "the first does not drive again" has_size "$id" 70x20
bgmux attach --read-only --take-over "$id" 2>/dev/null
[ $? -eq 2 ] || fail "looking and taking over is no usage error"
exit 0
