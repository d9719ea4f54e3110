#!/bin/sh
# prefix: the prefix key twice sends it, unknown keys after it are nothing, d
# detaches; inside of tmux it is another one.
. "$(dirname "$0")/lib.sh"

start_outer 80 24
id=$(start keys "stty raw -echo; printf 'ready\\r\\n'; exec cat -v")
attach "$id"
wait_for '^ready'
keys C-b C-b
wait_for '\^B'
keys C-b Z
keys -l end
wait_for '^\^Bend$'
# Nothing else is ours.
keys C-z C-c C-d C-]
wait_for '^\^Bend\^Z\^C\^D\^\]$'
keys C-b d
wait_for "^\[detached from $id\]"
wait_for '^status=0$'

type_line "export TMUX=/tmp/nobody,1,0"
attach "$id"
keys C-b
wait_for '\]\^B'
keys C-] C-]
wait_for '\]\^B\^\]'
keys C-] d
wait_for "^\[detached from $id\]"
exit 0
