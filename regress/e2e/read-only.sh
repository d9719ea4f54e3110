#!/bin/sh
# read-only: who only looks neither types nor pastes nor drives, sees what
# happens, and leaves with the prefix key.
. "$(dirname "$0")/lib.sh"

start_outer 60 15
id=$(start looked "stty raw -echo; printf 'ready\\r\\n\\033[?2004h'; exec cat -v")
attach "$id" --read-only
wait_for '^ready'
has_size "$id" 120x40 || [ "$(field "$id" terminal)" != 60x15 ] ||
    fail "who only looks drives the size"
keys -l typed
printf pasted >"$T/paste"
paste "$T/paste"
keys C-c
keys C-b C-b
bgmux send "$id" 'sent' >/dev/null || fail "send"
wait_for 'sent'
bgmux logs "$id" | grep -qE 'typed|pasted|\^C|\^B' &&
    fail "something reached the program: $(bgmux logs "$id")"
keys C-b d
wait_for '^\[detached from'
wait_for '^status=0$'
# One that types drives.
attach "$id"
must "it does not drive" has_size "$id" 60x15
keys -l typed
wait_for 'typed'
exit 0
