#!/bin/sh
# attach-exact: less and vim are attached again exactly: text, attributes and
# cursor as they were, at once.
. "$(dirname "$0")/lib.sh"
need less vim

i=0
while [ $i -lt 300 ]; do
	i=$((i + 1))
	printf 'line %d \033[3%dmcolour\033[m \033[1mbold\033[m\n' \
	    $i $((i % 8))
done >"$T/text"

attach() {
	type_line "clear; $BUILD/bgmux attach $1"
	must "attach" viewed "$1" 1
}

detach() {
	keys C-b
	keys d
	wait_for "^\[detached from $1\]"
}

same_as() {
	screen -e >"$T/now"
	cursor >>"$T/now"
	cmp -s "$1" "$T/now"
}

start_outer 80 24
id=$(start less "less -R +100 $T/text")
attach "$id"
wait_for '^line 100 '
keys j j
wait_for '^line 102 '
not_on_screen '^line 101 ' || fail "less did not move on"
screen -e >"$T/less"
cursor >>"$T/less"
detach "$id"
attach "$id"
must "less is not as it was: $(diff "$T/less" "$T/now")" same_as "$T/less"
# It is live.
keys G
wait_for '^line 300 '
keys q
wait_for '^\[.* exited with status 0\]'

id=$(start vim "vim -u NONE -N --cmd 'set nomore nohlsearch' $T/text")
attach "$id"
wait_for '^line 1 '
keys 5 G w i
keys -l 'some '
wait_for 'line some 5'
screen -e >"$T/vim"
cursor >>"$T/vim"
detach "$id"
attach "$id"
must "vim is not as it was: $(diff "$T/vim" "$T/now")" same_as "$T/vim"
keys -l 'more '
wait_for 'line some more 5'
keys Escape
type_line ':q!'
wait_for '^\[.* exited with status 0\]'
exit 0
