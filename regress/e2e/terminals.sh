#!/bin/sh
# terminals: other terminals than the usual: those that cannot show a screen, the
# Linux console and the VT100, no UTF-8; what stops with the view and comes back.
# agents-golden has the view without colours and with 16 of them.
. "$(dirname "$0")/lib.sh"

id=$(start lines 'stty -echo; printf "umlaut: \303\244 sign: \342\235\257 line: \342\224\200\n"; exec cat')
must "no output" logs_have "$id" umlaut

# on COLS ROWS ENVIRONMENT: a shell with it in the outer terminal.
on() {
	start_outer "$1" "$2"
	shift 2
	type_line "env $* PS1='there ' sh"
	wait_for '^there'
}

# Not a screen's: it is said what can be done.
on 80 24 TERM=dumb
type_line "clear; $BUILD/bgmux; echo status=\$?"
wait_for "^bgmux: a terminal of type 'dumb' cannot show a screen; agents --plain"
wait_for '^status=1'
type_line "$BUILD/bgmux attach $id; echo second=\$?"
wait_for "^second=1"
# And nothing is started for it.
type_line "$BUILD/bgmux run --name none --exec cat; echo third=\$?"
wait_for "^third=1"
[ "$(bgmux agents --json --all | grep -c '"name": "none"')" -eq 0 ] ||
    fail "run has started what it cannot show"
ended=$(bgmux --bg --with sh --name ended | sed -n '1s/.* · \(.*\) · .*/\1/p')
bgmux stop "$ended" >"$T/out" || fail "not stopped"
type_line "$BUILD/bgmux attach $ended; echo fourth=\$?"
wait_for "^fourth=1"
bgmux wait --until stopped --timeout 0 "$ended" >"$T/out" ||
    fail "attach has started what it cannot show: $(cat "$T/out")"
type_line "TERM=nosuch $BUILD/bgmux"
wait_for "bgmux: the terminal type 'nosuch' is not known here; agents --plain"
type_line "TERM= $BUILD/bgmux"
wait_for 'bgmux: TERM is not set; agents --plain'
close_outer

# The Linux console: signs that its fonts have, and lines that scroll by line
# feeds. Here it is tmux that takes them; tmux has all signs, so that what is not
# there was not written.
first_line='umlaut: ä sign: > line: ─'
for term in linux vt100; do
	infocmp "$term" >/dev/null 2>&1 || continue
	on 80 10 TERM=$term COLORTERM=
	type_line "clear; $BUILD/bgmux"
	wait_for '^> [*|/\\-] lines'
	keys Enter
	wait_for "^$first_line\$"
	first_line="line 4"
	for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
		type_line "line $n"
		wait_for "^line $n\$"
	done
	screen >"$T/have"
	for n in 4 5 6 7 8 9 10 11 12; do
		echo "line $n"
	done >"$T/want"
	echo >>"$T/want"
	cmp "$T/have" "$T/want" || fail "$term: it scrolls wrongly: $(screen)"
	keys C-b d
	wait_for '^> [*|/\\-] lines'
	# There is no other screen: the shell goes on below.
	keys Escape
	wait_for '^there *$'
	close_outer
done

# A locale without UTF-8 on a terminal that has it: it is asked, and believed.
id=$(start signs 'printf "umlaut: \303\244 sign: \342\235\257 line: \342\224\200\n"; exec cat')
must "no output" logs_have "$id" umlaut
on 80 24 LC_ALL=C
type_line "clear; $BUILD/bgmux attach $id"
wait_for '^umlaut: ä sign: ❯ line: ─$'
keys C-b d
wait_for '^\[detached'
close_outer

# Stopped with the script that has started it, and continued with it.
on 80 24 TERM=xterm-256color
echo "$BUILD/bgmux; echo ended" >"$T/script"
type_line "clear; sh $T/script"
wait_for '^. [^ ] lines'
keys C-z
wait_gone '^. [^ ] lines'
wait_for '^there *$'
type_line 'echo at the shell'
wait_for '^at the shell'
type_line fg
wait_for '^. [^ ] lines'
keys C-c C-c
wait_for '^ended'
exit 0
