#!/bin/sh
# two-viewers: two terminals of different size look at one session: the first
# drives its size, the other sees a part around the cursor; who drives next.
# Taking over is in take-over.sh.
. "$(dirname "$0")/lib.sh"

start_outer 80 24
at second
start_outer 40 10
id=$(start two "stty raw -echo; printf '\\033[?1000;1006h\\033[?1;1Htop-left\\033[24;70Hbottom-rig'; exec cat -v")
logs_said() {
	bgmux logs "$id" | tr -d '\n' | grep -qF -- "$1"
}

at first
attach "$id"
must "the first does not drive: $(field "$id" terminal)" has_size "$id" 80x24
wait_for '^ {69}bottom-rig$'
at second
attach "$id"
# The right lower part, and a click there is one in the session.
wait_for '^ {29}bottom-rig$'
not_on_screen top-left || fail "the second sees the upper left too"
has_size "$id" 80x24 || fail "the second changed the size"
keys -l "$(printf '\033[<0;1;1M')"
must "the click is somewhere else: $(bgmux logs "$id")" \
    logs_said '^[[<0;41;15M'

# Both may type.
keys -l second
at first
keys -l first
must "not both typed: $(bgmux logs "$id")" logs_said secondfirst

# The driver leaves: its size is that of the one who is left.
keys C-b d
wait_for '^status=0$'
must "the second does not drive: $(field "$id" terminal)" has_size "$id" 40x10

# A larger one sees where the session ends, and clicks beyond are nothing.
attach "$id"
wait_for '·'
must "dots beside the session" on_screen '^.{40}·{40}$'
dots_below() {
	[ "$(screen | sed -n 11p)" = "$(printf '·%.0s' $(seq 80))" ]
}
must "no dots below the session" dots_below
keys -l "$(printf '\033[<0;60;5M\033[<0;60;5m\033[<0;3;2M\033[<0;70;20m')"
must "a click in the session: $(bgmux logs "$id")" logs_said '^[[<0;3;2M'
must "a drag ends at the edge: $(bgmux logs "$id")" logs_said '^[[<0;40;10m'
logs_said '60;5' && fail "a click beside the session reached it"
at second
keys C-b d
wait_for '^status=0$'
at first
must "the first drives again" has_size "$id" 80x24
wait_gone '·'
exit 0
