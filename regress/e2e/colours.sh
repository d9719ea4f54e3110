#!/bin/sh
# colours: programs that ask for the terminal's colours learn those of the
# terminal that attached last.
. "$(dirname "$0")/lib.sh"

start_outer 80 24
tmux -L "$outer" set -g window-style 'fg=#102030,bg=#405060'
at second
start_outer 80 24
tmux -L "$outer" set -g window-style 'fg=#908070,bg=#605040'
id=$(start colours "stty raw -echo; exec cat -v")
tty=$(readlink "/proc/$(field "$id" pid)/fd/0")

answer() {
	printf '\033]%s;?\007' "$1" >"$tty"
	bgmux logs "$id" | tr -d '\n' | grep -qF "]$1;rgb:$2"
}
at first
attach "$id"
must "text: $(bgmux logs "$id")" answer 10 1010/2020/3030
must "background: $(bgmux logs "$id")" answer 11 4040/5050/6060
at second
attach "$id"
must "text of the second: $(bgmux logs "$id")" answer 10 9090/8080/7070
must "background of the second" answer 11 6060/5050/4040
exit 0
