#!/bin/sh
# agents-screen: the agent view in another outer terminal, GNU screen: it is drawn,
# keys and opening work, and the screen is given back.
. "$(dirname "$0")/lib.sh"

need screen
start one 'echo I am one; exec cat' >/dev/null || fail "cannot start"
start two 'exit 1' >/dev/null || fail "cannot start"
export SCREENDIR="$T/screen"
mkdir -m 700 "$SCREENDIR"
start_outer 90 24
type_line "screen -U -S bgt-$$ -s /bin/sh -T screen-256color"
wait_for '^[$#] *$'
type_line 'PS1="inner-${STY##*.} "; clear'
wait_for "^inner-bgt-$$"
type_line "$BUILD/bgmux"
wait_for '^. [^ ] one'
wait_for '^  ∙ two +Failed|^❯ ∙ two +Failed'
keys Home Down
wait_for '^❯ [^ ] one'
keys Enter
wait_gone '^bgmux [0-9]'
wait_for '^I am one'
# The prefix inside another multiplexer.
keys 'C-]' d
wait_for '^❯ [^ ] one'
keys -l 'n:tw'
wait_gone '^. [^ ] one'
# It keeps an Escape to itself until more is typed.
keys C-u
wait_for '^. [^ ] one'
keys C-c C-c
wait_gone '^bgmux [0-9]'
wait_for "^inner-bgt-$$"
type_line exit
wait_gone '^inner-'
exit 0
