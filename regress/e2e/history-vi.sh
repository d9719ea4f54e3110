#!/bin/sh
# history-vi: vi's keys, counts and expressions, rectangles, the mouse's drags and
# clicks, emacs's keys, lines wider than the terminal, and a program on the
# alternate screen.
. "$(dirname "$0")/lib.sh"

unset VISUAL
export EDITOR=/usr/bin/vim
mkdir -p "$XDG_CONFIG_HOME/bgmux"
settings() {
	cat >"$XDG_CONFIG_HOME/bgmux/settings.json" <<-END
		{ "history": { "keys": "$1", "copyCommand": "cat >$T/copied" } }
	END
}

copied() {
	[ "$(cat "$T/copied" 2>/dev/null)" = "$1" ]
}

# must_copy TEXT: it comes, and the session is shown again.
must_copy() {
	until_true copied "$1" ||
	    fail "not copied: $1, but: $(cat "$T/copied" 2>/dev/null)"
	rm "$T/copied"
	wait_gone '\[[0-9]*/[0-9]*\]$'
}

# mouse B COLUMN ROW M|m: an event as a terminal tells it, from 1.
mouse() {
	keys -l "$(printf '\033[<%s;%s;%s%s' "$1" "$2" "$3" "$4")"
}

# clicks COLUMN ROW: two, at once; they are no two if time passes between them.
clicks() {
	keys -l "$(printf '\033[<0;%s;%s%s' "$1" "$2" M "$1" "$2" m \
	    "$1" "$2" M "$1" "$2" m)"
}

history() {
	keys C-b '['
	wait_for '\[0/[0-9]*\]$'
}

settings auto
start_outer 40 10
id=$(start vi "seq -f 'one-%g two three' 30; echo; stty -echo;
    printf '%060d\n' 7; echo end; exec cat")
attach "$id"
wait_for '^end'

# The cursor is below "end": words, ends, the start and the end of a line.
history
keys k 0 v '$' y
must_copy end
# A soft-wrapped line is one.
history
keys k k 0 V y
must_copy "$(printf '%060d' 7)"
# Paragraphs, words back, the other end.
history
keys '{' k '$' b v o y
must_copy t
history
keys '{' k 0 w w w e b v e y
must_copy two
# A rectangle.
history
keys '{' k 0 C-v k l l y
must_copy "$(printf 'one\none')"
# Half pages, the middle, no selection any more.
history
keys C-u C-u M 0 v l l l v H 0 v e y
must_copy one
# New keys, and the prefix twice for C-b.
history
keys C-b C-b
wait_for '\[8/[0-9]*\]$'
keys C-f
wait_for '\[0/[0-9]*\]$'
keys q

# Counts, and regular expressions.
wait_gone '\[0/'
history
keys 1 2 G 0 v '$' y
must_copy 'one-12 two three'
history
keys 1 3 G 0 4 w v e y
must_copy three
history
keys 9 G 6 j 2 k 0 v '$' y
must_copy 'one-13 two three'
history
keys /
keys -l 'one-2[357] t.o'
keys Enter 2 n v '$' y
must_copy 'one-27 two three'

# A drag copies on release; a word by two clicks, a line by three.
mouse 0 1 1 M
mouse 32 3 1 M
mouse 0 3 1 m
must_copy one
clicks 2 1
must_copy one
clicks 12 1
must_copy three
keys C-b d
wait_for '^status=0'

# emacs's keys.
settings emacs
attach "$id"
wait_for '^end'
history
keys C-p C-a C-Space C-e M-w
must_copy end
history
keys C-r
keys -l 'one-12 '
wait_for '^one-12 '
keys Enter C-Space M-f C-w
must_copy one
keys C-b d
wait_for '^status=0'

# Wider than this terminal: in several rows, and whole when copied.
settings vi
resize 30 10
attach "$id"
wait_for '^end'
history
keys k k 0 V y
must_copy "$(printf '%060d' 7)"
keys C-b d
wait_for '^status=0'

# The alternate screen's keys are the program's.
full=$(start full "printf '\033[?1049h\033[Hfull '; stty raw -echo; exec cat -v")
attach "$full"
wait_for '^full'
keys PgUp
wait_for '\^\[\[5~'
keys C-o
wait_for '\^O'
history
keys q
wait_gone '\[0/'
exit 0
