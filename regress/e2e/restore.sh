#!/bin/sh
# restore: the outer terminal is as it was after detach, after the session's end,
# and after SIGTERM, SIGHUP and SIGINT to the client: modes, screen, cursor,
# line discipline.
. "$(dirname "$0")/lib.sh"

modes='#{alternate_on} #{cursor_flag} #{keypad_cursor_flag} #{keypad_flag}
#{mouse_any_flag} #{mouse_sgr_flag} #{wrap_flag} #{insert_flag} #{cursor_shape}'
prog='stty raw -echo; printf "\033[?1000;1006h\033[?2004h\033[?1h\033=\033[?25l\033[?1004h";
    printf "\033[4 qwild"; exec cat'

state() {
	tmux -L "$outer" display-message -p "$modes"
}

on_mouse() {
	[ "$(tmux -L "$outer" display-message -p '#{mouse_any_flag}')" = 1 ]
}

restored() {
	[ "$(state)" = "$before" ]
}

client_of() {
	for p in /proc/[0-9]*; do
		[ "$(tr '\0' ' ' <"$p/cmdline" 2>/dev/null)" = \
		    "$BUILD/bgmux attach $1 " ] && echo "${p#/proc/}"
	done
}

start_outer 80 24
before=$(state)
type_line "stty -a >$T/stty-before"
must "stty" test -s "$T/stty-before"

for how in detach TERM HUP INT end; do
	id=$(start "wild-$how" "$prog")
	type_line "clear; $BUILD/bgmux attach $id; echo status=\$?"
	wait_for '^wild'
	must "the program's modes are not set: $(state)" on_mouse
	case $how in
	detach)
		keys C-b d
		wait_for '^status=0' ;;
	end)
		bgmux stop "$id" >/dev/null
		wait_for '^status=1' ;;
	*)
		kill -"$how" "$(client_of "$id")" || fail "no client"
		wait_for '^status=1' ;;
	esac
	must "after $how: $(state), was $before" restored
	rm -f "$T/stty-after"
	type_line "stty -a >$T/stty-after"
	must "stty" test -s "$T/stty-after"
	cmp "$T/stty-before" "$T/stty-after" || fail "$how: the tty's settings"
	[ "$how" = end ] || has_state "$id" working ||
	    fail "$how ended the session: $(field "$id" state)"
done
exit 0
