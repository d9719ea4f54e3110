#!/bin/sh
# hostile: outputs that crash or hang terminal emulators (TERMINAL table A, and
# strings without end) leave a session alive, readable and attachable.
. "$(dirname "$0")/lib.sh"

start_outer 80 24

# try NAME OCTAL-ESCAPED-BYTES: a program prints them, then lives on.
try() {
	printf '%b' "$2" >"$T/bytes"
	id=$(start "$1" "cat $T/bytes; printf '\\030\\033\\\\\\033c\\033[mstill\\n'; exec cat")
	[ -n "$id" ] || fail "$1: does not start"
	must "$1: the session is lost: $(field "$id" state)" \
	    logs_have "$id" '^still$'
	type_line "clear; $BUILD/bgmux attach $id"
	wait_for '^still$'
	must "$1: not attached" viewed "$id" 1
	tmux -L "$outer" resize-window -x 40 -y 8
	tmux -L "$outer" resize-window -x 80 -y 24
	type_line 'alive'
	wait_for '^alive$'
	keys C-b d
	wait_for '^\[detached'
	has_state "$id" working || has_state "$id" idle ||
	    fail "$1: $(field "$id" state)"
	bgmux stop "$id" >/dev/null || fail "$1: stop"
}

many=$(i=0; while [ $i -lt 60 ]; do printf '1;'; i=$((i + 1)); done)
try parameters "\\033[${many}1m\\033[${many}1H\\033[${many}5r"
try c1 '\0302\0205\033[K\0302\0233\033[10X'
try rep '\033[5b\0314\0201\033[99999999b'
try margins '\033[20;24r\033[8;10;80t\033[S\033[T\033[99L'
try wide '\0344\0270\0255\033[8;5;1t\0344\0270\0255'
try origin '\033[10;24r\033[?6h\033[24;80H\033[8;5;5t'
try double '\033#3\033#4\033#6\033#8\0344\0270\0255'
try string '\033]0;never ends ... \033P+q\033_G'
try osc "\\033]8;;$(head -c 100000 /dev/zero | tr '\0' x)\\033\\\\"
try numbers '\033[99999999999999999999;99999999999999999999H\033[-1;;;:::m'
try random "$(head -c 20000 /dev/urandom | od -An -v -to1 | tr -d '\n' |
    sed 's/ /\\0/g')"
exit 0
