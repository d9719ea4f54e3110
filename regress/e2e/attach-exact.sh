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

detach() {
	keys C-b
	keys d
	wait_for "^\[detached from $1\]"
}

# as_before NAME: the screen and cursor become what was kept in that file.
as_before() {
	until_true same_as "$T/$1" || {
		diff "$T/$1" "$T/now"
		fail "$1 is not as it was"
	}
}

# The screen with attributes, and the cursor. Where the codes for the next
# text stand, behind the last of a line or before the first of the next, is
# tmux's affair (it depends on whether blank cells were ever written).
picture() {
	screen -e | sed -z 's/\(\(\x1b\[[0-9;]*m\)*\)\n/\n\1/g
	    s/\(\x1b\[[0-9;]*m\)*$//'
	echo
	cursor
}

same_as() {
	picture >"$T/now"
	cmp -s "$1" "$T/now"
}

start_outer 80 24
id=$(start less "less -R +100 $T/text")
attach "$id"
wait_for '^line 100 '
keys j j
wait_gone '^line 101 '
picture >"$T/less"
detach "$id"
attach "$id"
as_before less
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
picture >"$T/vim"
detach "$id"
attach "$id"
as_before vim
keys -l 'more '
wait_for 'line some more 5'
keys Escape
wait_gone INSERT
type_line ':q!'
wait_for '^\[.* exited with status 0\]'
exit 0
